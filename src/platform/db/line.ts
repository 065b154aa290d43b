import pg from "pg";
import { keyedConfig } from "./connection.ts";

/** One connection for keyed statements, in pipeline mode: what is sent together goes out together. Opened when it
 *  is needed, and anew after it was lost. */
export class Line {
  readonly #databaseUrl: string;
  #client: Promise<pg.Client> | undefined;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  /** The open connection. Rejects when the database is out of reach. */
  open(): Promise<pg.Client> {
    this.#client ??= this.#connect();
    return this.#client;
  }

  /** Gives up a connection on which nothing can be relied upon any more. */
  async drop(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ ...keyedConfig(this.#databaseUrl), pipeline: true });
    const forget = () => {
      this.#client = undefined;
    };
    client.on("error", forget);
    client.on("end", forget);
    try {
      await client.connect();
      return client;
    } catch (error) {
      forget();
      throw error;
    }
  }
}
