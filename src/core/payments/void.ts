import type { Tx } from "../../platform/db/index.ts";
import { release } from "../credit/index.ts";
import { Refusal } from "../refusal.ts";
import { letGo } from "./card/refund.ts";
import { emitPayment } from "./emit-payment.ts";
import {
  can,
  financed,
  isOverdue,
  lockPayment,
  type Payment,
  type PaymentKey,
  partiesOf,
  payments,
} from "./payment.ts";
import { savePayment } from "./save-payment.ts";

/** The merchant cancels an order that is not finished; what was held is free again.
 *  Refuses: payment_not_found, payment_not_voidable. */
export async function voidPayment(
  tx: Tx,
  { key, lenderId }: { key: PaymentKey; lenderId: string },
): Promise<Payment> {
  const payment = await lockPayment(tx, key);
  if (!can("void", payment)) throw new Refusal("payment_not_voidable");
  return closePayment(tx, payment, lenderId, "voided");
}

/** Records that the time to finish is over. Does nothing when it is not, or no longer matters. */
export async function expire(tx: Tx, { id, lenderId }: { id: string; lenderId: string }): Promise<void> {
  const payment = await tx.lock(payments, { id });
  if (!payment || !isOverdue(payment, tx.now)) return;
  if (payment.method === "credit") await closePayment(tx, payment, lenderId, "expired");
  else emitPayment(tx, "payment.expired", await savePayment(tx, letGo(tx, payment, "expired")));
}

/** Ends a payment that was not captured; gives back what it still holds. */
export async function closePayment(
  tx: Tx,
  payment: Payment,
  lenderId: string,
  state: "voided" | "expired",
): Promise<Payment> {
  if (payment.state === "authorized" && payment.holdId)
    release(tx, partiesOf(payment, lenderId), payment.holdId, financed(payment));
  const closed = await savePayment(tx, { ...payment, state });
  emitPayment(tx, `payment.${state}`, closed);
  return closed;
}
