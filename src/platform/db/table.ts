export type PgType =
  | "uuid"
  | "text"
  | "bigint"
  | "integer"
  | "boolean"
  | "timestamptz"
  | "date"
  | "jsonb"
  | "text[]"
  | "double precision"
  | "bytea";

/** How one table looks to the code: its row in camelCase, each column's PostgreSQL type, its primary key.
 *  `sums` names the bigint columns that `tx.accumulate` adds up instead of overwriting. */
export type Table<Row extends object> = {
  readonly name: string;
  readonly columns: { readonly [Column in keyof Row]-?: PgType };
  readonly key: readonly (keyof Row & string)[];
  readonly sums: readonly (keyof Row & string)[];
};

/** A table whatever its rows are, as statements and locks need it. */
export type AnyTable = {
  readonly name: string;
  readonly columns: Readonly<Record<string, PgType>>;
  readonly key: readonly string[];
  readonly sums: readonly string[];
};

/** Columns that pick rows, by value: `{ storeId, reference }`. */
export type Key<Row> = { readonly [Column in keyof Row]?: string | number };

export function table<Row extends object>(
  name: string,
  columns: Table<Row>["columns"],
  options: { key?: readonly (keyof Row & string)[]; sums?: readonly (keyof Row & string)[] } = {},
): Table<Row> {
  return { name, columns, key: options.key ?? (["id"] as (keyof Row & string)[]), sums: options.sums ?? [] };
}

export function snake(column: string): string {
  return column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The text that tells one row of a table from another within a group of verbs. */
export function keyText(name: string, columns: readonly string[], values: readonly unknown[]): string {
  return `${name}\n${columns.join()}\n${values.join("\n")}`;
}

export function primaryKeyText(table: AnyTable, row: object): string {
  const values = row as Readonly<Record<string, unknown>>;
  return keyText(
    table.name,
    table.key,
    table.key.map((column) => values[column]),
  );
}
