import type { Cadence, Plan, Prices, Subscription, SubscriptionState } from "../../core/agreements/index.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import type { Payer } from "../../core/payers/index.ts";
import type { Card } from "../../core/vault/index.ts";
import { isObject } from "../toolkit/json.ts";
import { signedBy } from "./billing.ts";
import { currencies } from "./currencies.ts";
import { readDecimal, writeAmount } from "./money.ts";
import { parseRelaxed } from "./read/relaxed-json.ts";
import { cardJson, instantText, numberOf, payerJson } from "./wire.ts";

const units = ["days", "months"] as const satisfies readonly Cadence["unit"][];

export function readUnit(value: unknown): Cadence["unit"] | undefined {
  return units.find((unit) => unit === String(value).trim().toLowerCase());
}

/** Prices by currency, of an object or its JSON text, such as {"eur":"10","sek":"100.50"}. Undefined when one is none,
 *  or no currency is ours. `largest`: in minor units. */
export function readPrices(value: unknown, largest: bigint): Prices | undefined {
  const told = typeof value === "string" ? parseRelaxed(value) : value;
  if (!isObject(told)) return undefined;
  const prices: Record<string, string> = {};
  for (const [name, text] of Object.entries(told)) {
    const currency = name.trim().toUpperCase();
    const price = currencies.has(currency) ? readDecimal(text, currency) : undefined;
    if (price === undefined || price < 0n || price > largest) return undefined;
    prices[currency] = String(price);
  }
  return prices;
}

function pricesJson(prices: Prices): Record<string, string> {
  const entries = Object.entries(prices).map(([currency, minor]) => [
    currency.toLowerCase(),
    writeAmount(BigInt(minor), currency),
  ]);
  return Object.fromEntries(entries);
}

const planStatuses = { active: "active", canceled: "cancelled" } as const;

export function planStateOf(status: string): Plan["state"] | undefined {
  return keyOf(planStatuses, status);
}

/** A plan (facts 2.9). */
export function planJson(plan: Plan, facts: StoreFacts) {
  return {
    id: numberOf(plan.number),
    created_at: instantText(plan.createdAt),
    updated_at: instantText(plan.updatedAt),
    interval_unit: plan.cadence.unit,
    interval: plan.cadence.every,
    periods: plan.periods,
    prices: pricesJson(plan.prices),
    setup_fees: pricesJson(plan.setupFees),
    name: plan.name,
    description: plan.description,
    trial_length: plan.trialDays,
    merchant_id: Number.parseInt(facts.store.number, 10),
    status: planStatuses[plan.state],
  };
}

const statuses = {
  active: "active",
  paused: "paused",
  canceled: "cancelled",
  ended: "ended",
} as const satisfies Record<SubscriptionState, string>;

export function stateOf(status: string): SubscriptionState | undefined {
  return keyOf(statuses, status);
}

/** By the word on the wire, and by our spelling of it. */
function keyOf<Key extends string>(words: Readonly<Record<Key, string>>, word: string): Key | undefined {
  const told = word.trim().toLowerCase();
  return (Object.keys(words) as Key[]).find((key) => key === told || words[key] === told);
}

/** A subscription with what its JSON tells of its surroundings. */
export type SubscriptionInside = {
  readonly subscription: Subscription;
  readonly plan: Plan | undefined;
  readonly payer: Payer | undefined;
  readonly card: Card | undefined;
};

/** A subscription (facts 2.9; document, "Subscription"). `extend` names children to tell whole. */
export function subscriptionJson(
  { subscription, plan, payer, card }: SubscriptionInside,
  facts: StoreFacts,
  extend: ReadonlySet<string>,
) {
  const { currency, totalPeriods, periodCount, nextAt, multiplier } = subscription;
  const child = <Row extends { number: bigint }>(
    row: Row | undefined,
    name: string,
    whole: (row: Row) => object,
  ) => (row ? (extend.has(name) ? whole(row) : { id: numberOf(row.number) }) : null);
  return {
    id: numberOf(subscription.number),
    created_at: instantText(subscription.createdAt),
    updated_at: instantText(subscription.updatedAt),
    merchant_id: Number.parseInt(facts.store.number, 10),
    test: subscription.isTest,
    plan: child(plan, "plan", (row) => planJson(row, facts)),
    status: statuses[subscription.state],
    price: writeAmount(subscription.price, currency),
    currency: currency.toLowerCase(),
    interval_unit: subscription.cadence?.unit ?? null,
    interval: subscription.cadence?.every ?? null,
    total_periods: totalPeriods,
    period_count: periodCount,
    periods_left: totalPeriods === 0 ? null : totalPeriods - periodCount,
    next_at: nextAt ? instantText(nextAt) : null,
    customer: child(payer, "customer", payerJson),
    stored_card: child(card, "stored_card", (row) => cardJson(row, facts, payer)),
    metadata: signedBy(subscription).metadata ?? null,
    debt: writeAmount(subscription.debt, currency),
    multiplier,
    subscription_quantity: multiplier,
    retry_count: subscription.retryCount,
    items: subscription.items.map(({ told }) => told),
  };
}
