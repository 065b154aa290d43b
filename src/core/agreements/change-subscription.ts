import type { Tx } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";
import { lockCard } from "../vault/index.ts";
import { putOff, type Step, steps } from "./step.ts";
import {
  emitSubscription,
  isOpen,
  isPeriodic,
  lockSubscription,
  type Periodic,
  type Subscription,
  saveSubscription,
} from "./subscription.ts";

/** What is named changes; `details` key by key. `state`: pause, resume or cancel. */
export type SubscriptionChange = {
  readonly state?: "active" | "paused" | "canceled" | undefined;
  readonly cardId?: string | undefined;
  readonly multiplier?: number | undefined;
  readonly items?: Subscription["items"] | undefined;
  readonly debt?: bigint | undefined;
  readonly details?: Subscription["details"] | undefined;
};

type Owned = Pick<Subscription, "id" | "merchantId">;
type Terms = Partial<Pick<Subscription, "cardId" | "multiplier" | "items" | "debt">>;

/** Changes what is charged from the next attempt on of a plan's subscription, by which card, and whether at all. Pausing puts everything off;
 *  what falls due meanwhile is not charged later. A new card is tried at once when an attempt has failed. Of a
 *  subscription that is over only the details change, and canceling it again does nothing.
 *  Refuses: subscription_not_found, subscription_closed, card_not_found, card_not_active. */
export async function changeSubscription(
  tx: Tx,
  { id, merchantId, ...change }: Owned & SubscriptionChange,
): Promise<Subscription> {
  const { state, details, ...terms } = change;
  const known = await lockSubscription(tx, { id, merchantId });
  if (!isPeriodic(known)) throw new Refusal("subscription_not_found");
  const told: Periodic = details ? { ...known, details: { ...known.details, ...details } } : known;
  const renamed = await named(tx, merchantId, terms);
  const touchesTerms = Object.keys(renamed).length > 0;
  if (!isOpen(known)) {
    if (state === undefined ? touchesTerms : state !== known.state) throw new Refusal("subscription_closed");
    return saveSubscription(tx, told);
  }
  const changed: Periodic = { ...told, ...renamed };
  if (touchesTerms || details) emitSubscription(tx, "changed", changed);
  if (state === "canceled") return close(tx, changed, "canceled");
  const step = await openStep(tx, changed);
  const isMoved = state !== undefined && state !== known.state;
  return save(tx, known, isMoved ? moves[state](tx, changed, step) : { subscription: changed, step });
}

/** Nothing is charged any more; a charge that is under way is still recorded. Does nothing to one that is over.
 *  Refuses: subscription_not_found. */
export async function cancelSubscription(tx: Tx, owned: Owned): Promise<Subscription> {
  const subscription = await lockSubscription(tx, owned);
  return isOpen(subscription) ? close(tx, subscription, "canceled") : subscription;
}

/** Ends a subscription with its steps that wait. */
export async function close(
  tx: Tx,
  subscription: Subscription,
  state: "canceled" | "ended",
): Promise<Subscription> {
  for (const step of await lockOpenSteps(tx, subscription)) {
    if (step?.state === "scheduled" || step?.state === "retrying")
      tx.update(steps, { ...step, state: "canceled", nextAttemptAt: null });
  }
  const closed = saveSubscription(tx, { ...subscription, state, stepId: null, nextAt: null });
  emitSubscription(tx, state, closed);
  return closed;
}

/** Also those that are being charged: once they are ours it shows whether they wait for another attempt. */
async function lockOpenSteps(
  tx: Tx,
  { id: subscriptionId, stepId, cadence }: Subscription,
): Promise<(Step | undefined)[]> {
  if (cadence) return [stepId ? await tx.lock(steps, { id: stepId }) : undefined];
  const all = await tx.list(steps, { subscriptionId });
  const open = all.filter(({ state }) => state !== "paid" && state !== "failed" && state !== "canceled");
  return Promise.all(open.map(({ id }) => tx.lock(steps, { id })));
}

type OpenStep = Step & { readonly period: number };
type Moved = { readonly subscription: Periodic; readonly step: Step };

/** How state and open step change together. A step whose charge is under way stays as it is. */
const moves = {
  paused(tx: Tx, before: Periodic, step: OpenStep): Moved {
    const subscription = { ...before, state: "paused" as const, nextAt: null };
    emitSubscription(tx, "paused", subscription);
    return { subscription, step: step.state === "processing" ? step : { ...step, nextAttemptAt: null } };
  },
  active(tx: Tx, before: Periodic, step: OpenStep): Moved {
    const waiting = step.state === "processing" ? step : putOff(tx, before, step);
    const subscription = { ...before, state: "active" as const, nextAt: waiting.dueAt };
    emitSubscription(tx, "resumed", subscription);
    return { subscription, step: waiting };
  },
};

/** A step that waits for its retry has a better chance with a new card. */
function save(tx: Tx, known: Subscription, { subscription, step }: Moved): Subscription {
  const isRetried =
    subscription.cardId !== known.cardId && step.state === "retrying" && subscription.state === "active";
  tx.update(steps, isRetried ? { ...step, nextAttemptAt: tx.now } : step);
  return saveSubscription(tx, isRetried ? { ...subscription, nextAt: tx.now } : subscription);
}

async function named(
  tx: Tx,
  merchantId: string,
  terms: Omit<SubscriptionChange, "state" | "details">,
): Promise<Terms> {
  if (terms.cardId !== undefined) {
    const card = await lockCard(tx, { id: terms.cardId });
    if (card.merchantId !== merchantId) throw new Refusal("card_not_found");
    if (card.state !== "active") throw new Refusal("card_not_active");
  }
  const entries = Object.entries(terms).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Terms;
}

async function openStep(tx: Tx, { id, stepId }: Subscription): Promise<OpenStep> {
  const step = stepId ? await tx.lock(steps, { id: stepId }) : undefined;
  if (!step || step.period === null) throw new TypeError(`subscription ${id} has no open step`);
  return { ...step, period: step.period };
}
