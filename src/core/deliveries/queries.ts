import { columnsOf, type Reader } from "../../platform/db/index.ts";
import { type Attempt, type Delivery, deliveryAttempts } from "./delivery.ts";

/** Deliveries whose next attempt is due at `now`, oldest first. */
export function dueDeliveries(
  reader: Reader,
  now: Temporal.Instant,
  most: number,
): Promise<Pick<Delivery, "id" | "destination">[]> {
  return reader.query(
    `select id, destination from deliveries where state = 'pending' and next_attempt_at <= $1::timestamptz
     order by next_attempt_at limit $2::int`,
    [now.toString(), most],
  );
}

/** When the next attempt is due. */
export function nextAttempt(reader: Reader): Promise<Temporal.Instant | null> {
  return reader.value("timestamptz", "select min(next_attempt_at) from deliveries where state = 'pending'");
}

export type Message = Omit<Delivery, "merchantId" | "storeId" | "subjectId"> & {
  readonly tries: Pick<Attempt, "outcome" | "status" | "answer" | "durationMs">[];
};

/** What left or will leave, the newest first, with its attempts. */
export function latestMessages(reader: Reader, most: number): Promise<Message[]> {
  return reader.query(
    `select d.id, d.dialect, d.channel, d.kind, d.destination, d.body, d.state, d.attempts,
       d.envelope, d.next_attempt_at as "nextAttemptAt", d.created_at as "createdAt", d.finished_at as "finishedAt",
       coalesce((select json_agg(json_build_object('outcome', a.outcome, 'status', a.status, 'answer', a.answer,
         'durationMs', a.duration_ms) order by a.started_at)
         from delivery_attempts a where a.delivery_id = d.id), '[]') as tries
     from deliveries d order by d.created_at desc, d.id desc limit $1::int`,
    [most],
  );
}

/** Of each of these subjects the latest try of its latest delivery, where there is one. */
export function latestAttempts(
  reader: Reader,
  subjectIds: readonly string[],
): Promise<(Attempt & { readonly subjectId: string })[]> {
  return reader.query(
    `select s.id as "subjectId", ${columnsOf(deliveryAttempts, "a")} from unnest($1::uuid[]) as s(id)
     cross join lateral (
       select d.id from deliveries d where d.subject_id = s.id order by d.id desc limit 1) d
     cross join lateral (
       select * from delivery_attempts t where t.delivery_id = d.id order by t.id desc limit 1) a`,
    [subjectIds],
  );
}

/** The latest delivery about a subject; with a `transaction`, the latest whose envelope names it. */
export async function latestDelivery(
  reader: Reader,
  { subjectId, transaction }: { readonly subjectId: string; readonly transaction?: string | undefined },
): Promise<Pick<Delivery, "id"> | undefined> {
  const rows = await reader.query<Pick<Delivery, "id">>(
    `select id from deliveries
     where subject_id = $1::uuid and ($2::text is null or envelope->>'transaction' = $2::text)
     order by id desc limit 1`,
    [subjectId, transaction ?? null],
  );
  return rows[0];
}
