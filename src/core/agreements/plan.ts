import { type Table, type Tx, table } from "../../platform/db/index.ts";
import type { Cadence } from "./cadence.ts";

/** What a merchant offers for a recurring price. */
export type Plan = {
  readonly id: string;
  readonly number: bigint;
  readonly merchantId: string;
  readonly name: string;
  readonly description: string | null;
  readonly cadence: Cadence;
  /** How many charges there are; 0: no end. */
  readonly periods: number;
  /** Days before the first charge. */
  readonly trialDays: number;
  readonly prices: Prices;
  /** What the first payment costs on top. */
  readonly setupFees: Prices;
  readonly state: "active" | "canceled";
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
};

/** Minor units as text, by currency: `{ "SEK": "10000" }`. */
export type Prices = Readonly<Record<string, string>>;

export const plans: Table<Plan> = table<Plan>(
  "plans",
  {
    id: "uuid",
    number: "bigint",
    merchantId: "uuid",
    name: "text",
    description: "text",
    cadence: "jsonb",
    periods: "integer",
    trialDays: "integer",
    prices: "jsonb",
    setupFees: "jsonb",
    state: "text",
    createdAt: "timestamptz",
    updatedAt: "timestamptz",
  },
  { unique: [["number"]] },
);

/** Minor units of one period; undefined when the plan is not sold in this currency. */
export function priceOf({ prices }: Pick<Plan, "prices">, currency: string): bigint | undefined {
  return amountIn(prices, currency);
}

/** Minor units that the first payment costs on top of what the merchant asks. */
export function setupFeeOf({ setupFees }: Pick<Plan, "setupFees">, currency: string): bigint {
  return amountIn(setupFees, currency) ?? 0n;
}

function amountIn(prices: Prices, currency: string): bigint | undefined {
  const text = Object.hasOwn(prices, currency) ? prices[currency] : undefined;
  return text === undefined ? undefined : BigInt(text);
}

export function addPlan(
  tx: Tx,
  plan: Omit<Plan, "id" | "state" | "createdAt" | "updatedAt"> & { readonly id?: string },
): Plan {
  const { now } = tx;
  return tx.insert(plans, {
    ...plan,
    id: plan.id ?? tx.id(),
    state: "active",
    createdAt: now,
    updatedAt: now,
  });
}
