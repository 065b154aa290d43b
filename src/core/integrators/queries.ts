import { columnsOf, type Reader } from "../../platform/db/index.ts";
import { type Platform, platforms } from "./platform.ts";

/** An integrator's platforms, the oldest first; 1,000 at most. */
export function platformsOf(reader: Reader, merchantId: string): Promise<Platform[]> {
  return reader.query(
    `select ${columnsOf(platforms, "p")} from platforms p where p.merchant_id = $1::uuid order by p.id limit 1000`,
    [merchantId],
  );
}

/** How many wait to be let in, up to `most`. */
export async function countWaiting(reader: Reader, most: number): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    `select count(*)::int as count from (select 1 from clients where state = 'waiting' limit $1::int) waiting`,
    [most],
  );
  return row?.count ?? 0;
}
