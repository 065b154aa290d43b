import type { Tx } from "../../../platform/db/index.ts";
import { type Payment, payments, untouched } from "../payment.ts";
import { type Decision, fail, settle } from "./settle.ts";

/** A charge to a stored card while nobody is there, as the acquirer was asked for it: under the payment's id. */
export type AskedCharge = Pick<
  Payment,
  | "id"
  | "number"
  | "reference"
  | "merchantId"
  | "storeId"
  | "dialect"
  | "subscriptionId"
  | "payerId"
  | "cardId"
  | "currency"
  | "amount"
  | "isTest"
  | "details"
  | "instrument"
  | "openedAt"
>;

export type Verdict = Pick<Decision, "answer" | "operatorId" | "fee">;

/** Stores a charge as a payment once it is decided; undefined: no answer came, and it has failed. That it was going to
 *  be asked for is recorded elsewhere, before. The database refuses reference_processed. */
export async function recordCharge(
  tx: Tx,
  asked: AskedCharge,
  verdict: Verdict | undefined,
): Promise<Payment> {
  const { id, instrument } = asked;
  const payment = tx.insert(payments, {
    ...untouched,
    ...asked,
    method: "recurring",
    state: "processing",
    instrument: { ...instrument, attempt: id },
    prepayment: 0n,
    expiresAt: tx.now,
    phone: null,
    checkoutId: null,
    callbackUrl: null,
    token: null,
  });
  if (!verdict) return (await fail(tx, { id, reason: "no_decision" })) ?? payment;
  return settle(tx, { ...verdict, id, capture: true, holdUntil: tx.now });
}
