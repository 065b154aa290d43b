import { orderedToken } from "../ids/index.ts";
import { Entries, type Entry, latest, summed } from "./entries.ts";
import { type AnyTable, type Asked, askedBy, type Columns, type Key, type Table } from "./table.ts";

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
  /** The same behind twelve digits of time: for what rows are found by, so that new ones lie together in an index. */
  orderedToken(bytes: number): string;
  /** Takes the row for change; nobody else changes it until this verb is done. Or takes its absent key, which no
   *  other verb of this process then creates; between processes the row's unique key decides. */
  lock<Row extends object>(table: Table<Row>, key: Key<Row>): Promise<Row | undefined>;
  /** Reads rows without taking them: settings, or children of a row this verb has locked. */
  list<Row extends object>(table: Table<Row>, key: Key<Row>): Promise<readonly Row[]>;
  /** Hands over a new row; each key once. */
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

/** The `Tx` of one run of one verb: asks through `ask`, collects what is to be written. */
export class BufferedTx implements Tx {
  readonly now: Temporal.Instant;
  readonly #known = new Map<AnyTable, Entries>();
  /** What each key led to that this verb has taken; an absent row is there without an entry. */
  readonly #taken = new Map<Columns, Map<string, Entry | undefined>>();
  readonly #source: Source;
  readonly #ask: (request: Request) => void;

  constructor(now: Temporal.Instant, source: Source, ask: (request: Request) => void) {
    this.now = now;
    this.#source = source;
    this.#ask = ask;
  }

  get entries(): ReadonlyMap<AnyTable, Iterable<Entry>> {
    return this.#known;
  }

  id(): string {
    return this.#source.idAt(this.now);
  }

  token(bytes: number): string {
    return this.#source.token(bytes);
  }

  orderedToken(bytes: number): string {
    return orderedToken(this.now, this.token(bytes));
  }

  async lock<Row extends object>(table: Table<Row>, key: Key<Row>): Promise<Row | undefined> {
    const asked = askedBy(table, key);
    const { by, text } = asked;
    const taken = this.#taken.getOrInsertComputed(by, newMap<Entry | undefined>);
    const known = (by.isPrimaryKey ? this.#known.get(table)?.find(text) : undefined) ?? taken.get(text);
    if (known?.stored || known?.written) return latest(table, known) as Row;
    if (taken.has(text)) return undefined;

    const [row] = await this.#request(asked, true);
    const entry = row && this.#entriesOf(table).of(row);
    if (entry) entry.stored ??= row;
    taken.set(text, entry);
    return entry && (latest(table, entry) as Row);
  }

  async list<Row extends object>(table: Table<Row>, key: Key<Row>): Promise<readonly Row[]> {
    return (await this.#request(askedBy(table, key), false)) as readonly Row[];
  }

  insert<Row extends object>(table: Table<Row>, row: NoInfer<Row>): Row {
    this.#entriesOf(table).insert(row);
    return row;
  }

  update<Row extends object>(table: Table<Row>, row: NoInfer<Row>): Row {
    const entry = this.#entriesOf(table).of(row);
    const before = (entry.stored ?? entry.written) as Row | undefined;
    entry.written = before && table.sums.length > 0 ? withSumsOf(table, before, row) : row;
    return row;
  }

  accumulate<Row extends object>(table: Table<Row>, row: NoInfer<Row>): void {
    const entry = this.#entriesOf(table).of(row);
    entry.sums = entry.sums ? summed(table, entry.sums, row) : row;
  }

  inserted<Row extends object>(table: Table<Row>): readonly Row[] {
    const rows: object[] = [];
    for (const { isNew, written } of this.#known.get(table) ?? []) {
      if (isNew && written) rows.push(written);
    }
    return rows as Row[];
  }

  #entriesOf(table: AnyTable): Entries {
    return this.#known.getOrInsertComputed(table, () => new Entries(table));
  }

  #request(asked: Asked, lock: boolean): Promise<readonly object[]> {
    return new Promise((resolve) => {
      this.#ask({ ...asked, tx: this, lock, resolve });
    });
  }
}

export const newMap = <Value>(): Map<string, Value> => new Map();

/** A row with its sums as they were before anything was added: that is done apart. */
function withSumsOf(table: AnyTable, before: object, row: object): object {
  const result: Values = { ...row };
  for (const column of table.sums) result[column] = (before as Values)[column];
  return result;
}

type Values = Record<string, unknown>;
