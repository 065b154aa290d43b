import type { Tx } from "../../platform/db/index.ts";
import { emit } from "../events/index.ts";
import type { StoreSettings } from "../merchants/index.ts";
import type { Payment } from "../payments/index.ts";
import { cards } from "../vault/index.ts";
import type { Billing } from "./billing.ts";
import { close } from "./change-subscription.ts";
import { type Step, scheduleStep, steps } from "./step.ts";
import {
  cardsOf,
  emitSubscription,
  isOpen,
  isPaidUp,
  isPeriodic,
  type Periodic,
  type Subscription,
  saveSubscription,
} from "./subscription.ts";

/** What it takes to go on after an attempt: the number of the step that may follow, and who decides. */
export type Onward = {
  readonly stepNumber: bigint;
  readonly billing: Billing;
  readonly settings: StoreSettings;
};

/** An attempt that is decided. */
export type Concluded = {
  readonly subscription: Subscription;
  readonly step: Step;
  /** undefined: there was no card to pay with. */
  readonly payment: Payment | undefined;
};

/** Records what follows from an attempt, for its step and, of a plan, the subscription: that of a sale is not written,
 *  so that its steps do not wait for each other. */
export async function conclude(
  tx: Tx,
  { subscription, step: tried, payment }: Concluded,
  onward: Onward,
): Promise<void> {
  const step = { ...tried, claimedUntil: null };
  const isPaid = payment !== undefined && hasPaid(payment);
  if (!isPeriodic(subscription)) await concludeSale(tx, subscription, step, { onward, isPaid });
  else await (isPaid ? paid(tx, subscription, step, onward) : failed(tx, subscription, step, onward));
}

export function hasPaid({ state }: Payment): boolean {
  return state === "captured" || state === "refunded";
}

async function concludeSale(
  tx: Tx,
  sale: Subscription,
  step: Step,
  { onward, isPaid }: { readonly onward: Onward; readonly isPaid: boolean },
): Promise<void> {
  const retry = isPaid || !isOpen(sale) ? null : await retryOf(tx, sale, step, onward);
  if (retry) {
    tx.update(steps, { ...step, state: "retrying", ...retry });
    return;
  }
  const paidAt = isPaid ? tx.now : null;
  const state = isPaid ? "paid" : isOpen(sale) ? "failed" : "canceled";
  tx.update(steps, { ...step, state, nextAttemptAt: null, paidAt });
  if (state === "canceled") return;
  const data = { number: String(step.number), payment: step.paymentId };
  emit(tx, { merchantId: step.merchantId, type: `step.${state}`, subjectId: step.id, data });
}

/** At once with the next card; after the last, when the dialect says so, with the first. */
async function retryOf(
  tx: Tx,
  subscription: Subscription,
  step: Step,
  { billing, settings }: Onward,
): Promise<Pick<Step, "nextAttemptAt" | "cardTurn"> | null> {
  const cardTurn = await nextTurn(tx, subscription, step);
  if (cardTurn !== undefined) return { nextAttemptAt: tx.now, cardTurn };
  const nextAttemptAt = billing.retryAt({ subscription, step, settings, now: tx.now });
  return nextAttemptAt && { nextAttemptAt, cardTurn: 0 };
}

/** Of the cards that come next, the first that is active. */
async function nextTurn(tx: Tx, subscription: Subscription, { cardTurn }: Step): Promise<number | undefined> {
  const rest = cardsOf(subscription).slice(cardTurn + 1);
  const found = await Promise.all(rest.map((id) => tx.list(cards, { id })));
  const ahead = found.findIndex(([card]) => card?.state === "active");
  return ahead < 0 ? undefined : cardTurn + 1 + ahead;
}

async function paid(tx: Tx, subscription: Periodic, step: Step, onward: Onward): Promise<void> {
  tx.update(steps, { ...step, state: "paid", nextAttemptAt: null, paidAt: tx.now });
  const { debt, periodCount } = subscription;
  const after = {
    ...subscription,
    periodCount: periodCount + 1,
    retryCount: 0,
    debt: debt > step.debt ? debt - step.debt : 0n,
  };
  if (!isOpen(after)) saveSubscription(tx, after);
  else if (isPaidUp(after)) await close(tx, after, "ended");
  else goOn(tx, after, step, onward);
}

async function failed(tx: Tx, before: Periodic, step: Step, onward: Onward): Promise<void> {
  const subscription = { ...before, retryCount: before.retryCount + 1 };
  const retry = await retryOf(tx, subscription, step, onward);
  if (!isOpen(subscription)) {
    tx.update(steps, { ...step, state: "canceled", nextAttemptAt: null });
    saveSubscription(tx, subscription);
  } else if (retry) {
    const nextAttemptAt = subscription.state === "active" ? retry.nextAttemptAt : null;
    tx.update(steps, { ...step, state: "retrying", ...retry, nextAttemptAt });
    saveSubscription(tx, { ...subscription, nextAt: nextAttemptAt });
  } else {
    tx.update(steps, { ...step, state: "failed", nextAttemptAt: null });
    await giveUp(tx, subscription, step, onward);
  }
}

async function giveUp(tx: Tx, subscription: Periodic, step: Step, onward: Onward): Promise<void> {
  const choice = onward.billing.afterGivingUp(onward.settings);
  if (choice === "cancel") await close(tx, subscription, "canceled");
  else if (choice === "continue" || subscription.state === "paused") goOn(tx, subscription, step, onward);
  else {
    const paused = { ...subscription, state: "paused" as const };
    emitSubscription(tx, "paused", paused);
    goOn(tx, paused, step, onward);
  }
}

/** The next period's turn. */
function goOn(tx: Tx, subscription: Periodic, { period }: Step, { stepNumber }: Onward): void {
  const next = scheduleStep(tx, subscription, { number: stepNumber, period: (period ?? 0) + 1 });
  saveSubscription(tx, { ...subscription, stepId: next.id, nextAt: next.nextAttemptAt });
}
