import { encodeRows, encodeValues } from "./encoding.ts";
import { type AnyTable, type Columns, type PgType, snake } from "./table.ts";

/** One prepared statement: `name` lets a connection parse it once. `values` are texts, or bytes of PostgreSQL's
 *  binary format. */
export type Statement = {
  readonly name: string;
  readonly text: string;
  readonly values: (string | Buffer)[];
};

export const begin: Statement = { name: "begin", text: "begin", values: [] };
export const commit: Statement = { name: "commit", text: "commit", values: [] };
export const rollback: Statement = { name: "rollback", text: "rollback", values: [] };

type Prepared = Pick<Statement, "name" | "text">;

const prepared = new Map<string, Prepared>();

/** PostgreSQL tells names apart by their first 63 characters. */
const longestName = 63;

/** The statement of this name: its text is built once, and a long name gets a short one that nobody else has. */
function prepare(name: string, build: () => string): Prepared {
  const known = prepared.get(name);
  if (known) return known;
  const short = name.length <= longestName ? name : `${name.slice(0, 50)}#${prepared.size}`;
  const statement = { name: short, text: build() };
  prepared.set(name, statement);
  return statement;
}

/** All columns of a table, for the list of a select that calls the table `name`. */
export function columnsOf(table: AnyTable, name: string): string {
  return Object.keys(table.columns)
    .map((column) => `${name}.${snake(column)} as "${column}"`)
    .join(", ");
}

/** The rows of a parameter, with the columns and types of the table. */
function given(table: AnyTable): string {
  return `unnest($1::${table.name}[]) r`;
}

function names(columns: readonly string[], prefix = ""): string {
  return columns.map((column) => prefix + snake(column)).join(", ");
}

function sameKey(table: AnyTable): string {
  return table.key.map((column) => `t.${snake(column)} = r.${snake(column)}`).join(" and ");
}

/** The rows of some keys, in key order, and behind each row the place of its key, counted from 1; `lock` takes them for
 *  change. */
export function selectRows(by: Columns, keys: readonly (readonly unknown[])[], lock: boolean): Statement {
  const { table, names: columns } = by;
  const name = `${lock ? "lock" : "read"}:${by.label}`;
  const statement = prepare(name, () => {
    const arrays = columns.map((column, i) => `$${i + 1}::${table.columns[column]}[]`).join(", ");
    const match = columns.map((column) => `t.${snake(column)} = k.${snake(column)}`).join(" and ");
    return `select ${columnsOf(table, "t")}, k.place
      from unnest(${arrays}) with ordinality as k(${names(columns)}, place) join ${table.name} t on ${match}
      order by ${names(table.key, "t.")}${lock ? " for no key update of t" : ""}`;
  });
  const values = columns.map((column, i) =>
    encodeValues(
      table.columns[column] as PgType,
      keys.map((key) => key[i]),
    ),
  );
  return { ...statement, values };
}

/** A question by a text of its own. */
export function selectValue(text: string, values: readonly string[]): Statement {
  return { ...prepare(text, () => text), values: [...values] };
}

export function insertRows(table: AnyTable, rows: readonly object[]): Statement {
  const name = `insert:${table.name}`;
  const statement = prepare(name, () => `insert into ${table.name} select r.* from ${given(table)}`);
  return { ...statement, values: [encodeRows(table, rows)] };
}

/** Writes these columns of rows over the stored ones. */
export function updateRows({ table, names, label }: Columns, rows: readonly object[]): Statement {
  const statement = prepare(`update:${label}`, () => {
    const sets = names.map((column) => `${snake(column)} = r.${snake(column)}`).join(", ");
    return `update ${table.name} t set ${sets} from ${given(table)} where ${sameKey(table)}`;
  });
  return { ...statement, values: [encodeRows(table, rows, new Set([...table.key, ...names]))] };
}

/** Adds the `sums` columns onto the stored rows; creates the missing ones. */
export function accumulateRows(table: AnyTable, rows: readonly object[]): Statement {
  const name = `accumulate:${table.name}`;
  const statement = prepare(name, () => {
    const sets = table.sums.map((c) => `${snake(c)} = t.${snake(c)} + r.${snake(c)}`).join(", ");
    return `merge into ${table.name} t using ${given(table)} on ${sameKey(table)}
      when matched then update set ${sets}
      when not matched then insert values (${names(Object.keys(table.columns), "r.")})`;
  });
  return { ...statement, values: [encodeRows(table, rows)] };
}
