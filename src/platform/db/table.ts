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
export type Key<Row> = { readonly [Column in keyof Row]?: string | number | bigint };

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

/** The text that tells one row of a table from another within a group of verbs. */
export function keyText(name: string, columns: readonly string[], values: readonly unknown[]): string {
  let text = name;
  for (const column of columns) text += `\n${column}`;
  for (const value of values) text += `\n${value}`;
  return text;
}

export function primaryKeyText(table: AnyTable, row: object): string {
  return keyTextOf(table, table.key, row);
}

/** All the texts by which a row may be asked for. A key with nothing in one of its columns names no row. */
export function identitiesOf(table: AnyTable, row: object): string[] {
  const values = row as Readonly<Record<string, unknown>>;
  const texts = [primaryKeyText(table, row)];
  for (const columns of table.unique) {
    if (columns.every((column) => values[column] !== null)) texts.push(keyTextOf(table, columns, row));
  }
  return texts;
}

/** The text by which a row is found when it is asked for by these columns. */
export function keyTextOf({ name }: AnyTable, columns: readonly string[], row: object): string {
  const values = row as Readonly<Record<string, unknown>>;
  let text = name;
  for (const column of columns) text += `\n${column}`;
  for (const column of columns) text += `\n${values[column]}`;
  return text;
}
