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
const bytesPerPayment = 5_800;
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

/** Fills the tables with copies of the orders they hold until there are so many payments, and leaves them as they would
 *  be had they grown with time: the planner knows them, and nothing is left for the housekeeping to catch up with. */
export async function fill(
  databaseUrl: string,
  payments: number,
  say: (text: string) => void,
): Promise<void> {
  const copies = Math.ceil(payments / ordersInPattern);
  const waiting = [...filled];
  await withClient(databaseUrl, async (client) => {
    await client.query("alter system set max_wal_size = '8GB'");
    await client.query("select pg_reload_conf()");
    await keepPatterns(client);
  });
  const worker = () =>
    withClient(databaseUrl, async (client) => {
      await client.query("set synchronous_commit = off; set maintenance_work_mem = '512MB'");
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { table, isAppended } = next;
        const last = isAppended ? Math.min(copies, mostAppended / ordersInPattern) : copies;
        await withoutIndexes(client, table, () => copy(client, table, last));
        await client.query(`vacuum (analyze) ${table}`);
        say(`${table} is filled`);
      }
    });
  await Promise.all(Array.from({ length: connections }, worker));
  await withClient(databaseUrl, async (client) => void (await client.query("checkpoint")));
}

/** How much the database holds, in gigabytes. */
export async function sizeOf(databaseUrl: string): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query("select pg_database_size(current_database())::float8 as bytes");
    return rows[0].bytes / gigabyte;
  });
}

async function withClient<Result>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function copy(client: pg.Client, table: string, copies: number): Promise<void> {
  const text = await copying(client, table);
  for (let from = 1; from <= copies; from += atOnce)
    await client.query({ name: table, text, values: [from, Math.min(copies, from + atOnce - 1)] });
}
