import { type AnyTable, type Key, keyText, primaryKeyText, type Table } from "./table.ts";

/** What a verb may do: read and lock rows, and hand over rows to write. Nothing is written before the verb
 *  returns; everything it handed over is then written together, or not at all.
 *
 *  A verb awaits nothing but its `Tx`, so that it can share a database transaction with others and be run again. */
export interface Tx {
  readonly now: Temporal.Instant;
  /** A new, time-ordered identifier (UUID version 7). */
  id(): string;
  /** Random bytes as lower-case hex. */
  token(bytes: number): string;
  /** Takes the row for change; nobody else changes it until this verb is done. Or takes its absent key, which no
   *  other verb of this process then creates; between processes the row's unique key decides. */
  lock<Row extends object>(table: Table<Row>, key: Key<Row>): Promise<Row | undefined>;
  /** Reads rows without taking them: settings, or children of a row this verb has locked. */
  list<Row extends object>(table: Table<Row>, key: Key<Row>): Promise<readonly Row[]>;
  insert<Row extends object>(table: Table<Row>, row: NoInfer<Row>): Row;
  /** Writes the whole row, but for the table's `sums` columns: those change by `accumulate` only. */
  update<Row extends object>(table: Table<Row>, row: NoInfer<Row>): Row;
  /** Adds the table's `sums` columns of `row` onto the stored row, creating it when missing. Needs no lock. */
  accumulate<Row extends object>(table: Table<Row>, row: NoInfer<Row>): void;
  /** The rows this verb has inserted into `table` so far. */
  inserted<Row extends object>(table: Table<Row>): readonly Row[];
}

export type Verb<Result> = (tx: Tx) => Promise<Result>;

/** One thing a verb waits for; the group answers all of a wave together. */
export type Request = {
  readonly tx: BufferedTx;
  readonly table: AnyTable;
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
  readonly lock: boolean;
  readonly resolve: (rows: readonly object[]) => void;
};

type Source = { now: Temporal.Instant; id(): string; token(bytes: number): string };
type Rows = Map<AnyTable, Map<string, object>>;

/** The `Tx` of one run of one verb: asks through `ask`, collects what is to be written. */
export class BufferedTx implements Tx {
  readonly now: Temporal.Instant;
  readonly inserts: Rows = new Map();
  readonly updates: Rows = new Map();
  readonly sums: Rows = new Map();
  readonly #view = new Map<string, object>();
  readonly #source: Source;
  readonly #ask: (request: Request) => void;

  constructor(source: Source, ask: (request: Request) => void) {
    this.now = source.now;
    this.#source = source;
    this.#ask = ask;
  }

  id(): string {
    return this.#source.id();
  }

  token(bytes: number): string {
    return this.#source.token(bytes);
  }

  async lock<Row extends object>(table: Table<Row>, key: Key<Row>): Promise<Row | undefined> {
    const columns = Object.keys(key);
    const values = Object.values(key);
    const alias = keyText(table.name, columns, values);
    const known = this.#view.get(alias);
    if (known) return this.#latest(table, known as Row);

    const [row] = await this.#request(table, columns, values, true);
    if (!row) return undefined;
    this.#view.set(alias, row);
    this.#view.set(primaryKeyText(table, row), row);
    return this.#latest(table, row as Row);
  }

  async list<Row extends object>(table: Table<Row>, key: Key<Row>): Promise<readonly Row[]> {
    return (await this.#request(table, Object.keys(key), Object.values(key), false)) as readonly Row[];
  }

  insert<Row extends object>(table: Table<Row>, row: NoInfer<Row>): Row {
    put(this.inserts, table, row);
    this.#view.set(primaryKeyText(table, row), row);
    return row;
  }

  update<Row extends object>(table: Table<Row>, row: NoInfer<Row>): Row {
    const text = primaryKeyText(table, row);
    const isNew = this.inserts.get(table)?.has(text);
    const stored = this.#view.get(text) as Row | undefined;
    put(isNew ? this.inserts : this.updates, table, stored ? withSumsOf(table, stored, row) : row);
    return row;
  }

  accumulate<Row extends object>(table: Table<Row>, row: NoInfer<Row>): void {
    addOnto(this.sums, table, row);
  }

  inserted<Row extends object>(table: Table<Row>): readonly Row[] {
    return [...(this.inserts.get(table)?.values() ?? [])] as Row[];
  }

  /** A row this verb has already changed is seen as changed. */
  #latest<Row extends object>(table: Table<Row>, row: Row): Row {
    const text = primaryKeyText(table, row);
    const written = this.updates.get(table)?.get(text) ?? this.inserts.get(table)?.get(text);
    const added = this.sums.get(table)?.get(text);
    const latest = (written as Row | undefined) ?? row;
    return added ? summed(table, latest, added as Row) : latest;
  }

  #request(table: AnyTable, columns: string[], values: unknown[], lock: boolean): Promise<readonly object[]> {
    return new Promise((resolve) => {
      this.#ask({ tx: this, table, columns, values, lock, resolve });
    });
  }
}

function rowsOf(rows: Rows, table: AnyTable): Map<string, object> {
  const known = rows.get(table) ?? new Map<string, object>();
  rows.set(table, known);
  return known;
}

function put<Row extends object>(rows: Rows, table: Table<Row>, row: Row): void {
  rowsOf(rows, table).set(primaryKeyText(table, row), row);
}

/** Adds `row` to the sum collected for its key. Also used to sum the verbs of a group. */
export function addOnto<Row extends object>(rows: Rows, table: Table<Row>, row: Row): void {
  const collected = rowsOf(rows, table);
  const text = primaryKeyText(table, row);
  const before = collected.get(text) as Row | undefined;
  collected.set(text, before ? summed(table, before, row) : row);
}

/** A row with its sums as they were before anything was added: that is done apart. */
function withSumsOf<Row extends object>(table: Table<Row>, before: Row, row: Row): Row {
  return { ...row, ...Object.fromEntries(table.sums.map((column) => [column, before[column]])) };
}

function summed<Row extends object>(table: Table<Row>, a: Row, b: Row): Row {
  const sums = table.sums.map((column) => [column, (a[column] as bigint) + (b[column] as bigint)]);
  return { ...a, ...Object.fromEntries(sums) };
}
