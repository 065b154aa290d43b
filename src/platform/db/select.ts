import { type Fields, type Row, readerOf } from "./reading.ts";
import { type Statement, selectRows } from "./statements.ts";
import type { Asked, Columns } from "./table.ts";

type Question = Pick<Asked, "values" | "text">;

/** What is asked by the same columns, as one statement; what is asked twice stands in it once. */
export class Select {
  readonly #by: Columns;
  readonly #lock: boolean;
  readonly #keys: (readonly unknown[])[] = [];
  readonly #places = new Map<string, number>();

  /** `lock` takes the rows for change. */
  constructor(by: Columns, questions: readonly Question[], lock: boolean) {
    this.#by = by;
    this.#lock = lock;
    for (const { text, values } of questions) {
      if (!this.#places.has(text)) this.#places.set(text, this.#keys.push(values));
    }
  }

  /** Throws TypeError or RangeError when a value is none of its column. */
  get statement(): Statement {
    return selectRows(this.#by, this.#keys, this.#lock);
  }

  /** Reads what the statement has found; answers whose it is. */
  read(found: readonly Fields[]): (question: Question) => readonly Row[] {
    const { table } = this.#by;
    const width = Object.keys(table.columns).length;
    const readRow = readerOf(table);
    const rows = new Map<number | undefined, Row[]>();
    for (const fields of found)
      rows.getOrInsertComputed(Number(fields[width]), newList).push(readRow(fields));
    return ({ text }) => rows.get(this.#places.get(text)) ?? [];
  }
}

const newList = (): Row[] => [];
