import { columnsOf, type Reader } from "../../platform/db/index.ts";
import { type Plan, plans } from "./plan.ts";
import type { StepState } from "./step.ts";
import { type Subscription, type SubscriptionState, subscriptions } from "./subscription.ts";

export type DueStep = {
  readonly stepId: string;
  readonly subscriptionId: string;
  readonly dialect: string;
  readonly state: StepState;
};

/** Steps of these dialects that wait to be charged at `now`, or for somebody to see what became of their charge; the
 *  longest due first. */
export function dueSteps(
  reader: Reader,
  { now, dialects, most }: { now: Temporal.Instant; dialects: readonly string[]; most: number },
): Promise<DueStep[]> {
  return reader.query(
    `select id as "stepId", subscription_id as "subscriptionId", dialect, state from steps
     where next_attempt_at <= $1::timestamptz and dialect = any ($2::text[])
     order by next_attempt_at limit $3::int`,
    [now.toString(), dialects, most],
  );
}

/** When the next step is due, or one that is processing has to be decided. */
export async function nextStepDue(reader: Reader): Promise<Temporal.Instant | null> {
  const rows = await reader.query<{ at: Temporal.Instant | null }>(
    "select min(next_attempt_at) as at from steps where next_attempt_at is not null",
  );
  return rows[0]?.at ?? null;
}

/** Which rows of a merchant somebody asks for, in the order of their numbers. What is undefined does not matter. */
type Page = {
  readonly merchantId: string;
  /** From this number on, in the direction of the order. */
  readonly from?: bigint | undefined;
  readonly isDescending: boolean;
  readonly limit: number;
  readonly offset: number;
};

export type PlanPage = Page & { readonly state?: Plan["state"] | undefined };

const planFits = `p.merchant_id = $1::uuid
  and ($2::text is null or p.state::text = $2)
  and ($3::bigint is null or case when $4::boolean then p.number <= $3 else p.number >= $3 end)`;

function planValues({ merchantId, state, from, isDescending }: PlanPage): unknown[] {
  return [merchantId, state ?? null, from ?? null, isDescending];
}

export function planPage(reader: Reader, page: PlanPage): Promise<Plan[]> {
  return reader.query(
    `select ${columnsOf(plans, "p")} from plans p where ${planFits}
     order by p.number ${direction(page)} limit $5::int offset $6::int`,
    [...planValues(page), page.limit, page.offset],
  );
}

export function countPlans(reader: Reader, page: PlanPage): Promise<number> {
  return count(reader, `plans p where ${planFits}`, planValues(page));
}

export type SubscriptionPage = Page & {
  readonly state?: SubscriptionState | undefined;
  readonly isTest?: boolean | undefined;
  readonly planId?: string | undefined;
  readonly payerId?: string | undefined;
};

const subscriptionFits = `s.merchant_id = $1::uuid
  and ($2::text is null or s.state::text = $2)
  and ($3::bigint is null or case when $4::boolean then s.number <= $3 else s.number >= $3 end)
  and ($5::boolean is null or s.is_test = $5)
  and ($6::uuid is null or s.plan_id = $6)
  and ($7::uuid is null or s.payer_id = $7)`;

function subscriptionValues(page: SubscriptionPage): unknown[] {
  const { merchantId, state, from, isDescending, isTest, planId, payerId } = page;
  return [merchantId, state, from, isDescending, isTest, planId, payerId].map((value) => value ?? null);
}

export function subscriptionPage(reader: Reader, page: SubscriptionPage): Promise<Subscription[]> {
  return reader.query(
    `select ${columnsOf(subscriptions, "s")} from subscriptions s where ${subscriptionFits}
     order by s.number ${direction(page)} limit $8::int offset $9::int`,
    [...subscriptionValues(page), page.limit, page.offset],
  );
}

export function countSubscriptions(reader: Reader, page: SubscriptionPage): Promise<number> {
  return count(reader, `subscriptions s where ${subscriptionFits}`, subscriptionValues(page));
}

/** Those who ask for more are told that there are more. */
const mostCounted = 100_000;

async function count(reader: Reader, source: string, values: readonly unknown[]): Promise<number> {
  const text = `select count(*)::int as count from (select 1 from ${source} limit ${mostCounted}) c`;
  const rows = await reader.query<{ count: number }>(text, values);
  return rows[0]?.count ?? 0;
}

function direction({ isDescending }: Page): "asc" | "desc" {
  return isDescending ? "desc" : "asc";
}
