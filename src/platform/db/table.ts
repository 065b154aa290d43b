export type PgType =
  | "uuid"
  | "text"
  | "bigint"
  | "integer"
  | "boolean"
  | "timestamptz"
  | "date"
  | "json"
  | "jsonb"
  | "text[]"
  | "double precision"
  | "bytea";

/** How one table looks to the code: its row in camelCase, each column's PostgreSQL type, in the order of the
 *  database, its primary key.
 *  `sums` names the bigint columns that `tx.accumulate` adds up instead of overwriting; `unique` the other keys
 *  by which rows are locked. */
export type Table<Row extends object> = {
  readonly name: string;
  readonly columns: { readonly [Column in keyof Row]-?: PgType };
  readonly key: readonly (keyof Row & string)[];
  readonly sums: readonly (keyof Row & string)[];
  readonly unique: readonly (readonly (keyof Row & string)[])[];
};

/** A table whatever its rows are, as statements and locks need it. */
export type AnyTable = {
  readonly name: string;
  readonly columns: Readonly<Record<string, PgType>>;
  readonly key: readonly string[];
  readonly sums: readonly string[];
  readonly unique: readonly (readonly string[])[];
};

/** Columns that pick rows, by value: `{ storeId, reference }`. */
export type Key<Row> = { readonly [Column in keyof Row]?: Value<NonNullable<Row[Column]>> };

/** Public numbers may come as what they were read as. */
type Value<Stored> = Stored extends bigint ? bigint | number : Stored;

export function table<Row extends object>(
  name: string,
  columns: Table<Row>["columns"],
  options: Partial<Pick<Table<Row>, "key" | "sums" | "unique">> = {},
): Table<Row> {
  const key = options.key ?? (["id"] as (keyof Row & string)[]);
  return { name, columns, key, sums: options.sums ?? [], unique: options.unique ?? [] };
}

export function snake(column: string): string {
  return column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Rows of a table that are asked for by a key. */
export type Asked = {
  readonly table: AnyTable;
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
  /** Tells it from what else is asked of the table. */
  readonly text: string;
  /** What is asked of the same table by the same columns is of one kind. */
  readonly kind: string;
};

export function askedBy(table: AnyTable, key: object): Asked {
  const columns = Object.keys(key);
  const values = Object.values(key);
  const text = keyText(table, columns, values);
  return { table, columns, values, text, kind: `${table.name}:${columns.join()}` };
}

/** The rows that were found for what was asked by the same columns, by the text of each key. */
export function byKey<Row extends object>(
  { table, columns }: Asked,
  rows: readonly Row[],
): ReadonlyMap<string, readonly Row[]> {
  return Map.groupBy(rows, (row) => keyTextOf(table, columns, row));
}

/** The text that tells rows of one table apart when they are asked for by these columns. A primary key speaks for
 *  itself. */
function keyText(table: AnyTable, columns: readonly string[], values: readonly unknown[]): string {
  if (isPrimaryKey(table, columns)) return values.join("\n");
  let text = "";
  for (const column of columns) text += `${column}\n`;
  return text + values.join("\n");
}

export function primaryKeyText({ key }: AnyTable, row: object): string {
  return key.length === 1 ? String((row as Values)[key[0] as string]) : valuesOf(row, key).join("\n");
}

/** All the texts by which a row may be asked for. A key with nothing in one of its columns names no row. */
export function identitiesOf(table: AnyTable, row: object): string[] {
  const texts = [primaryKeyText(table, row)];
  for (const columns of table.unique) {
    const values = valuesOf(row, columns);
    if (!values.includes(null)) texts.push(keyText(table, columns, values));
  }
  return texts;
}

/** The text by which a row is found when it is asked for by these columns. */
function keyTextOf(table: AnyTable, columns: readonly string[], row: object): string {
  return isPrimaryKey(table, columns)
    ? primaryKeyText(table, row)
    : keyText(table, columns, valuesOf(row, columns));
}

function isPrimaryKey({ key }: AnyTable, columns: readonly string[]): boolean {
  return columns.length === key.length && columns.every((column, i) => column === key[i]);
}

function valuesOf(row: object, columns: readonly string[]): unknown[] {
  return columns.map((column) => (row as Values)[column]);
}

type Values = Readonly<Record<string, unknown>>;
