import pg from "pg";
import { type Answers, Batch } from "./batch.ts";
import { keyedConfig } from "./connection.ts";
import type { Statement } from "./statements.ts";

/** One connection for keyed statements, a batch of them at a time. Opened when it is needed, and anew after it was
 *  lost. */
export class Line {
  readonly #databaseUrl: string;
  #wire: Promise<Wire> | undefined;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  /** The open connection. A transaction stays with the one it began on. Rejects when the database is out of
   *  reach. */
  open(): Promise<Wire> {
    if (this.#wire) return this.#wire;
    const wire = Wire.connect(this.#databaseUrl, () => {
      if (this.#wire === wire) this.#wire = undefined;
    });
    this.#wire = wire;
    return wire;
  }

  /** Gives up a connection on which nothing can be relied upon any more. */
  async drop(): Promise<void> {
    const wire = this.#wire;
    this.#wire = undefined;
    await (await wire?.catch(() => undefined))?.end();
  }
}

/** One open connection. */
export class Wire {
  readonly #client: pg.Client;
  /** The names of the statements that it knows. */
  readonly #prepared = new Set<string>();

  constructor(client: pg.Client) {
    this.#client = client;
  }

  static async connect(databaseUrl: string, onLost: () => void): Promise<Wire> {
    const client = new pg.Client(keyedConfig(databaseUrl));
    client.on("error", onLost);
    client.on("end", onLost);
    try {
      await client.connect();
      return new Wire(client);
    } catch (error) {
      onLost();
      throw error;
    }
  }

  /** Sends all in one packet, so that the database is woken once, and answers what each has found. Throws the first
   *  thing that went wrong; what stood behind it was not run. */
  send(statements: readonly Statement[]): Promise<Answers> {
    return this.#client.query(new Batch(statements, this.#prepared)).answers;
  }

  async end(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }
}
