import { type AnyTable, Columns, primaryKeyText } from "./table.ts";

/** What a verb knows and hands over of one row. */
export type Entry = {
  /** The text of its primary key, once somebody has looked for a row. */
  key: string | undefined;
  /** As it was loaded. */
  stored: object | undefined;
  /** As the verb wants it: inserted when `isNew`, otherwise updated. */
  written: object | undefined;
  isNew: boolean;
  /** To be added onto the stored row. */
  sums: object | undefined;
};

const blank: Entry = { key: undefined, stored: undefined, written: undefined, isNew: false, sums: undefined };

/** Up to so many are found faster one by one than by a map, because their keys are texts put together anew. */
const few = 8;

/** What a verb knows and hands over of the rows of a table. Most rows are only inserted, so keys are not looked at before
 *  somebody looks for a row. */
export class Entries {
  readonly #table: AnyTable;
  readonly #all: Entry[] = [];
  #byKey: Map<string, Entry> | undefined;
  #areAllNew = true;

  constructor(table: AnyTable) {
    this.#table = table;
  }

  [Symbol.iterator](): Iterator<Entry> {
    return this.#all.values();
  }

  /** By the text of its primary key. */
  find(key: string): Entry | undefined {
    if (this.#all.length <= few) return this.#all.find((entry) => this.#keyOf(entry) === key);
    this.#byKey ??= new Map(this.#all.map((entry) => [this.#keyOf(entry), entry]));
    return this.#byKey.get(key);
  }

  /** That of this row, known or not. */
  of(row: object): Entry {
    this.#areAllNew = false;
    const key = primaryKeyText(this.#table, row);
    return this.find(key) ?? this.#add({ ...blank, key });
  }

  insert(row: object): void {
    if (this.#areAllNew) this.#add({ ...blank, written: row, isNew: true });
    else Object.assign(this.of(row), { written: row, isNew: true });
  }

  #add(entry: Entry): Entry {
    this.#all.push(entry);
    this.#byKey?.set(this.#keyOf(entry), entry);
    return entry;
  }

  /** Those without a key so far are new. */
  #keyOf(entry: Entry): string {
    entry.key ??= primaryKeyText(this.#table, entry.written as object);
    return entry.key;
  }
}

/** A row this verb has already changed is seen as changed. */
export function latest(table: AnyTable, { stored, written, sums }: Entry): object | undefined {
  const row = written ?? stored;
  return row && sums ? summed(table, row, sums) : row;
}

/** The columns that an update is about. */
export function changedColumns(table: AnyTable, { stored, written }: Entry): Columns {
  const changeable = changeables.getOrInsertComputed(table, changeableOf);
  return Columns.of(
    table,
    changeable.filter((column) => !stored || (stored as Values)[column] !== (written as Values)[column]),
  );
}

const changeables = new WeakMap<AnyTable, readonly string[]>();

/** Keys stay, and sums are added apart. */
function changeableOf({ columns, key, sums }: AnyTable): readonly string[] {
  return Object.keys(columns).filter((column) => !key.includes(column) && !sums.includes(column));
}

/** `a` with the sums of both. */
export function summed(table: AnyTable, a: object, b: object): object {
  const result: Values = { ...a };
  for (const column of table.sums)
    result[column] = ((a as Values)[column] as bigint) + ((b as Values)[column] as bigint);
  return result;
}

type Values = Record<string, unknown>;
