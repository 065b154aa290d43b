import { type Table, type Tx, table } from "../../../platform/db/index.ts";
import { Refusal } from "../../refusal.ts";
import { emitPayment } from "../emit-payment.ts";
import { lockPayment, type Payment, refundable } from "../payment.ts";
import { savePayment } from "../save-payment.ts";
import { releaseHold, reserve, returnMoney } from "./postings.ts";

/** What was given back of a payment. A release gives back what was only held. */
export type Refund = {
  readonly id: string;
  readonly number: bigint;
  readonly merchantId: string;
  readonly paymentId: string;
  readonly kind: "refund" | "release";
  readonly amount: bigint;
  readonly reason: string;
  readonly createdAt: Temporal.Instant;
};

export const refunds: Table<Refund> = table<Refund>(
  "refunds",
  {
    id: "uuid",
    number: "bigint",
    merchantId: "uuid",
    paymentId: "uuid",
    kind: "text",
    amount: "bigint",
    reason: "text",
    createdAt: "timestamptz",
  },
  { unique: [["number"]] },
);

/** Gives back all or part of what was captured (minor units).
 *  Refuses: payment_not_found, payment_not_refundable, amount_exceeds_captured. */
export async function refundPart(
  tx: Tx,
  { id, number, amount, reason }: { id: string; number: bigint; amount: bigint; reason: string },
): Promise<{ payment: Payment; refund: Refund }> {
  const payment = await giveBack(tx, { id, amount });
  return { payment, refund: record(tx, payment, { number, kind: "refund", amount, reason }) };
}

/** Gives back as `refundPart` does, where somebody else keeps the record of it. Refuses the same. */
export async function giveBack(tx: Tx, { id, amount }: { id: string; amount: bigint }): Promise<Payment> {
  const payment = await lockPayment(tx, { id });
  if (payment.state !== "captured" && payment.state !== "refunded")
    throw new Refusal("payment_not_refundable");
  if (amount > refundable(payment)) throw new Refusal("amount_exceeds_captured");

  returnMoney(tx, payment, amount);
  const refunded = payment.refunded + amount;
  const isAll = refunded === payment.captured && !payment.holdId;
  return savePayment(tx, { ...payment, refunded, state: isAll ? "refunded" : "captured" });
}

/** Gives back all that was captured, before the acquirer has paid it out: the payment is void. What has been refunded in
 *  part, or is still held in part, cannot be.
 *  Refuses: payment_not_found, payment_not_voidable. */
export async function voidCaptured(
  tx: Tx,
  { id, number, reason }: { id: string; number: bigint; reason: string },
): Promise<{ payment: Payment; refund: Refund }> {
  const payment = await lockPayment(tx, { id });
  const { captured: amount } = payment;
  if (payment.state !== "captured" || payment.refunded > 0n || payment.holdId)
    throw new Refusal("payment_not_voidable");
  returnMoney(tx, payment, amount);
  const after = await savePayment(tx, { ...payment, refunded: amount, state: "voided" });
  return { payment: after, refund: record(tx, after, { number, kind: "refund", amount, reason }) };
}

/** Lets go of everything that is held and not captured: the payment is void, or stays at what was captured.
 *  Refuses: payment_not_found, payment_not_voidable. */
export async function release(
  tx: Tx,
  { id, number, reason }: { id: string; number: bigint; reason: string },
): Promise<{ payment: Payment; refund: Refund }> {
  const payment = await lockPayment(tx, { id });
  if (!payment.holdId) throw new Refusal("payment_not_voidable");
  const amount = payment.authorized - payment.captured;
  const after = await savePayment(tx, letGo(tx, payment, "voided"));
  return { payment: after, refund: record(tx, after, { number, kind: "release", amount, reason }) };
}

/** Lets go of a part (minor units) of what is held and not captured; with the last of it the payment is void, or stays at
 *  what was captured. Somebody else keeps the record of it.
 *  Refuses: payment_not_found, payment_not_voidable, amount_exceeds_authorized. */
export async function releasePart(tx: Tx, { id, amount }: { id: string; amount: bigint }): Promise<Payment> {
  const payment = await lockPayment(tx, { id });
  if (!payment.holdId) throw new Refusal("payment_not_voidable");
  const rest = payment.authorized - payment.captured - amount;
  if (rest < 0n) throw new Refusal("amount_exceeds_authorized");
  if (rest === 0n) return savePayment(tx, letGo(tx, payment, "voided"));
  releaseHold(tx, payment);
  const holdId = await reserve(tx, payment, rest);
  return savePayment(tx, { ...payment, holdId, authorized: payment.authorized - amount });
}

/** The payment without what it held. */
export function letGo(tx: Tx, payment: Payment, state: "voided" | "expired"): Payment {
  releaseHold(tx, payment);
  return { ...payment, holdId: null, state: payment.captured > 0n ? "captured" : state };
}

function record(
  tx: Tx,
  payment: Payment,
  what: Pick<Refund, "number" | "kind" | "amount" | "reason">,
): Refund {
  const { merchantId, id: paymentId } = payment;
  const refund = tx.insert(refunds, { ...what, id: tx.id(), merchantId, paymentId, createdAt: tx.now });
  const { kind, amount, reason } = what;
  const type = kind === "refund" && payment.state !== "voided" ? "payment.refunded" : "payment.voided";
  emitPayment(tx, type, payment, { returned: String(amount), reason, refund: String(refund.number) });
  return refund;
}
