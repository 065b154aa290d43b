import type { Tx } from "../../platform/db/index.ts";
import { takeBack } from "../credit/index.ts";
import { Refusal } from "../refusal.ts";
import { emitPayment } from "./emit-payment.ts";
import { can, lockPayment, type Payment, type PaymentKey, refundable } from "./payment.ts";
import { savePayment } from "./save-payment.ts";

/** Goods came back: all of the order or a part (minor units). What the merchant gives back of a prepayment is
 *  its own affair, so an amount that includes it counts as the rest of what is financed.
 *  Refuses: payment_not_found, payment_not_refundable, amount_exceeds_captured. */
export async function refund(tx: Tx, { key, amount }: { key: PaymentKey; amount: bigint }): Promise<Payment> {
  const payment = await lockPayment(tx, key);
  if (payment.state === "refunded") throw new Refusal("amount_exceeds_captured");
  if (!can("refund", payment)) throw new Refusal("payment_not_refundable");
  if (amount > refundable(payment) + payment.prepayment) throw new Refusal("amount_exceeds_captured");

  const returned = amount > refundable(payment) ? refundable(payment) : amount;
  await takeBack(tx, { paymentId: payment.id, amount: returned });
  const refunded = payment.refunded + returned;
  const state = refunded === payment.captured ? "refunded" : "captured";
  const after = await savePayment(tx, { ...payment, refunded, state });
  emitPayment(tx, "payment.refunded", after, { returned: String(returned) });
  return after;
}
