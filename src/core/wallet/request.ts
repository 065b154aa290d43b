import type { Tx } from "../../platform/db/index.ts";
import {
  emitPayment,
  isOverdue,
  lockPayment,
  type Payment,
  payments,
  savePayment,
} from "../payments/index.ts";
import { Refusal } from "../refusal.ts";
import { isUnanswered, isUnderWay, type WalletAttempt, walletAttempts } from "./attempt.ts";

/** Somebody is asked to approve a payment, because they entered their phone. Somebody else before may not approve any
 *  longer. `within`: they have no more time than that.
 *  Refuses: payment_not_found, payment_not_open, payment_expired, attempt_under_way. */
export async function request(
  tx: Tx,
  { id, payerId, within }: { id: string; payerId: string; within?: Temporal.Duration | undefined },
): Promise<Payment> {
  const payment = await lockOpen(tx, id);
  if (payment.payerId === payerId) return payment;
  await refuseUnderWay(tx, payment);
  const latest = within ? tx.now.add(within) : payment.expiresAt;
  const isSooner = Temporal.Instant.compare(latest, payment.expiresAt) < 0;
  return savePayment(tx, { ...payment, payerId, ...(isSooner && { expiresAt: latest }) });
}

/** The user does not want to pay: that ends it. Refuses as `request` does, and payment_not_found when somebody else was
 *  asked. */
export async function reject(
  tx: Tx,
  { id, payerId }: { id: string; payerId: string | null },
): Promise<Payment> {
  const payment = await lockOpen(tx, id);
  if (payment.payerId !== payerId) throw new Refusal("payment_not_found");
  await refuseUnderWay(tx, payment);
  return close(tx, payment, "rejected");
}

/** The integrator takes it back. What is closed already stays as it is.
 *  Refuses: payment_not_found, attempt_succeeded, attempt_under_way (the integrator has not yet answered one). */
export async function invalidate(
  tx: Tx,
  { id, merchantId }: { id: string; merchantId: string },
): Promise<Payment> {
  const payment = await lockOf(tx, { id, merchantId });
  if (payment.authorizedAt) throw new Refusal("attempt_succeeded");
  if (payment.state !== "pending") return payment;
  if (await isOwedAnswer(tx, payment)) throw new Refusal("attempt_under_way");
  return close(tx, payment, "invalidated");
}

/** What waits for its user's approval for a mandate that is over waits no longer. What its integrator still owes an
 *  answer about waits for that. */
export async function closeForMandate(tx: Tx, mandateId: string): Promise<void> {
  const waiting = (await tx.list(payments, { mandateId })).filter(
    ({ method, state }) => method === "wallet" && state === "pending",
  );
  for (const { id } of waiting.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const payment = await lockPayment(tx, { id });
    if (payment.state === "pending" && !(await isOwedAnswer(tx, payment)))
      await close(tx, payment, "invalidated");
  }
}

/** What an integrator changes of its payment: until when its own acquirer holds the money, and what it told.
 *  Refuses: payment_not_found. */
export async function amendPayment(
  tx: Tx,
  {
    id,
    merchantId,
    reservedUntil,
    changed,
  }: {
    id: string;
    merchantId: string;
    reservedUntil?: Temporal.Instant | undefined;
    changed?: Readonly<Record<string, unknown>> | undefined;
  },
): Promise<Payment> {
  const payment = await lockOf(tx, { id, merchantId });
  const isHeld = payment.holdId !== null;
  return savePayment(tx, {
    ...payment,
    ...(changed && { details: { ...payment.details, changed: { ...payment.details.changed, ...changed } } }),
    ...(reservedUntil && isHeld && { expiresAt: reservedUntil }),
  });
}

/** A payment that waits for its user. Refuses: payment_not_found, payment_not_open, payment_expired. */
export async function lockOpen(tx: Tx, id: string): Promise<Payment> {
  const payment = await lockPayment(tx, { id });
  if (payment.method !== "wallet") throw new Refusal("payment_not_found");
  if (payment.state === "expired" || (payment.state === "pending" && isOverdue(payment, tx.now)))
    throw new Refusal("payment_expired");
  if (payment.state !== "pending") throw new Refusal("payment_not_open");
  return payment;
}

/** An integrator's own payment. Refuses: payment_not_found. */
export async function lockOf(
  tx: Tx,
  { id, merchantId }: { id: string; merchantId: string },
  method: Payment["method"] = "wallet",
): Promise<Payment> {
  const payment = await lockPayment(tx, { id });
  if (payment.merchantId !== merchantId || payment.method !== method) throw new Refusal("payment_not_found");
  return payment;
}

/** Refuses: attempt_under_way. */
export async function refuseUnderWay(tx: Tx, payment: Payment): Promise<void> {
  const attempt = await currentAttempt(tx, payment);
  if (attempt && isUnderWay(attempt, tx.now)) throw new Refusal("attempt_under_way");
}

async function isOwedAnswer(tx: Tx, payment: Payment): Promise<boolean> {
  const attempt = await currentAttempt(tx, payment);
  return attempt !== undefined && isUnanswered(attempt);
}

/** The latest time that a payment was approved. */
async function currentAttempt(tx: Tx, { instrument }: Payment): Promise<WalletAttempt | undefined> {
  return instrument?.attempt ? tx.lock(walletAttempts, { id: instrument.attempt }) : undefined;
}

/** Nobody may approve it any more. */
export async function close(tx: Tx, payment: Payment, reason: "rejected" | "invalidated"): Promise<Payment> {
  const closed = await savePayment(tx, { ...payment, state: "voided", reason, processedAt: tx.now });
  emitPayment(tx, "payment.voided", closed, { reason });
  return closed;
}
