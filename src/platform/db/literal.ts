import type { AnyTable, PgType } from "./table.ts";

/** Rows as one PostgreSQL literal, an array of the table's own composite type: `{"(1,abc)","(2,def)"}`. The server
 *  reads it several times faster than JSON. The columns stand in the order in which the table has them; those that
 *  are not `given` read as null. */
export function rowsLiteral(table: AnyTable, rows: readonly object[], given?: readonly string[]): string {
  const columns = given ? columnsOf(table).map((column) => only(given, column)) : columnsOf(table);
  let literal = "";
  for (const row of rows) {
    let fields = "";
    let comma = "";
    for (const { name, write } of columns) {
      fields += comma;
      comma = ",";
      const value = (row as Record<string, unknown>)[name];
      if (value !== null && value !== undefined) fields += write(value);
    }
    literal += `${literal ? "," : ""}"(${fields})"`;
  }
  return `{${literal}}`;
}

function only(given: readonly string[], column: Column): Column {
  return given.includes(column.name) ? column : { ...column, write: nothing };
}

const nothing = () => "";

type Column = { readonly name: string; readonly write: (value: unknown) => string };

const known = new WeakMap<AnyTable, readonly Column[]>();

function columnsOf(table: AnyTable): readonly Column[] {
  const columns =
    known.get(table) ??
    Object.entries(table.columns).map(([name, type]) => ({ name, write: writers[type] ?? plain }));
  known.set(table, columns);
  return columns;
}

const writers: Readonly<Partial<Record<PgType, Column["write"]>>> = {
  text: (value) => quoted(value as string),
  timestamptz: (value) => instant(value as Temporal.Instant),
  json: (value) => quoted(JSON.stringify(value)),
  jsonb: (value) => quoted(JSON.stringify(value)),
  "text[]": (value) => quoted(`{${(value as readonly string[]).map(element).join()}}`),
  bytea: (value) => quoted(`\\x${Buffer.from(value as Uint8Array).toString("hex")}`),
};

/** Numbers, instants, days, booleans and UUIDs have nothing in them to be quoted. */
function plain(value: unknown): string {
  return typeof value === "string" ? value : String(value);
}

let lastInstant: Temporal.Instant | undefined;
let lastText = "";

/** The verbs of a group share their instant, and it costs more to write than the rest of most rows. */
function instant(value: Temporal.Instant): string {
  if (value !== lastInstant) {
    lastInstant = value;
    lastText = value.toString();
  }
  return lastText;
}

/** Letters, digits and these mean themselves within composite and array; an empty text would read as null. */
const harmless = /^[\w.:/@+-]+$/;

/** A field of a composite within an array: each of the two has quotes and escapes of its own. */
function quoted(text: string): string {
  if (harmless.test(text)) return text;
  return `\\"${text.replaceAll("\\", "\\\\\\\\").replaceAll('"', '\\"\\"')}\\"`;
}

/** Values that pick rows, as a literal of an array of their type. */
export function arrayLiteral(values: readonly unknown[]): string {
  return `{${values.map((value) => (typeof value === "string" ? element(value) : String(value))).join()}}`;
}

/** An element of an array. */
function element(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
