import type { Tx } from "../../platform/db/index.ts";
import { paymentDeadlines } from "./deadline.ts";
import { endsByTime, hasReference, type Payment, payments } from "./payment.ts";
import { giveReferenceBack, takeReference } from "./reference.ts";

/** Stores a payment that is opened, `pending`. */
export function insertPayment(tx: Tx, payment: Payment): Payment {
  setDeadline(tx, payment);
  return tx.insert(payments, payment);
}

/** Stores a payment that this verb has locked, as it is from now on. What ends by time has a deadline, and what has its
 *  reference keeps it from others; both are said only when they change, so that nothing else is written beside the
 *  payment itself. Refuses: reference_processed. */
export async function savePayment(tx: Tx, after: Payment): Promise<Payment> {
  const before = await tx.lock(payments, { id: after.id });
  if (!before) throw new TypeError(`payment ${after.id} was never opened`);
  if (hasReference(after) !== hasReference(before))
    await (hasReference(after) ? takeReference(tx, after) : giveReferenceBack(tx, before));
  if (!endsByTime(before) || !before.expiresAt.equals(after.expiresAt)) setDeadline(tx, after);
  return tx.update(payments, after);
}

function setDeadline(tx: Tx, payment: Payment): void {
  const { id: paymentId, expiresAt: at } = payment;
  if (endsByTime(payment)) tx.insert(paymentDeadlines, { at, id: tx.id(), paymentId });
}
