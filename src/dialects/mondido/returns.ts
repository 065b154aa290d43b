import type { StoreFacts } from "../../core/merchants/index.ts";
import type { Payment } from "../../core/payments/index.ts";
import { renderLiquid, TemplateFault } from "../../pages/payment-window/index.ts";
import { baseUrl, type Call } from "./call.ts";
import { toldBy } from "./told.ts";
import {
  errorNameOf,
  numberOf,
  responseHashOf,
  statusOf,
  type Transaction,
  transactionJson,
} from "./wire.ts";

/** Where the shopper goes after a decision, told there what came of it (document, "Params you'll get back"; facts 3.2);
 *  undefined when the merchant has named no such place. Liquid in it is filled in (facts 3.1). */
export async function returnUrl(transaction: Transaction, call: Call): Promise<string | undefined> {
  const url = placeAfter(transaction.payment);
  if (!url) return undefined;
  return appended(await filledIn(url, transaction, call), returnParams(transaction, call.facts));
}

function placeAfter(payment: Payment): string | null {
  const { successUrl, errorUrl } = toldBy(payment);
  return payment.state === "expired" || errorNameOf(payment) ? errorUrl : successUrl;
}

/** In the document's order; what is not there is left out. */
function returnParams({ payment, payer, card }: Transaction, facts: StoreFacts): Record<string, string> {
  const error = errorNameOf(payment);
  const { subscription } = toldBy(payment);
  return {
    hash: responseHashOf(payment, facts, payer),
    payment_ref: payment.reference,
    transaction_id: String(numberOf(payment.number)),
    status: statusOf(payment),
    ...(error && { error_name: error }),
    ...(card && !error && { token: card.token, stored_card_id: String(numberOf(card.number)) }),
    ...(subscription && !error && { subscription_id: subscription }),
  };
}

/** The URL with its Liquid filled in; as it stands where that fails or leads to no page of the web. */
async function filledIn(url: string, transaction: Transaction, call: Call): Promise<string> {
  if (!url.includes("{{")) return url;
  const { facts, locale } = call;
  const merchant = { id: Number.parseInt(facts.store.number, 10), name: facts.store.name };
  const told = transactionJson(transaction, { facts, locale, baseUrl: baseUrl(call) });
  const roots = { transaction: { ...plain(told), merchant }, merchant };
  try {
    const filled = await renderLiquid(url, roots);
    return /^https?:\/\//i.test(filled) && URL.canParse(filled) ? filled : url;
  } catch (error) {
    if (error instanceof TemplateFault) return url;
    throw error;
  }
}

/** As whoever reads the JSON sees it. */
export function plain(json: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(json));
}

/** The URL with more in its query; what stands there stays as it is, and so does the fragment. */
function appended(url: string, params: Readonly<Record<string, string>>): string {
  const [address = "", fragment] = url.split(/#(.*)/s, 2);
  const glue = !address.includes("?") ? "?" : /[?&]$/.test(address) ? "" : "&";
  const query = new URLSearchParams(params).toString();
  const whole = `${address}${glue}${query}${fragment === undefined ? "" : `#${fragment}`}`;
  // What no header may carry.
  return whole.toWellFormed().replaceAll(/[^!-~]/gu, encodeURIComponent);
}
