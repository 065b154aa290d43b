import { columnsOf, type Reader } from "../../platform/db/index.ts";
import type { PageOf, PayerFilter } from "./pages.ts";
import { type Payer, payers } from "./payer.ts";

/** Those who ask for more are told that there are more. */
const mostCounted = 100_000;

/** A merchant's payers that fit, one page of them. */
export function payerPage(reader: Reader, filter: PayerFilter, page: PageOf): Promise<Payer[]> {
  const { isDescending, limit, offset } = page;
  return reader.query(
    `select ${columnsOf(payers, "p")} from payers p where ${fits(isDescending)}
     order by p.number ${isDescending ? "desc" : "asc"} limit $4::int offset $5::int`,
    [...valuesOf(filter), limit, offset],
  );
}

/** How many fit, up to 100,000. */
export async function countPayers(
  reader: Reader,
  filter: PayerFilter,
  { isDescending }: Pick<PageOf, "isDescending">,
): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    `select count(*)::int as count from (
       select 1 from payers p where ${fits(isDescending)} limit ${mostCounted}) found`,
    valuesOf(filter),
  );
  return row?.count ?? 0;
}

function fits(isDescending: boolean): string {
  return `p.merchant_id = $1::uuid and p.state = 'active'
    and ($2::text is null or p.reference = $2)
    and ($3::bigint is null or p.number ${isDescending ? "<=" : ">="} $3)`;
}

function valuesOf({ merchantId, reference, from }: PayerFilter): unknown[] {
  return [merchantId, reference ?? null, from ?? null];
}
