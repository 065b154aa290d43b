import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { emit } from "../events/index.ts";
import { Refusal } from "../refusal.ts";
import type { Cadence } from "./cadence.ts";

/** Who pays for a plan, again and again. It keeps the terms it was agreed on. Amounts in minor units. */
export type Subscription = {
  readonly id: string;
  readonly number: bigint;
  readonly merchantId: string;
  readonly storeId: string;
  readonly dialect: string;
  readonly planId: string;
  readonly payerId: string | null;
  /** The stored card that is charged. */
  readonly cardId: string;
  readonly isTest: boolean;
  readonly currency: string;
  /** Of one period, `multiplier` times. */
  readonly price: bigint;
  readonly multiplier: number;
  /** What is charged with every period. JSON. */
  readonly items: readonly AgreedItem[];
  /** What is charged with the next period, once. */
  readonly debt: bigint;
  readonly cadence: Cadence;
  /** When period 0 falls due; with `timeZone` and cadence, when all others do. */
  readonly anchorAt: Temporal.Instant;
  readonly timeZone: string;
  /** 0: no end. */
  readonly totalPeriods: number;
  /** How many periods are paid. */
  readonly periodCount: number;
  /** How many attempts have failed since the last that did not. */
  readonly retryCount: number;
  /** The step that is open; null when the subscription is over. */
  readonly stepId: string | null;
  /** When the card is charged next; null when nothing is going to be. */
  readonly nextAt: Temporal.Instant | null;
  readonly state: SubscriptionState;
  /** What a dialect keeps of it. JSON. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
};

export type SubscriptionState = "active" | "paused" | "canceled" | "ended";

/** `amount`: minor units of the whole line as text; negative for a discount. The rest is the dialect's. */
export type AgreedItem = { readonly amount: string; readonly told: unknown };

export const subscriptions: Table<Subscription> = table<Subscription>(
  "subscriptions",
  {
    id: "uuid",
    number: "bigint",
    merchantId: "uuid",
    storeId: "uuid",
    dialect: "text",
    planId: "uuid",
    payerId: "uuid",
    cardId: "uuid",
    isTest: "boolean",
    currency: "text",
    price: "bigint",
    multiplier: "integer",
    items: "json",
    debt: "bigint",
    cadence: "jsonb",
    anchorAt: "timestamptz",
    timeZone: "text",
    totalPeriods: "integer",
    periodCount: "integer",
    retryCount: "integer",
    stepId: "uuid",
    nextAt: "timestamptz",
    state: "text",
    details: "json",
    createdAt: "timestamptz",
    updatedAt: "timestamptz",
  },
  { unique: [["number"]] },
);

/** Whether anything may still be charged. */
export function isOpen({ state }: Pick<Subscription, "state">): boolean {
  return state === "active" || state === "paused";
}

/** What the next period costs, in minor units: price × multiplier, items and debt; never less than nothing. */
export function chargeOf(
  subscription: Pick<Subscription, "price" | "multiplier" | "items" | "debt">,
): bigint {
  const { price, multiplier, items, debt } = subscription;
  const extra = items.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const charge = price * BigInt(multiplier) + extra + debt;
  return charge > 0n ? charge : 0n;
}

/** Whether all periods there are have been paid. */
export function isPaidUp({ totalPeriods, periodCount }: Subscription): boolean {
  return totalPeriods > 0 && periodCount >= totalPeriods;
}

/** Takes a merchant's subscription for change. Refuses: subscription_not_found. */
export async function lockSubscription(
  tx: Tx,
  { id, merchantId }: Pick<Subscription, "id" | "merchantId">,
): Promise<Subscription> {
  const subscription = await tx.lock(subscriptions, { id });
  if (subscription?.merchantId !== merchantId) throw new Refusal("subscription_not_found");
  return subscription;
}

export function saveSubscription(tx: Tx, subscription: Subscription): Subscription {
  return tx.update(subscriptions, { ...subscription, updatedAt: tx.now });
}

/** Records what happened to a subscription. */
export function emitSubscription(
  tx: Tx,
  what: "started" | "changed" | "paused" | "resumed" | "canceled" | "ended",
  { id, merchantId, number, state, cardId }: Subscription,
): void {
  const data = { number: String(number), state, cardId };
  emit(tx, { merchantId, type: `subscription.${what}`, subjectId: id, data });
}
