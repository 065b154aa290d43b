import { type AnyTable, snake } from "./table.ts";

/** One prepared statement: `name` lets a connection parse it once. */
export type Statement = { readonly name: string; readonly text: string; readonly values: unknown[] };

const cache = new Map<string, string>();

function cached(name: string, build: () => string): string {
  const text = cache.get(name) ?? build();
  cache.set(name, text);
  return text;
}

function selectList(table: AnyTable): string {
  return Object.keys(table.columns)
    .map((column) => `t.${snake(column)} as "${column}"`)
    .join(", ");
}

function recordset(table: AnyTable, columns: readonly string[]): string {
  const typed = columns.map((column) => `${snake(column)} ${table.columns[column]}`).join(", ");
  return `json_to_recordset($1::json) as r(${typed})`;
}

function names(columns: readonly string[], prefix = ""): string {
  return columns.map((column) => prefix + snake(column)).join(", ");
}

function sameKey(table: AnyTable): string {
  return table.key.map((column) => `t.${snake(column)} = r.${snake(column)}`).join(" and ");
}

/** Rows whose `columns` equal one of `keys`, in key order; `lock` takes them for change. */
export function selectRows(
  table: AnyTable,
  columns: readonly string[],
  keys: readonly (readonly unknown[])[],
  lock: boolean,
): Statement {
  const name = `${lock ? "lock" : "read"}:${table.name}:${columns.join()}`;
  const text = cached(name, () => {
    const arrays = columns.map((column, i) => `$${i + 1}::${table.columns[column]}[]`).join(", ");
    const match = columns.map((column) => `t.${snake(column)} = k.${snake(column)}`).join(" and ");
    return `select ${selectList(table)} from unnest(${arrays}) as k(${names(columns)})
      join ${table.name} t on ${match} order by ${names(table.key, "t.")}${lock ? " for no key update of t" : ""}`;
  });
  return { name, text, values: columns.map((_, i) => keys.map((key) => key[i])) };
}

export function insertRows(table: AnyTable, rows: readonly object[]): Statement {
  const name = `insert:${table.name}`;
  const columns = Object.keys(table.columns);
  const text = cached(
    name,
    () =>
      `insert into ${table.name} (${names(columns)}) select ${names(columns, "r.")} from ${recordset(table, columns)}`,
  );
  return { name, text, values: [toJson(table, rows)] };
}

export function updateRows(table: AnyTable, rows: readonly object[]): Statement {
  const name = `update:${table.name}`;
  const columns = Object.keys(table.columns);
  const text = cached(name, () => {
    const changing = columns.filter((column) => !table.key.includes(column) && !table.sums.includes(column));
    const sets = changing.map((column) => `${snake(column)} = r.${snake(column)}`).join(", ");
    return `update ${table.name} t set ${sets} from ${recordset(table, columns)} where ${sameKey(table)}`;
  });
  return { name, text, values: [toJson(table, rows)] };
}

/** Adds the `sums` columns onto the stored rows, after creating the missing ones with sums of 0. Two steps,
 *  because a check constraint would judge the sum to add as if it were the row. */
export function accumulateRows(table: AnyTable, rows: readonly object[]): Statement[] {
  const columns = Object.keys(table.columns);
  const values = [toJson(table, rows)];
  const create = cached(`create:${table.name}`, () => {
    const start = columns
      .map((column) => (table.sums.includes(column) ? "0" : `r.${snake(column)}`))
      .join(", ");
    return `insert into ${table.name} (${names(columns)}) select ${start} from ${recordset(table, columns)}
      order by ${names(table.key, "r.")} on conflict (${names(table.key)}) do nothing`;
  });
  const add = cached(`add:${table.name}`, () => {
    const sets = table.sums.map((c) => `${snake(c)} = t.${snake(c)} + r.${snake(c)}`).join(", ");
    return `update ${table.name} t set ${sets} from ${recordset(table, columns)} where ${sameKey(table)}`;
  });
  return [
    { name: `create:${table.name}`, text: create, values },
    { name: `add:${table.name}`, text: add, values },
  ];
}

const fields = new WeakMap<AnyTable, readonly (readonly [column: string, target: string])[]>();

/** Each column's name in a row and in the database; worked out once for a table. */
function fieldsOf(table: AnyTable) {
  const known =
    fields.get(table) ?? Object.keys(table.columns).map((column) => [column, snake(column)] as const);
  fields.set(table, known);
  return known;
}

function toJson(table: AnyTable, rows: readonly object[]): string {
  const columns = fieldsOf(table);
  return JSON.stringify(
    rows.map((row) => {
      const record: Record<string, unknown> = {};
      for (const [column, target] of columns)
        record[target] = encode((row as Record<string, unknown>)[column]);
      return record;
    }),
  );
}

/** Bigints travel as text, bytes as PostgreSQL's hex form; Temporal values know their own JSON. */
function encode(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString("hex")}`;
  return value;
}
