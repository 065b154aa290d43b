import type { Tx } from "../../platform/db/index.ts";
import {
  type AuthorizationAnswer,
  decisionTime,
  type Payment,
  paymentReferences,
  payments,
  recordCharge,
  type Verdict,
} from "../payments/index.ts";
import { type Card, cards } from "../vault/index.ts";
import { insertAttempt } from "./attempt.ts";
import type { Billing, Charge } from "./billing.ts";
import { conclude, hasPaid, type Onward } from "./conclude.ts";
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

/** A step whose charge is under way. `paymentId` names the attempt to the acquirer, and will be that of its payment. */
type Claimed = Step & {
  readonly amount: bigint;
  readonly paymentId: string;
  readonly claimedUntil: Temporal.Instant;
};

/** What the acquirer is asked for. */
export type Begun = Charge & { readonly step: Claimed };

/** Claims a step that is due for a charge to the card whose turn it is: from then on nobody else charges the step until
 *  this is settled, abandoned, or found again when its time is over. `open` only computes, and keeps the charge from
 *  beginning by throwing; what it makes of the card is answered too. Undefined: there is nothing to charge. */
export async function beginCharge<Opened>(
  tx: Tx,
  { due, open }: { readonly due: Due; readonly open: (card: Card) => Opened },
): Promise<{ readonly charge: Begun; readonly opened: Opened } | "no_card" | undefined> {
  const { subscription, step } = await lockDue(tx, due);
  if (!subscription || !step || !isDue(subscription, step, tx.now)) return undefined;
  const inTurn = cardsOf(subscription);
  if (inTurn.length === 0) return "no_card";
  const turn = turnOf(step, inTurn.length);
  const card = await cardInTurn(tx, inTurn.slice(turn));
  const opened = open(card);
  const claimed: Claimed = {
    ...step,
    state: "processing",
    attempts: step.attempts + 1,
    firstAttemptAt: step.firstAttemptAt ?? tx.now,
    amount: step.plannedAmount ?? chargeOf(subscription),
    debt: subscription.debt,
    cardTurn: inTurn.indexOf(card.id, turn),
    cardId: card.id,
    paymentId: tx.id(),
    claimedUntil: tx.now.add(decisionTime),
  };
  tx.update(steps, claimed);
  const currency = step.currency ?? subscription.currency;
  return { charge: { subscription, step: claimed, card, currency }, opened };
}

/** A step that is due and has no card to be charged: the attempt has failed without a payment. Answers undefined when
 *  there is nothing to charge, or there is a card by now. */
export async function missCharge(
  tx: Tx,
  { due, onward }: { readonly due: Due; readonly onward: Onward },
): Promise<Step | undefined> {
  const { subscription, step } = await lockDue(tx, due);
  if (!subscription || !step || !isDue(subscription, step, tx.now)) return undefined;
  if (cardsOf(subscription).length > 0) return undefined;
  const firstAttemptAt = step.firstAttemptAt ?? tx.now;
  const tried = { attempts: step.attempts + 1, firstAttemptAt, paymentId: null, cardId: null };
  const missed: Step = { ...step, ...tried };
  await conclude(tx, { subscription, step: missed, payment: undefined }, onward);
  return missed;
}

type Recording = { readonly number: bigint; readonly onward: Onward };

/** Records what the acquirer said of a charge as a payment of this number, and what follows for step and subscription.
 *  Answers undefined when it came too late, and an approval has to be reversed: somebody has gone on, or is about to. */
export async function settleCharge(
  tx: Tx,
  { charge, verdict, number, onward }: Recording & { readonly charge: Begun; readonly verdict: Verdict },
): Promise<Payment | undefined> {
  const { id, subscriptionId, paymentId, claimedUntil } = charge.step;
  const isSale = charge.subscription.cadence === null;
  const [step, held] = await Promise.all([
    tx.lock(steps, { id }),
    isSale ? undefined : tx.lock(subscriptions, { id: subscriptionId }),
  ]);
  if (!step || !isUnderWay(step, paymentId)) return undefined;
  if (Temporal.Instant.compare(claimedUntil, tx.now) <= 0) return undefined;
  const payment = await record(tx, charge, { number, billing: onward.billing, verdict });
  // A sale matters only for what comes after a failure: its steps do not wait for each other.
  const subscription = held ?? (hasPaid(payment) ? charge.subscription : await read(tx, subscriptionId));
  await conclude(tx, { subscription, step, payment }, onward);
  return payment;
}

/** No answer came, and what may have been authorized is reversed: the attempt has failed, and leaves a payment of this
 *  number. Answers undefined when somebody else has gone on. */
export async function abandonCharge(
  tx: Tx,
  { due, paymentId, number, onward }: Recording & { readonly due: Due; readonly paymentId: string },
): Promise<Payment | undefined> {
  const { subscription, step } = await lockDue(tx, due);
  if (!subscription || !step || !isUnderWay(step, paymentId)) return undefined;
  const [card] = step.cardId ? await tx.list(cards, { id: step.cardId }) : [];
  if (!card) throw new TypeError(`the card that step ${step.id} is charged to is missing`);
  const charge = { subscription, step, card, currency: step.currency ?? subscription.currency };
  const payment = await record(tx, charge, { number, billing: onward.billing, verdict: undefined });
  await conclude(tx, { subscription, step, payment }, onward);
  return payment;
}

/** Goes on with a step whose payment somebody else was to decide, once that is so. Answers undefined when there is
 *  nothing to go on with. */
export async function resumeCharge(
  tx: Tx,
  { due, onward }: { readonly due: Due; readonly onward: Onward },
): Promise<Payment | undefined> {
  const { subscription, step } = await lockDue(tx, due);
  if (!subscription || step?.state !== "processing" || !step.paymentId) return undefined;
  const payment = await tx.lock(payments, { id: step.paymentId });
  if (!payment || payment.state === "processing") return undefined;
  await conclude(tx, { subscription, step, payment }, onward);
  return payment;
}

/** A sale's steps share it: it is read once the step is ours, so that one that is deleted is seen. */
async function lockDue(tx: Tx, { stepId, subscriptionId, isSale }: Due) {
  if (isSale) {
    const step = await tx.lock(steps, { id: stepId });
    return { step, subscription: await read(tx, subscriptionId) };
  }
  const [subscription, step] = await Promise.all([
    tx.lock(subscriptions, { id: subscriptionId }),
    tx.lock(steps, { id: stepId }),
  ]);
  return { subscription, step };
}

async function read(tx: Tx, id: string): Promise<Subscription> {
  const [subscription] = await tx.list(subscriptions, { id });
  if (!subscription) throw new TypeError(`there is no subscription ${id}`);
  return subscription;
}

function isDue({ state }: Subscription, step: Step, now: Temporal.Instant): boolean {
  const isWaiting = step.state === "scheduled" || step.state === "retrying";
  const isTime = step.nextAttemptAt !== null && Temporal.Instant.compare(step.nextAttemptAt, now) <= 0;
  return state === "active" && isWaiting && isTime;
}

function isUnderWay(step: Step, attempt: string): step is Claimed {
  return step.state === "processing" && step.paymentId === attempt;
}

/** The first of these cards that is active, or the last. */
async function cardInTurn(tx: Tx, ids: readonly string[]): Promise<Card> {
  const found = await Promise.all(ids.map((id) => tx.list(cards, { id })));
  const inTurn = found.flat();
  const card = inTurn.find(({ state }) => state === "active") ?? inTurn.at(-1);
  if (!card) throw new TypeError(`the cards ${ids} are missing`);
  return card;
}

type Outcome = { readonly number: bigint; readonly billing: Billing; readonly verdict: Verdict | undefined };

/** The payment of a charge, decided, opened when the charge began. */
async function record(tx: Tx, charge: Begun, { number, billing, verdict }: Outcome): Promise<Payment> {
  const { subscription, step, currency, card } = charge;
  const { merchantId, storeId, dialect, payerId, isTest, id: subscriptionId } = subscription;
  const { paymentId: id, amount } = step;
  const order = billing.order(charge);
  const isApproved = verdict?.answer.outcome === "approved";
  const [reference] = await Promise.all([
    freeReference(tx, subscription, order.reference, number),
    // What is paid takes its reference; it is asked for along with the other question.
    isApproved ? tx.lock(paymentReferences, { storeId, reference: order.reference }) : undefined,
  ]);
  const openedAt = step.claimedUntil.subtract(decisionTime);
  if (subscription.cadence === null) insertAttempt(tx, { paymentId: id, stepId: step.id, number });
  return recordCharge(
    tx,
    {
      ...{ ...order, id, number, reference, merchantId, storeId, dialect, subscriptionId, payerId },
      ...{ cardId: card.id, currency, amount, isTest, openedAt },
    },
    verdict,
  );
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
