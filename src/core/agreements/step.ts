import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { dueAt, periodAfter } from "./cadence.ts";
import type { Subscription } from "./subscription.ts";

/** One charge of a subscription, tried until it is paid or given up. A subscription that is not over has one step that
 *  is open, the next. Amounts in minor units. */
export type Step = {
  readonly id: string;
  readonly number: bigint;
  readonly merchantId: string;
  readonly dialect: string;
  readonly subscriptionId: string;
  /** Its place in the subscription's timetable. */
  readonly period: number;
  readonly dueAt: Temporal.Instant;
  readonly state: StepState;
  readonly attempts: number;
  /** When to look at it next: to charge, or, of one that is processing, to see what became of its payment. null: not
   *  at all. */
  readonly nextAttemptAt: Temporal.Instant | null;
  /** Of the latest attempt. */
  readonly paymentId: string | null;
  /** What the latest attempt charges, and how much of it is the subscription's debt. */
  readonly amount: bigint | null;
  readonly debt: bigint;
  readonly paidAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
};

export type StepState = "scheduled" | "processing" | "retrying" | "paid" | "failed" | "canceled";

export const steps: Table<Step> = table<Step>(
  "steps",
  {
    id: "uuid",
    number: "bigint",
    merchantId: "uuid",
    dialect: "text",
    subscriptionId: "uuid",
    period: "integer",
    dueAt: "timestamptz",
    state: "text",
    attempts: "integer",
    nextAttemptAt: "timestamptz",
    paymentId: "uuid",
    amount: "bigint",
    debt: "bigint",
    paidAt: "timestamptz",
    createdAt: "timestamptz",
  },
  { unique: [["number"], ["subscriptionId", "period"]] },
);

/** The step of a period, waiting for its day, unless the subscription is paused. */
export function scheduleStep(
  tx: Tx,
  subscription: Subscription,
  { number, period }: Pick<Step, "number" | "period">,
): Step {
  const at = dueAt(subscription, period);
  return tx.insert(steps, {
    id: tx.id(),
    number,
    merchantId: subscription.merchantId,
    dialect: subscription.dialect,
    subscriptionId: subscription.id,
    period,
    dueAt: at,
    state: "scheduled",
    attempts: 0,
    nextAttemptAt: subscription.state === "active" ? at : null,
    paymentId: null,
    amount: null,
    debt: 0n,
    paidAt: null,
    createdAt: tx.now,
  });
}

/** The step with its day put off until after `tx.now`, when that day has passed: what fell due while nobody was to be
 *  charged is not charged. */
export function putOff(tx: Tx, subscription: Subscription, step: Step): Step {
  const isAhead = Temporal.Instant.compare(step.dueAt, tx.now) > 0;
  const period = isAhead ? step.period : periodAfter(subscription, tx.now, step.period);
  const at = dueAt(subscription, period);
  return { ...step, period, dueAt: at, nextAttemptAt: at, state: "scheduled", attempts: 0 };
}
