import { Socket } from "node:net";
import pg from "pg";
import { keyedConfig } from "./connection.ts";
import type { Statement } from "./statements.ts";

/** One connection for keyed statements, in pipeline mode. Opened when it is needed, and anew after it was lost. */
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
  readonly #socket: Socket;

  constructor(client: pg.Client, socket: Socket) {
    this.#client = client;
    this.#socket = socket;
  }

  static async connect(databaseUrl: string, onLost: () => void): Promise<Wire> {
    const socket = new Socket();
    const client = new pg.Client({ ...keyedConfig(databaseUrl), pipeline: true, stream: () => socket });
    client.on("error", onLost);
    client.on("end", onLost);
    try {
      await client.connect();
      return new Wire(client, socket);
    } catch (error) {
      onLost();
      throw error;
    }
  }

  /** Sends all in one packet, so that the database is woken once, and waits for all. Throws the first thing that
   *  went wrong, which is the cause of the rest. */
  async send(statements: readonly Statement[]): Promise<pg.QueryResult[]> {
    const settled = await this.sendEach(statements);
    return settled.map((outcome) => {
      if (outcome.status === "rejected") throw outcome.reason;
      return outcome.value;
    });
  }

  /** The same for statements that have nothing to do with each other: each has an outcome of its own. */
  sendEach(statements: readonly Statement[]): Promise<PromiseSettledResult<pg.QueryResult>[]> {
    this.#socket.cork();
    const answers = statements.map((statement) => this.#client.query(statement));
    this.#socket.uncork();
    return Promise.allSettled(answers);
  }

  async end(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }
}
