import { setImmediate } from "node:timers/promises";
import type pg from "pg";
import type { Answers } from "./batch.ts";
import { createPool } from "./connection.ts";
import { Line } from "./line.ts";
import { isLostConnection } from "./outcome.ts";
import type { Row } from "./reading.ts";
import { type Statement, selectRows } from "./statements.ts";
import { type Asked, askedBy, byKey, type Key, type Table } from "./table.ts";

type Question = Asked & {
  readonly resolve: (rows: readonly Row[]) => void;
  readonly reject: (error: unknown) => void;
};

/** Reads by key, outside any write. What is asked while the database answers is asked together next, questions of
 *  the same kind as one. Never waits for a write. */
export class Reader {
  readonly #pool: pg.Pool;
  readonly #line: Line;
  #waiting = new Map<string, Question[]>();
  #isAsking = false;

  constructor(databaseUrl: string) {
    this.#pool = createPool(databaseUrl);
    this.#line = new Line(databaseUrl);
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.end(), this.#line.drop()]);
  }

  list<Row extends object>(table: Table<Row>, key: Key<Row>): Promise<readonly Row[]> {
    const asked = askedBy(table, key);
    if (asked.values.some(cannotBeStored)) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const question = { ...asked, resolve: resolve as unknown as Question["resolve"], reject };
      this.#waiting.getOrInsertComputed(asked.kind, newList).push(question);
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
    while (this.#waiting.size > 0) {
      const batches = [...this.#waiting.values()];
      this.#waiting = new Map();
      await this.#answer(batches);
    }
    this.#isAsking = false;
  }

  /** What cannot be answered is the fault of one kind of question, so each is asked by itself then. */
  async #answer(batches: readonly (readonly Question[])[]): Promise<void> {
    try {
      const answers = await this.#ask(batches.map((batch) => selectRows(batch, false)));
      for (const [i, batch] of batches.entries()) deliver(batch, answers[i] ?? []);
    } catch (error) {
      if (batches.length > 1 && !isLostConnection(error)) {
        for (const batch of batches) await this.#answer([batch]);
      } else {
        for (const question of batches.flat()) question.reject(error);
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

function deliver(batch: readonly Question[], rows: readonly Row[]): void {
  const found = byKey(batch[0] as Question, rows);
  for (const { text, resolve } of batch) resolve(found.get(text) ?? []);
}

/** PostgreSQL has no text with NUL, so nothing can be found by it; asking would fail the others' questions too. */
function cannotBeStored(value: unknown): boolean {
  return typeof value === "string" && value.includes("\0");
}
