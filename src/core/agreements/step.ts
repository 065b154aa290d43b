import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { dueAt, periodAfter } from "./cadence.ts";
import type { Periodic, Subscription } from "./subscription.ts";

/** One charge of a subscription, tried until it is paid or given up. A subscription to a plan that is not over has one
 *  step that is open, the next; a sale has as many as were planned or fell due. Amounts in minor units. */
export type Step = {
  readonly id: string;
  readonly number: bigint;
  readonly merchantId: string;
  readonly dialect: string;
  readonly subscriptionId: string;
  /** Its place in the subscription's timetable; null: it is of a sale. */
  readonly period: number | null;
  readonly dueAt: Temporal.Instant;
  readonly state: StepState;
  readonly attempts: number;
  /** When to look at it next: to charge, or, of one that is processing, to see what became of its payment; while it is
   *  claimed, when it was to be charged. null: not at all. */
  readonly nextAttemptAt: Temporal.Instant | null;
  /** Of the latest attempt; while the acquirer is asked there is none of this id yet. */
  readonly paymentId: string | null;
  /** What the latest attempt charges, and how much of it is the subscription's debt. */
  readonly amount: bigint | null;
  readonly debt: bigint;
  readonly paidAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
  /** The day of a sale's step. */
  readonly dueOn: Temporal.PlainDate | null;
  /** Planned by hand, not by a schedule. */
  readonly isManual: boolean;
  /** What a step by hand costs; null: what the subscription costs at that time. */
  readonly plannedAmount: bigint | null;
  /** null: the subscription's. */
  readonly currency: string | null;
  readonly installments: number;
  /** Which of the subscription's cards is tried next, from 0. */
  readonly cardTurn: number;
  readonly firstAttemptAt: Temporal.Instant | null;
  /** Which card the latest attempt charges. */
  readonly cardId: string | null;
  /** Until when it belongs to whoever is charging it. */
  readonly claimedUntil: Temporal.Instant | null;
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
    dueOn: "date",
    isManual: "boolean",
    plannedAmount: "bigint",
    currency: "text",
    installments: "integer",
    cardTurn: "integer",
    firstAttemptAt: "timestamptz",
    cardId: "uuid",
    claimedUntil: "timestamptz",
  },
  { unique: [["number"], ["subscriptionId", "period"]] },
);

/** Whose turn it is: its place among so many cards; the first again when there are fewer by now. */
export function turnOf({ cardTurn }: Pick<Step, "cardTurn">, cardCount: number): number {
  return cardTurn < cardCount ? cardTurn : 0;
}

type NewStep = Pick<Step, "number" | "dueAt" | "nextAttemptAt"> & Partial<Step>;

/** A step that waits for its first attempt. */
export function insertStep(
  tx: Tx,
  { id: subscriptionId, merchantId, dialect, installments }: Subscription,
  step: NewStep,
): Step {
  return tx.insert(steps, {
    id: tx.id(),
    merchantId,
    dialect,
    subscriptionId,
    period: null,
    state: "scheduled",
    attempts: 0,
    paymentId: null,
    amount: null,
    debt: 0n,
    paidAt: null,
    createdAt: tx.now,
    dueOn: null,
    isManual: false,
    plannedAmount: null,
    currency: null,
    installments,
    cardTurn: 0,
    firstAttemptAt: null,
    cardId: null,
    claimedUntil: null,
    ...step,
  });
}

/** The step of a period, waiting for its day, unless the subscription is paused. */
export function scheduleStep(
  tx: Tx,
  subscription: Periodic,
  { number, period }: { readonly number: bigint; readonly period: number },
): Step {
  const at = dueAt(subscription, period);
  const nextAttemptAt = subscription.state === "active" ? at : null;
  return insertStep(tx, subscription, { number, period, dueAt: at, nextAttemptAt });
}

/** The step with its day put off until after `tx.now`, when that day has passed: what fell due while nobody was to be
 *  charged is not charged. */
export function putOff(tx: Tx, subscription: Periodic, step: Step & { readonly period: number }): Step {
  const isAhead = Temporal.Instant.compare(step.dueAt, tx.now) > 0;
  const period = isAhead ? step.period : periodAfter(subscription, tx.now, step.period);
  const at = dueAt(subscription, period);
  return {
    ...step,
    period,
    dueAt: at,
    nextAttemptAt: at,
    state: "scheduled",
    attempts: 0,
    firstAttemptAt: null,
  };
}
