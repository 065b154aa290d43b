import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { emit } from "../events/index.ts";
import { Refusal } from "../refusal.ts";
import type { Cadence } from "./cadence.ts";

/** Who pays for a plan or a product, again and again. It keeps the terms it was agreed on. Of a product it is called a
 *  sale. Amounts in minor units. */
export type Subscription = {
  readonly id: string;
  readonly number: bigint;
  readonly merchantId: string;
  readonly storeId: string;
  readonly dialect: string;
  /** null: it is a sale. */
  readonly planId: string | null;
  readonly payerId: string | null;
  /** The stored card that is charged. null: a sale without one, whose payer may be asked instead. */
  readonly cardId: string | null;
  readonly isTest: boolean;
  readonly currency: string;
  /** Of one period, `multiplier` times. */
  readonly price: bigint;
  readonly multiplier: number;
  /** What is charged with every period. JSON. */
  readonly items: readonly AgreedItem[];
  /** What is charged with the next period, once. */
  readonly debt: bigint;
  /** null, unless it goes by `timing` "cadence". */
  readonly cadence: Cadence | null;
  /** When period 0 falls due; with `timeZone` and cadence, when all others do. Of a sale: its first day, at the time
   *  of day at which its steps fall due. */
  readonly anchorAt: Temporal.Instant;
  readonly timeZone: string;
  /** 0: no end. */
  readonly totalPeriods: number;
  /** How many periods are paid. */
  readonly periodCount: number;
  /** How many attempts have failed since the last that did not. */
  readonly retryCount: number;
  /** The step that is open; null when the subscription is over, and of sales, which may have several. */
  readonly stepId: string | null;
  /** When the card is charged next; of a sale by schedule, when its next step is made. null when nothing is going to
   *  be. */
  readonly nextAt: Temporal.Instant | null;
  readonly state: SubscriptionState;
  /** What a dialect keeps of it. JSON. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
  /** How its steps come about: one after the other, on the days of a schedule, or planned by hand. */
  readonly timing: Timing;
  /** null: it is of a plan. */
  readonly productId: string | null;
  readonly scheduleId: string | null;
  /** Cards that are tried in turn when `cardId` is declined. */
  readonly spareCardIds: readonly string[];
  /** How the merchant calls a sale; of those that are open each has its own. */
  readonly code: string | null;
  /** The first day of a sale. */
  readonly beginOn: Temporal.PlainDate | null;
  /** The last day of a sale; null: no end. */
  readonly endOn: Temporal.PlainDate | null;
  /** In how many parts the holder pays what is charged. */
  readonly installments: number;
};

export type Timing = "cadence" | "schedule" | "manual";

/** A subscription whose periods follow a cadence. */
export type Periodic = Subscription & { readonly cadence: Cadence };

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
    timing: "text",
    productId: "uuid",
    scheduleId: "uuid",
    spareCardIds: "jsonb",
    code: "text",
    beginOn: "date",
    endOn: "date",
    installments: "integer",
  },
  { unique: [["number"]] },
);

/** What only sales have, as a subscription to a plan has it. */
export const noSale = {
  timing: "cadence",
  productId: null,
  scheduleId: null,
  spareCardIds: [],
  code: null,
  beginOn: null,
  endOn: null,
  installments: 1,
} as const satisfies Partial<Subscription>;

/** The cards of a subscription in the order of their turns. */
export function cardsOf({ cardId, spareCardIds }: Pick<Subscription, "cardId" | "spareCardIds">): string[] {
  return cardId === null ? [] : [cardId, ...spareCardIds];
}

export function isPeriodic(subscription: Subscription): subscription is Periodic {
  return subscription.cadence !== null;
}

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
