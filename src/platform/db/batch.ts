import type pg from "pg";
import type { Fields } from "./reading.ts";
import type { Statement } from "./statements.ts";

/** What each of the statements has found. */
export type Answers = readonly (readonly Fields[])[];

/** Statements that leave in one packet and are answered in one: a pipeline of PostgreSQL's extended protocol, with
 *  one Sync at its end. What they find looks as the tables say, so nobody asks for that. The first that fails keeps
 *  those behind it from being run.
 *
 *  A query of one's own, as pg takes it: `client.query(batch)`. */
export class Batch implements pg.Submittable {
  readonly statements: readonly Statement[];
  /** Rejects with what went wrong first. */
  readonly answers: Promise<Answers>;
  readonly #prepared: Set<string>;
  readonly #received: Fields[][];
  readonly #settle: PromiseWithResolvers<Answers>;
  #current = 0;

  /** `prepared`: the names that the connection knows already; those that it learns are added. */
  constructor(statements: readonly Statement[], prepared: Set<string>) {
    this.statements = statements;
    this.#prepared = prepared;
    this.#received = statements.map(() => []);
    this.#settle = Promise.withResolvers();
    this.answers = this.#settle.promise;
  }

  submit(connection: pg.Connection): void {
    connection.stream.cork();
    try {
      for (const statement of this.statements) this.#put(connection, statement);
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
  }

  #put(connection: pg.Connection, { name, text, values }: Statement): void {
    if (!this.#prepared.has(name)) {
      // It may be known all the same, of a batch in which something failed.
      connection.close({ type: "S", name }, true);
      connection.parse({ name, text, types: [] }, true);
    }
    connection.bind({ statement: name, values }, true);
    connection.execute(null, true);
  }

  handleDataRow({ fields }: { readonly fields: Fields }): void {
    this.#received[this.#current]?.push(fields);
  }

  handleCommandComplete(): void {
    const statement = this.statements[this.#current];
    if (statement) this.#prepared.add(statement.name);
    this.#current++;
  }

  handleError(error: Error): void {
    this.#settle.reject(error);
  }

  handleReadyForQuery(): void {
    this.#settle.resolve(this.#received);
  }
}
