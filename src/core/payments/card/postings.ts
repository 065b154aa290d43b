import type { Tx } from "../../../platform/db/index.ts";
import {
  type AccountCode,
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
    // What never came to the platform cannot be kept back: the fee is billed.
    debit: isOutside(payment) ? accountOf(payment, "fees_receivable") : payable(payment),
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

function receivable(payment: Payment): AccountName {
  return accountOf(payment, isOutside(payment) ? "outside_receivable" : "acquirer_receivable");
}

function kept(payment: Payment): AccountName {
  if (isOutside(payment)) return accountOf(payment, "outside_payable");
  return payment.details.pool === "waiting" ? pool(payment) : payable(payment);
}

function pool(payment: Payment): AccountName {
  return accountOf(payment, "pool");
}

function payable(payment: Payment): AccountName {
  return accountOf(payment, "payable");
}

/** What an acquirer of somebody else's pays past the platform is only noted. */
function isOutside({ method }: Payment): boolean {
  return method === "wallet" || method === "mandate";
}

function accountOf({ merchantId, currency }: Payment, code: AccountCode): AccountName {
  return { ownerId: merchantId, code, currency };
}
