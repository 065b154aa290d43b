import {
  type AuthorizationAnswer,
  amend,
  attemptOf,
  begin,
  fail,
  type Payment,
  settle,
} from "../../core/payments/index.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Tx } from "../../platform/db/index.ts";
import { askAcquirer, giveUp } from "../toolkit/card-payment.ts";
import { isObject } from "../toolkit/json.ts";
import type { Setting } from "./call.ts";
import { Fault } from "./errors.ts";
import { feeOf } from "./fees.ts";
import { type Applicant, askProvider } from "./invoice.ts";
import { type Keeping, prepareKeeping } from "./keeping.ts";
import type { Purse } from "./purse.ts";
import { prepareSigning, type Signing } from "./signing.ts";
import { toldBy } from "./told.ts";

/** How long what is held may be captured. */
const holdTime = Temporal.Duration.from({ hours: 30 * 24 });

/** Claims a payment for somebody who buys on account; to be followed by `decideInvoice`. */
export async function beginOnAccount(tx: Tx, payment: Payment, applicant: Applicant): Promise<Payment> {
  const told = { ...toldBy(payment), paymentDetails: applicant.details, paymentMethod: "invoice" };
  await amend(tx, { id: payment.id, details: { ...payment.details, told } });
  return begin(tx, { id: payment.id, method: "invoice", instrument: null, cardId: null });
}

/** Asks the acquirer about a payment that has begun, and records what it says, with the card when it is to be stored.
 *  No answer is a failed payment: what may have been held is let go. */
export async function decide(setting: Setting, payment: Payment, purse: Purse): Promise<Payment> {
  const { house } = setting;
  const instructions = house.isSandbox ? instructionsOf(toldBy(payment).metadata) : undefined;
  const answer = await askAcquirer(house, payment, purse.card, instructions);
  if (answer?.outcome === "declined") return conclude(setting, payment, answer, {});
  if (answer) return conclude(setting, payment, answer, await consequencesOf(setting, payment, purse));
  return giveUp(house, payment);
}

/** The same for a payment on account; a provider who does not answer has not lent. */
export async function decideInvoice(
  setting: Setting,
  payment: Payment,
  applicant: Applicant,
): Promise<Payment> {
  const { house } = setting;
  const { amount, currency } = payment;
  const request = { id: attemptOf(payment), amount, currency };
  const instructions = house.isSandbox ? instructionsOf(toldBy(payment).metadata) : undefined;
  const answer = instructions
    ? instructed(instructions)
    : await askProvider(house.invoices, request, applicant).catch(() => undefined);
  if (!answer)
    return (await house.write((tx) => fail(tx, { id: payment.id, reason: "no_service" }))) ?? payment;
  return conclude(setting, payment, answer, {});
}

function instructed({ failAsCode: code, failAsMessage: message }: Instructions): AuthorizationAnswer {
  return { outcome: "declined", reason: "instructed", ...(code && { code }), ...(message && { message }) };
}

/** What an approval brings with it: a card that is kept, a subscription that begins. */
type Consequences = {
  readonly keep?: Keeping | undefined;
  readonly sign?: Signing | undefined;
};

async function consequencesOf(setting: Setting, payment: Payment, purse: Purse): Promise<Consequences> {
  const keep = await prepareKeeping(setting, payment, purse);
  const sign = await prepareSigning(setting, payment).catch((error: unknown) => {
    if (error instanceof Fault) return undefined;
    throw error;
  });
  return { keep, sign };
}

/** Records a decision; an approval with the card that is kept and the subscription that begins. Should the plan be gone
 *  by now, the payment stands without (document, "Important when storing a card"). */
async function conclude(
  { house, facts }: Setting,
  payment: Payment,
  answer: AuthorizationAnswer,
  { keep, sign }: Consequences,
): Promise<Payment> {
  const settled = (begins: typeof sign) => async (tx: Tx) => {
    const kept = keep && (await keep(tx));
    const signed = kept && begins && (await begins(tx, kept));
    return settle(tx, {
      id: payment.id,
      answer,
      capture: !toldBy(payment).authorize,
      holdUntil: tx.now.add(holdTime),
      operatorId: facts.merchant.lenderId,
      fee: feeOf(facts.store, payment.amount),
      ...(kept && { cardId: kept.cardId }),
      ...(kept?.payerId && { payerId: kept.payerId }),
      ...signed,
    });
  };
  try {
    return await house.write(settled(sign));
  } catch (error) {
    const isPlanGone = error instanceof Refusal && /^plan_/.test(error.code);
    if (!isPlanGone) throw error;
    return house.write(settled(undefined));
  }
}

type Instructions = { readonly failAsCode?: string; readonly failAsMessage?: string };

/** What a merchant asks to happen, in its metadata (document, "Simulate errors"). */
export function instructionsOf(metadata: unknown): Instructions | undefined {
  const told = isObject(metadata) ? metadata.mondido_instructions : undefined;
  if (!isObject(told)) return undefined;
  const { fail_as_code: code, fail_as_message: message } = told;
  return {
    ...(typeof code === "string" && { failAsCode: code }),
    ...(typeof message === "string" && { failAsMessage: message }),
  };
}
