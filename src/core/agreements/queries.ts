import { columnsOf, type Reader } from "../../platform/db/index.ts";
import { type Payment, payments } from "../payments/index.ts";
import { type Plan, plans } from "./plan.ts";
import { type Step, type StepState, steps } from "./step.ts";
import { type Subscription, type SubscriptionState, subscriptions } from "./subscription.ts";

export type DueStep = {
  readonly stepId: string;
  readonly subscriptionId: string;
  readonly dialect: string;
  readonly state: StepState;
  readonly isSale: boolean;
  /** Of one that is processing. */
  readonly paymentId: string | null;
};

/** Steps of these dialects that wait to be charged at `now`, or for somebody to see what became of their charge; the
 *  longest due first. */
export function dueSteps(
  reader: Reader,
  { now, dialects, most }: { now: Temporal.Instant; dialects: readonly string[]; most: number },
): Promise<DueStep[]> {
  return reader.query(
    `select id as "stepId", subscription_id as "subscriptionId", dialect, state, due_on is not null as "isSale",
       payment_id as "paymentId" from steps
     where next_attempt_at <= $1::timestamptz and dialect = any ($2::text[])
       and (claimed_until is null or claimed_until <= $1)
     order by next_attempt_at limit $3::int`,
    [now.toString(), dialects, most],
  );
}

/** When the next step is due, or one that is processing has to be decided. Those that are claimed are the longest due,
 *  so none of them is looked for behind the first that is not. */
export function nextStepDue(reader: Reader): Promise<Temporal.Instant | null> {
  return reader.value(
    "timestamptz",
    `with free as (
       select next_attempt_at as at from steps where next_attempt_at > '-infinity' and claimed_until is null
       order by next_attempt_at limit 1)
     select least((select at from free), (
       select min(claimed_until) from steps
       where next_attempt_at <= coalesce((select at from free), 'infinity') and claimed_until is not null))`,
  );
}

/** Sales whose schedule has a step that is due to be made; the longest due first. */
export async function dueSales(
  reader: Reader,
  { now, most }: { now: Temporal.Instant; most: number },
): Promise<string[]> {
  const rows = await reader.query<{ id: string }>(
    `select id from subscriptions where timing = 'schedule' and next_at <= $1::timestamptz
     order by next_at limit $2::int`,
    [now.toString(), most],
  );
  return rows.map(({ id }) => id);
}

export function nextSaleDue(reader: Reader): Promise<Temporal.Instant | null> {
  return reader.value(
    "timestamptz",
    "select min(next_at) from subscriptions where timing = 'schedule' and next_at is not null",
  );
}

/** A sale's step with the payment of its latest attempt. */
export type PlannedStep = Step & {
  readonly payment: Pick<Payment, "id" | "number" | "cardId" | "openedAt" | "state" | "instrument"> | null;
};

type LatestAttempt = {
  readonly paymentNumber: bigint | null;
  readonly paymentCardId: string | null;
  readonly openedAt: Temporal.Instant | null;
  readonly paymentState: Payment["state"] | null;
  readonly instrument: Payment["instrument"];
};

const withLatestAttempt = `select ${columnsOf(steps, "s")}, p.number as "paymentNumber", p.card_id as "paymentCardId",
  p.opened_at as "openedAt", p.state as "paymentState", p.instrument
  from steps s left join payments p on p.id = s.payment_id`;

function plannedStepOf(row: Step & LatestAttempt): PlannedStep {
  const {
    paymentNumber: number,
    paymentCardId: cardId,
    openedAt,
    paymentState: state,
    instrument,
    ...step
  } = row;
  const id = step.paymentId;
  const payment = id && openedAt && state ? { id, number, cardId, openedAt, state, instrument } : null;
  return { ...step, payment };
}

/** A merchant's steps of sales, or those of one, due on these days, both included, in the order of their days. Those
 *  that were taken out are not among them. */
export async function stepsBetween(
  reader: Reader,
  {
    merchantId,
    subscriptionId,
    from,
    to,
    most,
  }: {
    readonly merchantId: string;
    readonly subscriptionId?: string | undefined;
    readonly from: Temporal.PlainDate;
    readonly to: Temporal.PlainDate;
    readonly most: number;
  },
): Promise<PlannedStep[]> {
  const ofSale = subscriptionId === undefined ? "" : "and s.subscription_id = $5::uuid";
  const rows = await reader.query<Step & LatestAttempt>(
    `${withLatestAttempt}
     where s.merchant_id = $1::uuid and s.due_on between $2::date and $3::date and s.state <> 'canceled' ${ofSale}
     order by s.due_on, s.number limit $4::int`,
    [merchantId, String(from), String(to), most, ...(subscriptionId === undefined ? [] : [subscriptionId])],
  );
  return rows.map(plannedStepOf);
}

/** A merchant's step of a sale by its number, unless it was taken out. */
export async function plannedStep(
  reader: Reader,
  { merchantId, number }: Pick<Step, "merchantId" | "number">,
): Promise<PlannedStep | undefined> {
  const rows = await reader.query<Step & LatestAttempt>(
    `${withLatestAttempt}
     where s.number = $2::bigint and s.merchant_id = $1::uuid and s.due_on is not null and s.state <> 'canceled'`,
    [merchantId, String(number)],
  );
  return rows.map(plannedStepOf)[0];
}

/** The payments that tried to charge a sale's step, in their order. */
export function paymentsOfStep(reader: Reader, { stepId }: { readonly stepId: string }): Promise<Payment[]> {
  return reader.query(
    `select ${columnsOf(payments, "p")} from step_attempts a join payments p on p.id = a.payment_id
     where a.step_id = $1::uuid order by a.number`,
    [stepId],
  );
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

const subscriptionFits = `s.merchant_id = $1::uuid and s.timing = 'cadence'
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
