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

/** Some columns of a table, in their order: those by which rows are asked for, or those that change. The same columns
 *  are the same object, so that maps can go by it: a text put together anew is dear to look up. */
export class Columns {
  readonly table: AnyTable;
  readonly names: readonly string[];
  readonly isPrimaryKey: boolean;
  readonly #longer = new Map<string, Columns>();

  private constructor(table: AnyTable, names: readonly string[]) {
    this.table = table;
    this.names = names;
    this.isPrimaryKey = names.join() === table.key.join();
  }

  static of(table: AnyTable, names: readonly string[]): Columns {
    let columns = none.getOrInsertComputed(table, () => new Columns(table, []));
    for (const name of names) columns = columns.#and(name);
    return columns;
  }

  #and(name: string): Columns {
    return this.#longer.getOrInsertComputed(name, () => new Columns(this.table, [...this.names, name]));
  }

  get label(): string {
    return `${this.table.name}:${this.names.join()}`;
  }
}

const none = new WeakMap<AnyTable, Columns>();

/** Rows of a table that are asked for by a key. */
export type Asked = {
  readonly by: Columns;
  readonly values: readonly unknown[];
  /** Tells it from what else is asked by the same columns. */
  readonly text: string;
};

export function askedBy(table: AnyTable, key: object): Asked {
  const values = Object.values(key);
  return { by: Columns.of(table, Object.keys(key)), values, text: keyText(values) };
}

export function primaryKeyText({ key }: AnyTable, row: object): string {
  return textOf(key, row);
}

/** A key by which a row may be asked for, as it is told from others. */
export type Identity = Pick<Asked, "by" | "text">;

/** All the keys by which a row may be asked for. One with nothing in one of its columns names no row. */
export function identitiesOf(table: AnyTable, row: object): Identity[] {
  return identities
    .getOrInsertComputed(table, identify)
    .filter(({ names }) => names.every((name) => (row as Values)[name] !== null))
    .map((by) => ({ by, text: textOf(by.names, row) }));
}

const identities = new WeakMap<AnyTable, readonly Columns[]>();

function identify(table: AnyTable): readonly Columns[] {
  return [table.key, ...table.unique].map((names) => Columns.of(table, names));
}

function textOf(names: readonly string[], row: object): string {
  return keyText(names.map((name) => (row as Values)[name]));
}

function keyText(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : values.join("\0");
}

type Values = Readonly<Record<string, unknown>>;
