import type pg from "pg";
import { createPool } from "./connection.ts";
import { Line } from "./line.ts";
import { isLostConnection } from "./outcome.ts";
import { type Statement, selectRows } from "./statements.ts";
import { type AnyTable, type Key, keyText, keyTextOf, type Table } from "./table.ts";

type Question = {
  readonly table: AnyTable;
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
  readonly resolve: (rows: readonly Record<string, unknown>[]) => void;
  readonly reject: (error: unknown) => void;
};

/** Reads by key, outside any write. Questions of the same kind that arrive while one is being answered are
 *  asked together. Never waits for a write. */
export class Reader {
  readonly #pool: pg.Pool;
  readonly #line: Line;
  readonly #waiting = new Map<string, Question[]>();
  readonly #busy = new Set<string>();

  constructor(databaseUrl: string) {
    this.#pool = createPool(databaseUrl);
    this.#line = new Line(databaseUrl);
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.end(), this.#line.drop()]);
  }

  list<Row extends object>(table: Table<Row>, key: Key<Row>): Promise<readonly Row[]> {
    if (Object.values(key).some(cannotBeStored)) return Promise.resolve([]);
    const kind = `${table.name}:${Object.keys(key).join()}`;
    return new Promise((resolve, reject) => {
      const questions = this.#waiting.get(kind) ?? [];
      this.#waiting.set(kind, questions);
      questions.push({
        table,
        columns: Object.keys(key),
        values: Object.values(key),
        resolve: resolve as unknown as Question["resolve"],
        reject,
      });
      if (!this.#busy.has(kind)) void this.#answer(kind);
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

  async #answer(kind: string): Promise<void> {
    this.#busy.add(kind);
    await undefined;
    for (let batch = this.#take(kind); batch.length > 0; batch = this.#take(kind)) await this.#ask(batch);
    this.#busy.delete(kind);
  }

  #take(kind: string): Question[] {
    const batch = this.#waiting.get(kind) ?? [];
    this.#waiting.delete(kind);
    return batch;
  }

  /** Reading again after a lost connection is harmless. */
  async #read(statement: Statement): Promise<Record<string, unknown>[]> {
    const ask = async () => (await this.#line.open()).send([statement]);
    const [answer] = await ask().catch(async (error) => {
      if (!isLostConnection(error)) throw error;
      await this.#line.drop();
      return ask();
    });
    return answer?.rows ?? [];
  }

  async #ask(batch: readonly Question[]): Promise<void> {
    const { table, columns } = batch[0] as Question;
    const text = (values: readonly unknown[]) => keyText(table.name, columns, values);
    const keys = new Map(batch.map((question) => [text(question.values), question.values]));
    try {
      const rows = await this.#read(selectRows(table, columns, [...keys.values()], false));
      const found = Map.groupBy(rows, (row) => keyTextOf(table, columns, row));
      for (const question of batch) question.resolve(found.get(text(question.values)) ?? []);
    } catch (error) {
      for (const question of batch) question.reject(error);
    }
  }
}

/** PostgreSQL has no text with NUL, so nothing can be found by it; asking would fail the others' questions too. */
function cannotBeStored(value: unknown): boolean {
  return typeof value === "string" && value.includes("\0");
}
