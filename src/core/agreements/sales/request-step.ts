import type { Tx } from "../../../platform/db/index.ts";
import { emit } from "../../events/index.ts";
import { type Payment, prepare } from "../../payments/index.ts";
import { insertAttempt } from "../attempt.ts";
import type { Billing } from "../billing.ts";
import { type Step, steps } from "../step.ts";
import { cardsOf, chargeOf, type Subscription, subscriptions } from "../subscription.ts";
import type { DueRequest } from "./queries.ts";

/** Opens the payment of a step that is due, for its payer to pay by a link; from then on nobody charges the step until
 *  that payment is decided or its time is over. Answers undefined when there is nothing to ask for: it is not due any
 *  more, its sale has a card by now, or is not one that asks. `number`: of the payment. */
export async function requestStep(
  tx: Tx,
  { due, number, billing }: { due: DueRequest; number: bigint; billing: Billing },
): Promise<Payment | undefined> {
  const step = await tx.lock(steps, { id: due.stepId });
  const [sale] = await tx.list(subscriptions, { id: due.subscriptionId });
  if (!sale || !step || !isDue(sale, step, tx.now) || cardsOf(sale).length > 0) return undefined;
  const amount = step.plannedAmount ?? chargeOf(sale);
  const currency = step.currency ?? sale.currency;
  const token = tx.token(16);
  const asked = { subscription: sale, step: { ...step, amount }, number, token, now: tx.now };
  const request = billing.request?.(asked);
  if (!request) return undefined;
  const { merchantId, storeId, dialect, payerId, isTest, id: subscriptionId } = sale;
  const payment = await prepare(tx, {
    merchantId,
    storeId,
    dialect,
    number,
    token,
    currency,
    amount,
    method: "card",
    payer: payerId,
    subscriptionId,
    isTest,
    ...request,
  });
  insertAttempt(tx, { paymentId: payment.id, stepId: step.id, number });
  tx.update(steps, {
    ...step,
    amount,
    state: "processing",
    attempts: step.attempts + 1,
    firstAttemptAt: step.firstAttemptAt ?? tx.now,
    paymentId: payment.id,
    nextAttemptAt: payment.expiresAt,
  });
  const data = { number: String(step.number), payment: payment.id };
  emit(tx, { merchantId, type: "step.requested", subjectId: step.id, data });
  return payment;
}

/** Begins to pay what was asked for by `begin`; its step waits for it, even when its time is over meanwhile. */
export async function payRequest(
  tx: Tx,
  { stepId, begin }: { readonly stepId: string; readonly begin: () => Promise<Payment> },
): Promise<Payment> {
  const step = await tx.lock(steps, { id: stepId });
  const payment = await begin();
  const at = step?.paymentId === payment.id ? step.nextAttemptAt : null;
  if (step && at && Temporal.Instant.compare(at, payment.expiresAt) < 0)
    tx.update(steps, { ...step, nextAttemptAt: payment.expiresAt });
  return payment;
}

function isDue({ state }: Subscription, step: Step, now: Temporal.Instant): boolean {
  const isWaiting = step.state === "scheduled" || step.state === "retrying";
  const { nextAttemptAt: at } = step;
  return state === "active" && isWaiting && at !== null && Temporal.Instant.compare(at, now) <= 0;
}
