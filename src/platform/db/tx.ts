import { type AnyTable, type Asked, askedBy, type Key, primaryKeyText, type Table } from "./table.ts";

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
export type Request = Asked & {
  readonly tx: BufferedTx;
  readonly lock: boolean;
  readonly resolve: (rows: readonly object[]) => void;
};

/** What a verb takes from the edge of the program. */
export type Source = { idAt(now: Temporal.Instant): string; token(bytes: number): string };

/** What a verb knows and hands over of one row. */
export type Entry = {
  readonly table: AnyTable;
  /** As it was loaded. */
  stored: object | undefined;
  /** As the verb wants it: inserted when `isNew`, otherwise updated. */
  written: object | undefined;
  isNew: boolean;
  /** To be added onto the stored row. */
  sums: object | undefined;
};

/** The `Tx` of one run of one verb: asks through `ask`, collects what is to be written. */
export class BufferedTx implements Tx {
  readonly now: Temporal.Instant;
  readonly #entries = new Map<AnyTable, Map<string, Entry>>();
  /** What each key led to that this verb has taken, by table; an absent row is there without an entry. */
  readonly #taken = new Map<AnyTable, Map<string, Entry | undefined>>();
  readonly #source: Source;
  readonly #ask: (request: Request) => void;

  constructor(now: Temporal.Instant, source: Source, ask: (request: Request) => void) {
    this.now = now;
    this.#source = source;
    this.#ask = ask;
  }

  /** By table and the text of the primary key. */
  get entries(): ReadonlyMap<AnyTable, ReadonlyMap<string, Entry>> {
    return this.#entries;
  }

  id(): string {
    return this.#source.idAt(this.now);
  }

  token(bytes: number): string {
    return this.#source.token(bytes);
  }

  async lock<Row extends object>(table: Table<Row>, key: Key<Row>): Promise<Row | undefined> {
    const asked = askedBy(table, key);
    const { text } = asked;
    const taken = this.#taken.getOrInsertComputed(table, newMap<Entry | undefined>);
    const known: Entry | undefined = this.#entries.get(table)?.get(text) ?? taken.get(text);
    if (known?.stored || known?.written) return latest(known) as Row;
    if (taken.has(text)) return undefined;

    const [row] = await this.#request(asked, true);
    const entry = row && this.#entryOf(table, row);
    if (entry) entry.stored ??= row;
    taken.set(text, entry);
    return entry && (latest(entry) as Row);
  }

  async list<Row extends object>(table: Table<Row>, key: Key<Row>): Promise<readonly Row[]> {
    return (await this.#request(askedBy(table, key), false)) as readonly Row[];
  }

  insert<Row extends object>(table: Table<Row>, row: NoInfer<Row>): Row {
    const entry = this.#entryOf(table, row);
    entry.written = row;
    entry.isNew = true;
    return row;
  }

  update<Row extends object>(table: Table<Row>, row: NoInfer<Row>): Row {
    const entry = this.#entryOf(table, row);
    const before = (entry.stored ?? entry.written) as Row | undefined;
    entry.written = before && table.sums.length > 0 ? withSumsOf(table, before, row) : row;
    return row;
  }

  accumulate<Row extends object>(table: Table<Row>, row: NoInfer<Row>): void {
    const entry = this.#entryOf(table, row);
    entry.sums = entry.sums ? summed(table, entry.sums, row) : row;
  }

  inserted<Row extends object>(table: Table<Row>): readonly Row[] {
    const rows: object[] = [];
    for (const { isNew, written } of this.#entries.get(table)?.values() ?? []) {
      if (isNew && written) rows.push(written);
    }
    return rows as Row[];
  }

  #entryOf(table: AnyTable, row: object): Entry {
    const entries = this.#entries.getOrInsertComputed(table, newMap<Entry>);
    const text = primaryKeyText(table, row);
    const known = entries.get(text);
    if (known) return known;
    const entry = { table, stored: undefined, written: undefined, isNew: false, sums: undefined };
    entries.set(text, entry);
    return entry;
  }

  #request(asked: Asked, lock: boolean): Promise<readonly object[]> {
    return new Promise((resolve) => {
      this.#ask({ ...asked, tx: this, lock, resolve });
    });
  }
}

export const newMap = <Value>(): Map<string, Value> => new Map();

/** A row this verb has already changed is seen as changed. */
function latest({ table, stored, written, sums }: Entry): object | undefined {
  const row = written ?? stored;
  return row && sums ? summed(table, row, sums) : row;
}

/** The columns that an update is about; keys stay, and sums are added apart. */
export function changedColumns({ table, stored, written }: Entry): string[] {
  const columns: string[] = [];
  for (const column in table.columns) {
    const isChanged = !stored || (stored as Values)[column] !== (written as Values)[column];
    if (isChanged && !table.key.includes(column) && !table.sums.includes(column)) columns.push(column);
  }
  return columns;
}

type Values = Record<string, unknown>;

/** A row with its sums as they were before anything was added: that is done apart. */
function withSumsOf(table: AnyTable, before: object, row: object): object {
  const result: Values = { ...row };
  for (const column of table.sums) result[column] = (before as Values)[column];
  return result;
}

/** `a` with the sums of both. */
export function summed(table: AnyTable, a: object, b: object): object {
  const result: Values = { ...a };
  for (const column of table.sums)
    result[column] = ((a as Values)[column] as bigint) + ((b as Values)[column] as bigint);
  return result;
}
