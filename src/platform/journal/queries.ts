import type pg from "pg";

export async function forgetBefore(pool: pg.Pool, instant: Temporal.Instant): Promise<void> {
  await pool.query("delete from request_log where at < $1::timestamptz", [instant.toString()]);
}
