import { columnsOf, type Reader } from "../../../platform/db/index.ts";
import type { DueStep } from "../queries.ts";
import { type NamedSchedule, schedules } from "../schedules.ts";

/** What is to be asked for by a link, where its dialect does so. */
export type DueRequest = Pick<DueStep, "stepId" | "subscriptionId" | "dialect">;

/** Steps of these dialects that are due at `now`, of sales without a card; the longest due first. */
export function dueRequests(
  reader: Reader,
  { now, dialects, most }: { now: Temporal.Instant; dialects: readonly string[]; most: number },
): Promise<DueRequest[]> {
  return reader.query(
    `select s.id as "stepId", s.subscription_id as "subscriptionId", s.dialect
     from subscriptions u join steps s on s.subscription_id = u.id
     where u.card_id is null and u.state = 'active' and u.dialect = any ($2::text[])
       and s.next_attempt_at <= $1::timestamptz and s.state in ('scheduled', 'retrying')
     order by s.next_attempt_at limit $3::int`,
    [now.toString(), dialects, most],
  );
}

/** Schedules that not all their sales have taken over yet, the longest changed first. */
export function changedSchedules(reader: Reader, most: number): Promise<NamedSchedule[]> {
  return reader.query(
    `select ${columnsOf(schedules, "c")} from schedules c where c.changed_at is not null
     order by c.changed_at limit $1::int`,
    [most],
  );
}

/** Since when a schedule has sales that are to follow it. */
export function nextChangedSchedule(reader: Reader): Promise<Temporal.Instant | null> {
  return reader.value("timestamptz", "select min(changed_at) from schedules where changed_at is not null");
}

/** Some of the open sales that have not taken over what became of their schedule at `changedAt`. */
export async function salesBehind(
  reader: Reader,
  { id, changedAt, most }: { id: string; changedAt: Temporal.Instant; most: number },
): Promise<string[]> {
  const rows = await reader.query<{ id: string }>(
    `select id from subscriptions
     where schedule_id = $1::uuid and updated_at <= $2::timestamptz and state in ('active', 'paused')
     limit $3::int`,
    [id, changedAt.toString(), most],
  );
  return rows.map((row) => row.id);
}

export type ImpossibleStep = { readonly id: string; readonly problem: string };

/** Steps that cannot be as they are; none, or something is broken. That none is done and due again, the table itself
 *  sees to. */
export function impossibleSteps(reader: Reader): Promise<ImpossibleStep[]> {
  return reader.query(`
    select s.id, 'paid without a captured payment' as problem from steps s
      left join payments p on p.id = s.payment_id
      where s.state = 'paid' and (p.captured_at is null or p.amount <> s.amount)
    union all select a.step_id, 'charged more than once' from step_attempts a
      join payments p on p.id = a.payment_id
      where p.captured_at is not null group by a.step_id having count(*) > 1
    union all select s.id, 'charged, and not paid' from steps s join payments p on p.id = s.payment_id
      where s.state in ('scheduled', 'retrying', 'failed', 'canceled') and p.captured_at is not null
    union all select s.id, 'processing without a payment' from steps s
      where s.state = 'processing' and s.claimed_until is null
        and not exists (select 1 from payments p where p.id = s.payment_id)`);
}
