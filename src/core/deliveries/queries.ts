import type { Reader } from "../../platform/db/index.ts";
import type { Attempt, Delivery } from "./delivery.ts";

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
export async function nextAttempt(reader: Reader): Promise<Temporal.Instant | null> {
  const rows = await reader.query<{ at: Temporal.Instant | null }>(
    "select min(next_attempt_at) as at from deliveries where state = 'pending'",
  );
  return rows[0]?.at ?? null;
}

export type Message = Omit<Delivery, "merchantId" | "storeId" | "subjectId"> & {
  readonly tries: Pick<Attempt, "outcome" | "status" | "answer" | "durationMs">[];
};

/** What left or will leave, the newest first, with its attempts. */
export function latestMessages(reader: Reader, most: number): Promise<Message[]> {
  return reader.query(
    `select d.id, d.dialect, d.channel, d.kind, d.destination, d.body, d.state, d.attempts,
       d.next_attempt_at as "nextAttemptAt", d.created_at as "createdAt", d.finished_at as "finishedAt",
       coalesce((select json_agg(json_build_object('outcome', a.outcome, 'status', a.status, 'answer', a.answer,
         'durationMs', a.duration_ms) order by a.started_at)
         from delivery_attempts a where a.delivery_id = d.id), '[]') as tries
     from deliveries d order by d.created_at desc, d.id desc limit $1::int`,
    [most],
  );
}
