import { parserOf } from "./connection.ts";
import type { AnyTable } from "./table.ts";

/** A row as it comes from the wire: in PostgreSQL's text format, in the order of the columns. */
export type Fields = readonly (string | null)[];

export type Row = Readonly<Record<string, unknown>>;

export type ReadRow = (fields: Fields) => Row;

const known = new WeakMap<AnyTable, ReadRow>();

/** How all columns of a table, in its order, become a row of it. */
export function readerOf(table: AnyTable): ReadRow {
  return known.getOrInsertComputed(table, build);
}

function build({ columns }: AnyTable): ReadRow {
  const names = Object.keys(columns);
  const parsers = Object.values(columns).map(parserOf);
  // Rows that begin as a copy of one object have one shape, whatever order their values come in.
  const empty = Object.fromEntries(names.map((name) => [name, null]));
  return (fields) => {
    const row: Record<string, unknown> = { ...empty };
    for (let i = 0; i < names.length; i++) {
      const field = fields[i];
      if (field !== null && field !== undefined) row[names[i] as string] = parsers[i]?.(field);
    }
    return row;
  };
}
