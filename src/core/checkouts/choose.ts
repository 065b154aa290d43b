import type { Tx } from "../../platform/db/index.ts";
import type { Tariff } from "../credit/index.ts";
import { authorize, capture, decline, isOverdue, type Payment, payments } from "../payments/index.ts";
import { Refusal } from "../refusal.ts";
import { type Checkout, isSession, lockAt, type Position } from "./checkout.ts";
import { finish } from "./finish.ts";

/** The shopper accepts a schedule and places the order: the limit is held.
 *  Refuses: checkout_…, checkout_session_missing, tariff_not_found, payment_not_found, payment_exists,
 *  payment_expired, outside_tariff, insufficient_limit. */
export async function choose(
  tx: Tx,
  {
    position,
    session,
    tariff,
    today,
  }: {
    position: Position;
    session: string | undefined;
    tariff: Tariff | undefined;
    today: Temporal.PlainDate;
  },
): Promise<Checkout> {
  const checkout = await lockAt(tx, position, ["choose"]);
  if (!isSession(checkout, session, tx.now)) throw new Refusal("checkout_session_missing");
  if (!tariff) throw new Refusal("tariff_not_found");
  const { paymentId: id, customerId, lenderId } = checkout;
  if (!id || !customerId) throw new Refusal("payment_not_found");
  const payment = await authorize(tx, { id, customerId, lenderId, tariff, startOn: today });
  if (payment.details.captureAtOnce) await captureAtOnce(tx, payment, checkout, tariff, today);
  return finish(tx, checkout, "approved", null);
}

/** The limit has meanwhile been used elsewhere, or nothing is offered for the amount: the order is declined
 *  though the customer is not. Refuses: checkout_…, payment_not_found, payment_expired. */
export async function giveUp(
  tx: Tx,
  { position, reason }: { position: Position; reason: "limit_not_enough" | "no_tariff" },
): Promise<Checkout> {
  const checkout = await lockAt(tx, position, ["choose"]);
  const { paymentId: id, customerId } = checkout;
  if (!id || !customerId) throw new Refusal("payment_not_found");
  const payment = await tx.lock(payments, { id });
  if (payment && isOverdue(payment, tx.now)) throw new Refusal("payment_expired");
  await decline(tx, { id, customerId, decision: "approved", reason });
  return finish(tx, checkout, "declined", reason);
}

async function captureAtOnce(
  tx: Tx,
  payment: Payment,
  { lenderId }: Checkout,
  tariff: Tariff,
  startOn: Temporal.PlainDate,
): Promise<void> {
  await capture(tx, {
    key: { id: payment.id },
    amount: payment.amount,
    lenderId,
    tariffs: [tariff],
    startOn,
  });
}
