import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import pg from "pg";
import { copying, filled, keepPatterns } from "./copies.ts";
import { withoutIndexes } from "./indexes.ts";

/** Orders in the pattern: how they end is how all payments end. */
export const pattern = { finished: 3, returned: 1, canceled: 1 } as const;
export const ordersInPattern = pattern.finished + pattern.returned + pattern.canceled;

/** Tables that are only added to hold no more than this: the journal forgets, and nobody looks anything up. */
const mostAppended = 50_000;
const atOnce = 2_000;
const connections = 2;

/** As the tables come out, indexes included; the write-ahead log takes as much again, up to its limit. */
const bytesPerPayment = 4_200;
const bytesPerAppended = 5_000;
const mostLogBytes = 10e9;
const gigabyte = 1e9;

/** The disk has no room for what was asked. */
export class NotEnoughSpace extends Error {
  override readonly name = "NotEnoughSpace";
}

/** Says how much room so many payments need. Throws when there is less. */
export async function needSpaceFor(payments: number): Promise<string> {
  const data = payments * bytesPerPayment + Math.min(payments, mostAppended) * bytesPerAppended;
  const bytes = data + Math.min(data, mostLogBytes);
  const { bavail, bsize } = await statfs(tmpdir());
  const need = `${payments} payments need about ${(bytes / gigabyte).toFixed(1)} GB`;
  const free = `${((bavail * bsize) / gigabyte).toFixed(1)} GB are free in ${tmpdir()}`;
  if (bytes > bavail * bsize) throw new NotEnoughSpace(`${need}, and ${free}`);
  return `${need}; ${free}`;
}

/** Fills a Kassa's tables with copies of the orders it holds. */
export class Filling {
  readonly #databaseUrl: string;
  #copies = 0;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  /** Takes the orders that are there now as the pattern. */
  async begin(): Promise<void> {
    await this.#withClient(async (client) => {
      await client.query("alter system set max_wal_size = '8GB'");
      await client.query("select pg_reload_conf()");
      await keepPatterns(client);
    });
  }

  /** Adds copies until there are so many payments, and leaves the tables as they would be had they grown with time: the
   *  planner knows them, and nothing is left for the housekeeping to catch up with. */
  async growTo(payments: number, say: (text: string) => void): Promise<void> {
    const from = this.#copies + 1;
    this.#copies = Math.ceil(payments / ordersInPattern);
    const waiting = [...filled];
    const worker = () =>
      this.#withClient(async (client) => {
        await client.query("set synchronous_commit = off; set maintenance_work_mem = '512MB'");
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const { table, isAppended } = next;
          const last = isAppended ? Math.min(this.#copies, mostAppended / ordersInPattern) : this.#copies;
          await withoutIndexes(client, table, () => copy(client, table, from, last));
          await client.query(`vacuum (analyze) ${table}`);
          say(`${table} is filled`);
        }
      });
    await Promise.all(Array.from({ length: connections }, worker));
    await this.#withClient(async (client) => void (await client.query("checkpoint")));
  }

  /** How much the database holds, in gigabytes. */
  async size(): Promise<number> {
    return this.#withClient(async (client) => {
      const { rows } = await client.query("select pg_database_size(current_database())::float8 as bytes");
      return rows[0].bytes / gigabyte;
    });
  }

  async #withClient<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    const client = new pg.Client(this.#databaseUrl);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}

async function copy(client: pg.Client, table: string, first: number, last: number): Promise<void> {
  const text = await copying(client, table);
  for (let from = first; from <= last; from += atOnce)
    await client.query({ name: table, text, values: [from, Math.min(last, from + atOnce - 1)] });
}
