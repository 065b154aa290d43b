import { setImmediate } from "node:timers/promises";
import type pg from "pg";
import type { Answers } from "./batch.ts";
import { createPool, parserOf } from "./connection.ts";
import { Line } from "./line.ts";
import { isLostConnection } from "./outcome.ts";
import type { Fields, Row } from "./reading.ts";
import { Select } from "./select.ts";
import { type Statement, selectValue } from "./statements.ts";
import { type Asked, askedBy, type Columns, type Key, type PgType, type Table } from "./table.ts";

type Question = Pick<Asked, "values" | "text"> & {
  readonly resolve: (rows: readonly Row[]) => void;
  readonly reject: (error: unknown) => void;
};

/** A statement, and who waits for what it finds. */
type Inquiry = {
  readonly statement: Statement;
  readonly resolve: (found: readonly Fields[]) => void;
  readonly reject: (error: unknown) => void;
};

/** Reads by key, outside any write. What is asked while the database answers is asked together next, questions of
 *  the same kind as one. Never waits for a write. */
export class Reader {
  readonly #pool: pg.Pool;
  readonly #line: Line;
  #waiting = new Map<Columns, Question[]>();
  #values: Inquiry[] = [];
  #isAsking = false;

  constructor(databaseUrl: string) {
    this.#pool = createPool(databaseUrl);
    this.#line = new Line(databaseUrl);
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.end(), this.#line.drop()]);
  }

  list<Row extends object>(table: Table<Row>, key: Key<Row>): Promise<readonly Row[]> {
    const { by, values, text } = askedBy(table, key);
    if (values.some(cannotBeStored)) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const question = { values, text, resolve: resolve as unknown as Question["resolve"], reject };
      this.#waiting.getOrInsertComputed(by, newList).push(question);
      if (!this.#isAsking) void this.#answerAll();
    });
  }

  /** The only value that a SELECT of a `queries.ts` finds; null when it finds nothing. It is asked together with what else
   *  is, and planned once: its text stays the same. */
  value<Value>(type: PgType, text: string, values: readonly string[] = []): Promise<Value | null> {
    const parse = parserOf(type);
    return new Promise((resolve, reject) => {
      const settle = ([fields]: readonly Fields[]) => {
        const field = fields?.[0] ?? null;
        resolve(field === null ? null : (parse(field) as Value));
      };
      this.#values.push({ statement: selectValue(text, values), resolve: settle, reject });
      if (!this.#isAsking) void this.#answerAll();
    });
  }

  async find<Row extends object>(table: Table<Row>, key: Key<Row>): Promise<Row | undefined> {
    return (await this.list(table, key))[0];
  }

  /** One SELECT of a `queries.ts`. */
  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.#pool.query(text, [...values]);
    return rows as Row[];
  }

  /** Whether the database can be reached. */
  async isAnswering(): Promise<boolean> {
    return this.#pool.query("select 1").then(
      () => true,
      () => false,
    );
  }

  async #answerAll(): Promise<void> {
    this.#isAsking = true;
    // What else is asked in this turn of the event loop goes along.
    await setImmediate();
    while (this.#waiting.size + this.#values.length > 0) {
      const inquiries = [...[...this.#waiting].map(inquiryOf), ...this.#values];
      this.#waiting = new Map();
      this.#values = [];
      await this.#answer(inquiries);
    }
    this.#isAsking = false;
  }

  /** What cannot be answered is the fault of one inquiry, so each is made by itself then. */
  async #answer(inquiries: readonly Inquiry[]): Promise<void> {
    try {
      const answers = await this.#ask(inquiries.map(({ statement }) => statement));
      for (const [i, { resolve }] of inquiries.entries()) resolve(answers[i] ?? []);
    } catch (error) {
      if (inquiries.length > 1 && !isLostConnection(error)) {
        for (const inquiry of inquiries) await this.#answer([inquiry]);
      } else {
        for (const { reject } of inquiries) reject(error);
      }
    }
  }

  /** Reading again after a lost connection is harmless. */
  async #ask(statements: readonly Statement[]): Promise<Answers> {
    try {
      return await (await this.#line.open()).send(statements);
    } catch (error) {
      if (!isLostConnection(error)) throw error;
      await this.#line.drop();
      return (await this.#line.open()).send(statements);
    }
  }
}

const newList = (): Question[] => [];

/** What is asked by the same columns. */
function inquiryOf([by, questions]: [Columns, readonly Question[]]): Inquiry {
  const select = new Select(by, questions, false);
  return {
    get statement() {
      return select.statement;
    },
    resolve(found) {
      const rowsOf = select.read(found);
      for (const question of questions) question.resolve(rowsOf(question));
    },
    reject(error) {
      for (const { reject } of questions) reject(error);
    },
  };
}

/** PostgreSQL has no text with NUL, so nothing can be found by it; asking would fail the others' questions too. */
function cannotBeStored(value: unknown): boolean {
  return typeof value === "string" && value.includes("\0");
}
