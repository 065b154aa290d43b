import type { Tx } from "../../../platform/db/index.ts";
import {
  type AccountName,
  type Hold,
  hold,
  type Movement,
  post,
  postHold,
  voidHold,
} from "../../ledger/index.ts";
import type { Payment } from "../payment.ts";

/** Sets what the acquirer has authorized aside for the merchant. Answers the hold's id. */
export async function reserve(tx: Tx, payment: Payment, amount: bigint): Promise<string> {
  return (await hold(tx, owed(payment, amount, "payment authorized"))).id;
}

/** Gives back what is still set aside. */
export function releaseHold(tx: Tx, payment: Payment): void {
  if (payment.holdId) voidHold(tx, heldOf(payment, payment.holdId), "authorization released");
}

/** Takes `amount` of what is set aside; the rest stays so. Answers the hold of the rest. */
export async function takePart(tx: Tx, payment: Payment, amount: bigint): Promise<string | null> {
  const { holdId } = payment;
  if (!holdId) throw new TypeError("an authorized payment has a hold");
  const held = heldOf(payment, holdId);
  if (amount === held.amount) {
    postHold(tx, held, "payment captured");
    return null;
  }
  voidHold(tx, held, "authorization replaced");
  post(tx, owed(payment, amount, "payment captured"));
  return reserve(tx, payment, held.amount - amount);
}

/** Takes all at once, where nothing was set aside. */
export function take(tx: Tx, payment: Payment, amount: bigint): void {
  post(tx, owed(payment, amount, "payment captured"));
}

/** What the merchant pays the platform (`operatorId`) for a capture. */
export function takeFee(tx: Tx, payment: Payment, operatorId: string, amount: bigint): void {
  const { currency } = payment;
  const credit = { ownerId: operatorId, code: "processing_income", currency } as const;
  post(tx, {
    reason: "processing fee taken",
    subjectId: payment.id,
    debit: payable(payment),
    credit,
    amount,
  });
}

/** Takes money from where it is: the pool of what waits for approval, or what the merchant is owed. */
export function returnMoney(tx: Tx, payment: Payment, amount: bigint): void {
  post(tx, {
    reason: "payment refunded",
    subjectId: payment.id,
    debit: kept(payment),
    credit: receivable(payment),
    amount,
  });
}

/** Moves what is left of a payment out of the pool, or back into it. */
export function movePooled(tx: Tx, payment: Payment, to: "approved" | "waiting"): void {
  const amount = payment.captured - payment.refunded;
  const isApproved = to === "approved";
  const [debit, credit] = isApproved ? [pool(payment), payable(payment)] : [payable(payment), pool(payment)];
  const reason = isApproved ? "pool payment approved" : "approval taken back";
  post(tx, { reason, subjectId: payment.id, debit, credit, amount });
}

function heldOf(payment: Payment, id: string): Hold {
  return { ...owed(payment, payment.authorized - payment.captured, "payment authorized"), id };
}

function owed(payment: Payment, amount: bigint, reason: string): Movement {
  return { reason, subjectId: payment.id, debit: receivable(payment), credit: kept(payment), amount };
}

function receivable({ merchantId, currency }: Payment): AccountName {
  return { ownerId: merchantId, code: "acquirer_receivable", currency };
}

function kept(payment: Payment): AccountName {
  return payment.details.pool === "waiting" ? pool(payment) : payable(payment);
}

function pool({ merchantId, currency }: Payment): AccountName {
  return { ownerId: merchantId, code: "pool", currency };
}

function payable({ merchantId, currency }: Payment): AccountName {
  return { ownerId: merchantId, code: "payable", currency };
}
