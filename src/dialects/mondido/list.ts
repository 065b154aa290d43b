import { isAbsent, isObject, plainText } from "../toolkit/json.ts";
import type { Answer, Call } from "./call.ts";
import { currencies } from "./currencies.ts";
import { Fault } from "./errors.ts";
import { readFlag, readInteger } from "./read/index.ts";

/** Which rows a client asks for: `limit` and `offset`, from `start_id` on, in an order, by equality of fields. */
export type ListQuery = {
  readonly limit: number;
  readonly offset: number;
  readonly startId: number | null;
  readonly orderBy: string;
  readonly isDescending: boolean;
  readonly filter: Readonly<Record<string, string>>;
};

const mostRows = 1_000;

/** Reads paging, order and filters (facts 2.3); 10 rows, the newest first, unless told. `filters` and `orders` are
 *  what this list knows. Faults filter_parameter.not_supported, filter_value.not_supported. */
export function readListQuery(
  { params }: Pick<Call, "params">,
  { filters, orders }: { filters: readonly string[]; orders: readonly string[] },
): ListQuery {
  const given = isAbsent(params.filter) ? {} : params.filter;
  if (!isObject(given)) throw new Fault("errors.filter_parameter.not_supported");
  for (const [name, value] of Object.entries(given)) {
    if (!filters.includes(name)) throw new Fault("errors.filter_parameter.not_supported");
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
      throw new Fault("errors.filter_value.not_supported");
  }
  const [orderBy = "id", direction] = isAbsent(params.order_by)
    ? ["id", "desc"]
    : plainText(params.order_by).toLowerCase().split(":", 2);
  if (!orders.includes(orderBy) || (direction !== undefined && direction !== "asc" && direction !== "desc"))
    throw new Fault("errors.filter_parameter.not_supported");
  return {
    limit: Math.min(readInteger(params.limit) ?? 10, mostRows),
    offset: Math.min(readInteger(params.offset) ?? 0, 1_000_000_000),
    startId: readInteger(params.start_id) ?? null,
    orderBy,
    isDescending: direction === "desc",
    filter: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)])),
  };
}

/** A page of a list, and where it stands in the whole: `items 16-20/173`, counted from 0 (facts 2.3, our reading). */
export function page(rows: readonly unknown[], { offset }: ListQuery, total: number): Answer {
  const range =
    rows.length === 0 ? `items */${total}` : `items ${offset}-${offset + rows.length - 1}/${total}`;
  return { json: rows, headers: { "content-range": range } };
}

/** The filters `test` and `currency`, as rows have them; undefined where they are not asked for. Faults
 *  filter_value.not_supported. */
export function readKinds({ test, currency }: ListQuery["filter"]): {
  isTest: boolean | undefined;
  currency: string | undefined;
} {
  const code = currency?.toUpperCase();
  const isKnown = code === undefined || currencies.has(code);
  if (!isKnown || (test !== undefined && !/^(true|false|1|0)$/i.test(test)))
    throw new Fault("errors.filter_value.not_supported");
  return { isTest: test === undefined ? undefined : readFlag(test), currency: code };
}

/** Which children are to be told whole: `extend=customer,stored_card`. */
export function readExtend({ params }: Pick<Call, "params">): ReadonlySet<string> {
  return new Set(
    isAbsent(params.extend)
      ? []
      : plainText(params.extend)
          .split(",")
          .map((name) => name.trim()),
  );
}
