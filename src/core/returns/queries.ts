import type { Reader } from "../../platform/db/index.ts";

export type ReturnLine = {
  readonly number: number;
  readonly amount: bigint;
  /** What of the order had not come back before this. */
  readonly remaining: bigint;
  readonly reference: string;
  readonly finishedAt: Temporal.Instant;
  readonly commissionPpm: bigint;
  readonly salesperson: string;
};

/** The returns that a store has confirmed from `from` until before `until`, in order. */
export function returnsOf(
  reader: Reader,
  { storeId, from, until }: { storeId: string; from: Temporal.Instant; until: Temporal.Instant },
): Promise<ReturnLine[]> {
  return reader.query(
    `with chosen as (
       select * from returns where store_id = $1::uuid and state = 'confirmed'
         and finished_at >= $2::timestamptz and finished_at < $3::timestamptz
       order by finished_at, number limit 100000
     ), counted as (
       select id, sum(amount) filter (where state = 'confirmed')
           over (partition by payment_id order by finished_at, number) as so_far
       from returns where merchant_id = (select merchant_id from stores where id = $1::uuid)
         and payment_id in (select payment_id from chosen)
     )
     select r.number, r.amount, (p.captured - counted.so_far + r.amount)::bigint as remaining, p.reference,
       r.finished_at as "finishedAt", (l.tariff->>'commissionPpm')::bigint as "commissionPpm",
       trim(a.last_name || ' ' || a.first_name) as salesperson
     from chosen r join counted on counted.id = r.id join payments p on p.id = r.payment_id
       join loans l on l.payment_id = p.id join agents a on a.id = r.agent_id
     order by r.finished_at, r.number`,
    [storeId, from.toString(), until.toString()],
  );
}
