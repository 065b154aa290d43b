import type { Tx } from "../../../platform/db/index.ts";
import { type Payment, payments, untouched } from "../payment.ts";
import { type Decision, decide, recordFailure } from "./settle.ts";

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
 *  be asked for is recorded elsewhere, before. Refuses: reference_processed. */
export function recordCharge(tx: Tx, asked: AskedCharge, verdict: Verdict | undefined): Promise<Payment> {
  const { id, instrument } = asked;
  // Nobody sees it undecided: it needs no deadline, and its reference only when it is paid.
  const payment = tx.insert(payments, {
    ...untouched,
    ...asked,
    method: "recurring",
    instrument: { ...instrument, attempt: id },
    prepayment: 0n,
    expiresAt: tx.now,
    phone: null,
    checkoutId: null,
    callbackUrl: null,
    token: null,
  });
  if (!verdict) return recordFailure(tx, payment, "no_decision");
  return decide(tx, payment, { ...verdict, capture: true, holdUntil: tx.now });
}
