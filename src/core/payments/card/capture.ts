import type { Tx } from "../../../platform/db/index.ts";
import { Refusal } from "../../refusal.ts";
import { emitPayment } from "../emit-payment.ts";
import { can, isOverdue, lockPayment, type Payment } from "../payment.ts";
import { savePayment } from "../save-payment.ts";
import { releaseHold, take, takeFee, takePart } from "./postings.ts";

/** Takes `amount` (minor units) of what is held; the rest may be captured later.
 *  Refuses: payment_not_found, payment_not_capturable, payment_expired, amount_exceeds_authorized. */
export async function capturePart(
  tx: Tx,
  { id, amount, operatorId, fee }: { id: string; amount: bigint; operatorId: string; fee: bigint },
): Promise<Payment> {
  const payment = await lockPayment(tx, { id });
  if (!can("capture_part", payment) || !payment.holdId) throw new Refusal("payment_not_capturable");
  if (isOverdue(payment, tx.now)) throw new Refusal("payment_expired");
  if (amount > capturable(payment)) throw new Refusal("amount_exceeds_authorized");

  const holdId = await takePart(tx, payment, amount);
  takeFee(tx, payment, operatorId, fee);
  const captured = await savePayment(tx, {
    ...payment,
    holdId,
    captured: payment.captured + amount,
    state: "captured",
    capturedAt: payment.capturedAt ?? tx.now,
  });
  emitPayment(tx, "payment.captured", captured, { part: String(amount) });
  return captured;
}

/** Takes `amount` (minor units) instead of all that is held, once: the rest is let go, and what exceeds it is taken too,
 *  as far as the acquirer agrees to: from `least` to `most`.
 *  Refuses: payment_not_found, payment_not_capturable, payment_expired, amount_exceeds_authorized. */
export async function captureOnce(
  tx: Tx,
  wanted: { id: string; amount: bigint; least: bigint; most: bigint; operatorId: string; fee: bigint },
): Promise<Payment> {
  const { id, amount, least, most, operatorId, fee } = wanted;
  const payment = await lockPayment(tx, { id });
  if (payment.state !== "authorized" || !payment.holdId) throw new Refusal("payment_not_capturable");
  if (isOverdue(payment, tx.now)) throw new Refusal("payment_expired");
  if (amount < least || amount > most) throw new Refusal("amount_exceeds_authorized");

  if (amount === payment.authorized) {
    await takePart(tx, payment, amount);
  } else {
    releaseHold(tx, payment);
    take(tx, payment, amount);
  }
  takeFee(tx, payment, operatorId, fee);
  const captured = await savePayment(tx, {
    ...payment,
    holdId: null,
    amount: amount > payment.amount ? amount : payment.amount,
    authorized: amount > payment.authorized ? amount : payment.authorized,
    captured: amount,
    state: "captured",
    capturedAt: tx.now,
  });
  emitPayment(tx, "payment.captured", captured, { part: String(amount) });
  return captured;
}

/** What is held and not yet taken. */
export function capturable({ authorized, captured, holdId }: Payment): bigint {
  return holdId ? authorized - captured : 0n;
}
