import type { Tx } from "../../platform/db/index.ts";
import {
  type AuthorizationAnswer,
  begin,
  fail,
  isOverdue,
  lockPayment,
  type Payment,
  payments,
  prepare,
  settle,
} from "../payments/index.ts";
import type { Card } from "../vault/index.ts";
import { insertAttempt } from "./attempt.ts";
import type { Billing, ChargeOrder } from "./billing.ts";
import { conclude, type Onward } from "./conclude.ts";
import { type Step, steps, turnOf } from "./step.ts";
import { cardsOf, chargeOf, type Subscription, subscriptions } from "./subscription.ts";

/** Names a step that may have to be charged. */
export type Due = {
  readonly stepId: string;
  readonly subscriptionId: string;
  /** Of a sale, whose steps are charged beside each other. */
  readonly isSale?: boolean;
};

/** Of a card that is of no use the acquirer is not asked. Test cards may be past their date. */
export function obstacleOf(
  { state, isTest, expiresOn }: Card,
  today: Temporal.PlainDate,
): AuthorizationAnswer | undefined {
  if (state !== "active")
    return { outcome: "declined", reason: "declined", message: "The stored card is not active" };
  const isExpired = !isTest && Temporal.PlainDate.compare(expiresOn, today) < 0;
  return isExpired ? { outcome: "declined", reason: "card_expired" } : undefined;
}

/** Claims a step that is due, and opens and begins the payment for it: from then on nobody else charges the step until
 *  this is settled, abandoned, or found again by `resumeCharge`. Answers undefined when there is nothing to charge, or
 *  it is another card's turn by now. `number`: of the payment. */
export async function beginCharge(
  tx: Tx,
  { due, card, number, billing }: { due: Due; card: Card; number: bigint; billing: Billing },
): Promise<Payment | undefined> {
  const { subscription, step } = await lockDue(tx, due);
  if (!subscription || !step || !isDue(subscription, step, tx.now)) return undefined;
  const inTurn = cardsOf(subscription);
  const cardTurn = inTurn.indexOf(card.id, turnOf(step, inTurn.length));
  if (cardTurn < 0) return undefined;

  const amount = step.plannedAmount ?? chargeOf(subscription);
  const currency = step.currency ?? subscription.currency;
  const claimed = { ...step, amount, debt: subscription.debt, cardTurn };
  const order = billing.order({ subscription, step: claimed, card, currency });
  const cardId = card.id;
  const payment = await beginPayment(tx, { subscription, order, number, amount, currency, cardId });
  if (due.isSale) insertAttempt(tx, { paymentId: payment.id, stepId: step.id, number });
  tx.update(steps, {
    ...claimed,
    state: "processing",
    attempts: step.attempts + 1,
    firstAttemptAt: step.firstAttemptAt ?? tx.now,
    paymentId: payment.id,
    nextAttemptAt: payment.expiresAt,
  });
  return payment;
}

/** A step that is due and has no card to be charged: the attempt has failed without a payment. Answers undefined when
 *  there is nothing to charge, or there is a card by now. */
export async function missCharge(
  tx: Tx,
  { due, onward }: { due: Due; onward: Onward },
): Promise<Step | undefined> {
  const { subscription, step } = await lockDue(tx, due);
  if (!subscription || !step || !isDue(subscription, step, tx.now)) return undefined;
  if (cardsOf(subscription).length > 0) return undefined;
  const firstAttemptAt = step.firstAttemptAt ?? tx.now;
  const missed: Step = { ...step, attempts: step.attempts + 1, firstAttemptAt, paymentId: null };
  await conclude(tx, { subscription, step: missed, payment: undefined }, onward);
  return missed;
}

type Attempt = { readonly due: Due; readonly paymentId: string; readonly onward: Onward };

/** Records what the acquirer said, and what follows for step and subscription. Answers undefined when it came too late,
 *  and an approval has to be reversed: somebody has gone on, or is about to. `fee`: what `operatorId`, who runs the
 *  platform, takes of an approved payment. */
export async function settleCharge(
  tx: Tx,
  attempt: Attempt & {
    readonly answer: AuthorizationAnswer;
    readonly operatorId: string;
    readonly fee: bigint;
  },
): Promise<Payment | undefined> {
  const { answer, operatorId, fee } = attempt;
  const going = await lockAttempt(tx, attempt);
  if (going?.payment.state !== "processing" || isOverdue(going.payment, tx.now)) return undefined;
  const id = attempt.paymentId;
  const payment = await settle(tx, { id, answer, capture: true, holdUntil: tx.now, operatorId, fee });
  await conclude(tx, { ...going, payment }, attempt.onward);
  return payment;
}

/** No answer came, and what may have been authorized is reversed: the attempt has failed. Answers undefined when
 *  somebody else has gone on. */
export async function abandonCharge(tx: Tx, attempt: Attempt): Promise<Payment | undefined> {
  const going = await lockAttempt(tx, attempt);
  if (!going) return undefined;
  const payment = (await fail(tx, { id: attempt.paymentId, reason: "no_decision" })) ?? going.payment;
  await conclude(tx, { ...going, payment }, attempt.onward);
  return payment;
}

/** Goes on with a step whose attempt was never concluded, as after a crash, once its payment is decided. Answers
 *  undefined when there is nothing to go on with. */
export async function resumeCharge(
  tx: Tx,
  { due, onward }: { due: Due; onward: Onward },
): Promise<Payment | undefined> {
  const paymentId = (await tx.lock(steps, { id: due.stepId }))?.paymentId;
  const going = paymentId ? await lockAttempt(tx, { due, paymentId }) : undefined;
  if (!going || going.payment.state === "processing") return undefined;
  await conclude(tx, going, onward);
  return going.payment;
}

type Going = { readonly subscription: Subscription; readonly step: Step; readonly payment: Payment };

async function lockAttempt(
  tx: Tx,
  { due, paymentId }: Pick<Attempt, "due" | "paymentId">,
): Promise<Going | undefined> {
  const [{ subscription, step }, payment] = await Promise.all([
    lockDue(tx, due),
    lockPayment(tx, { id: paymentId }),
  ]);
  if (!subscription || step?.state !== "processing" || step.paymentId !== paymentId) return undefined;
  return { subscription, step, payment };
}

/** A sale's steps share it: it is read once the step is ours, so that one that is deleted is seen. */
async function lockDue(tx: Tx, { stepId, subscriptionId, isSale }: Due) {
  if (isSale) {
    const step = await tx.lock(steps, { id: stepId });
    const [subscription] = await tx.list(subscriptions, { id: subscriptionId });
    return { subscription, step };
  }
  const [subscription, step] = await Promise.all([
    tx.lock(subscriptions, { id: subscriptionId }),
    tx.lock(steps, { id: stepId }),
  ]);
  return { subscription, step };
}

function isDue({ state }: Subscription, step: Step, now: Temporal.Instant): boolean {
  const isWaiting = step.state === "scheduled" || step.state === "retrying";
  const isTime = step.nextAttemptAt !== null && Temporal.Instant.compare(step.nextAttemptAt, now) <= 0;
  return state === "active" && isWaiting && isTime;
}

type Opening = {
  readonly subscription: Subscription;
  readonly order: ChargeOrder;
  readonly number: bigint;
  readonly amount: bigint;
  readonly currency: string;
  readonly cardId: string;
};

/** Far longer than the way from opened to begun, which is one write. */
const openFor = Temporal.Duration.from({ hours: 1 });

async function beginPayment(
  tx: Tx,
  { subscription, order, number, amount, currency, cardId }: Opening,
): Promise<Payment> {
  const { merchantId, storeId, dialect, payerId, isTest } = subscription;
  const payment = await prepare(tx, {
    merchantId,
    storeId,
    dialect,
    reference: await freeReference(tx, subscription, order.reference, number),
    number,
    // Nobody pays it by a link: the subscription will try again by itself.
    token: null,
    currency,
    amount,
    method: "recurring",
    payer: payerId,
    subscriptionId: subscription.id,
    isTest,
    details: order.details,
    expiresAt: tx.now.add(openFor),
  });
  return begin(tx, { id: payment.id, method: "recurring", instrument: order.instrument, cardId });
}

/** A merchant may have used the same for something else; the payment's own number then makes the difference. */
async function freeReference(
  tx: Tx,
  { id, storeId }: Subscription,
  reference: string,
  number: bigint,
): Promise<string> {
  const others = await tx.list(payments, { storeId, reference });
  return others.some(({ subscriptionId }) => subscriptionId !== id) ? `${reference}-${number}` : reference;
}
