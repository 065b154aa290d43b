import { setupFeeOf } from "../../core/agreements/index.ts";
import type { Payer } from "../../core/payers/index.ts";
import { type Payment, prepare } from "../../core/payments/index.ts";
import { templates } from "../../core/templates/index.ts";
import { addWebhook } from "../../core/webhooks/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { randomToken } from "../../platform/ids/index.ts";
import { baseUrl, type Call, type Setting } from "./call.ts";
import { readReachable } from "./endpoints/webhooks.ts";
import { Fault } from "./errors.ts";
import { coreItems, type Order } from "./order.ts";
import { seekPayer } from "./payer.ts";
import { offeredPlan } from "./signing.ts";

/** How long a payment waits for its shopper. */
const linkTime = Temporal.Duration.from({ hours: 90 * 24 });

export type Opening = {
  /** Who pays, where known before. */
  readonly payer: Payer | undefined;
  /** Opens the payment. */
  readonly open: (tx: Tx) => Promise<Payment>;
};

/** The write that opens a payment, with all that has to be found out before it. */
export async function readyToOpen(call: Call, order: Order): Promise<Opening> {
  const { house, facts, params } = call;
  const hooks = readReachable(call, params.webhook ?? params.webhooks);
  const { customerRef, planId, templateId } = order.told;
  await refuseUnknownTemplate(call, templateId);
  const setupFee = await setupFeeFor(call, planId, order.currency);
  const [number, payer, ...hookNumbers] = await Promise.all([
    house.numbers.next("payment"),
    seekPayer(call, customerRef),
    ...hooks.map(() => house.numbers.next("webhook")),
  ]);
  const token = linkToken();
  const open = async (tx: Tx) => {
    const payment = await prepare(tx, {
      merchantId: facts.merchant.id,
      storeId: facts.store.id,
      dialect: "mondido",
      reference: order.reference,
      number,
      token,
      currency: order.currency,
      amount: order.amount + setupFee,
      method: "card",
      payer: payer.idIn(tx),
      subscriptionId: null,
      isTest: order.isTest,
      details: {
        items: coreItems(order.told.items),
        told: {
          ...order.told,
          hasWebhooks: hooks.length > 0,
          setupFee: String(setupFee),
          baseUrl: baseUrl(call),
        },
      },
      expiresAt: tx.now.add(linkTime),
    });
    hooks.forEach((hook, i) => {
      addWebhook(tx, {
        number: hookNumbers[i] ?? 0n,
        merchantId: facts.merchant.id,
        paymentId: payment.id,
        trigger: hook.trigger,
        url: hook.url ?? null,
        email: hook.email ?? null,
        httpMethod: hook.httpMethod,
        dataFormat: hook.dataFormat,
        template: null,
      });
    });
    return payment;
  };
  return { payer: payer.known, open };
}

/** As the provider's links look: 16 random bytes (facts 2.5). */
function linkToken(): string {
  return Buffer.from(randomToken(16), "hex").toString("base64url");
}

/** What a plan costs to begin with, on top of what the merchant asks (facts 4.4); nothing without a plan. Faults 135, 136. */
export async function setupFeeFor(
  setting: Setting,
  planId: number | null,
  currency: string,
): Promise<bigint> {
  return planId === null ? 0n : setupFeeOf(await offeredPlan(setting, planId, currency), currency);
}

async function refuseUnknownTemplate({ house, facts }: Setting, number: number | null): Promise<void> {
  if (number === null) return;
  const template = await house.reader.find(templates, { number });
  if (template?.merchantId !== facts.merchant.id || template.state !== "active")
    throw new Fault("errors.template.not_found");
}
