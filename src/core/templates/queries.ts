import { columnsOf, type Reader } from "../../platform/db/index.ts";
import type { PageOf, TemplateFilter } from "./pages.ts";
import { type Template, templates } from "./template.ts";

/** Those who ask for more are told that there are more. */
const mostCounted = 100_000;

/** A merchant's templates that fit, one page of them. */
export function templatePage(reader: Reader, filter: TemplateFilter, page: PageOf): Promise<Template[]> {
  const { isDescending, limit, offset } = page;
  return reader.query(
    `select ${columnsOf(templates, "t")} from templates t where ${fits(isDescending)}
     order by t.number ${isDescending ? "desc" : "asc"} limit $4::int offset $5::int`,
    [...valuesOf(filter), limit, offset],
  );
}

/** How many fit, up to 100,000. */
export async function countTemplates(
  reader: Reader,
  filter: TemplateFilter,
  { isDescending }: Pick<PageOf, "isDescending">,
): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    `select count(*)::int as count from (
       select 1 from templates t where ${fits(isDescending)} limit ${mostCounted}) found`,
    valuesOf(filter),
  );
  return row?.count ?? 0;
}

function fits(isDescending: boolean): string {
  return `t.merchant_id = $1::uuid and t.state = 'active'
    and ($2::text is null or t.name = $2)
    and ($3::bigint is null or t.number ${isDescending ? "<=" : ">="} $3)`;
}

function valuesOf({ merchantId, name, from }: TemplateFilter): unknown[] {
  return [merchantId, name ?? null, from ?? null];
}
