import { rowsLiteral } from "./literal.ts";
import { type AnyTable, snake } from "./table.ts";

/** One prepared statement: `name` lets a connection parse it once. */
export type Statement = { readonly name: string; readonly text: string; readonly values: unknown[] };

export const begin: Statement = { name: "begin", text: "begin", values: [] };
export const commit: Statement = { name: "commit", text: "commit", values: [] };
export const rollback: Statement = { name: "rollback", text: "rollback", values: [] };

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

/** The rows of a literal, with the columns and types of the table. */
function given(table: AnyTable): string {
  return `unnest($1::${table.name}[]) r`;
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
  const text = cached(name, () => `insert into ${table.name} select r.* from ${given(table)}`);
  return { name, text, values: [rowsLiteral(table, rows)] };
}

export function updateRows(table: AnyTable, rows: readonly object[]): Statement {
  const name = `update:${table.name}`;
  const text = cached(name, () => {
    const changing = Object.keys(table.columns).filter(
      (column) => !table.key.includes(column) && !table.sums.includes(column),
    );
    const sets = changing.map((column) => `${snake(column)} = r.${snake(column)}`).join(", ");
    return `update ${table.name} t set ${sets} from ${given(table)} where ${sameKey(table)}`;
  });
  return { name, text, values: [rowsLiteral(table, rows)] };
}

/** Adds the `sums` columns onto the stored rows; creates the missing ones. */
export function accumulateRows(table: AnyTable, rows: readonly object[]): Statement {
  const name = `accumulate:${table.name}`;
  const text = cached(name, () => {
    const sets = table.sums.map((c) => `${snake(c)} = t.${snake(c)} + r.${snake(c)}`).join(", ");
    return `merge into ${table.name} t using ${given(table)} on ${sameKey(table)}
      when matched then update set ${sets}
      when not matched then insert values (${names(Object.keys(table.columns), "r.")})`;
  });
  return { name, text, values: [rowsLiteral(table, rows)] };
}
