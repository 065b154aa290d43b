import pg from "pg";
import { onTestFinished } from "vitest";
import { createPool, Reader, table, Writer } from "../../src/platform/db/index.ts";
import { randomToken, uuidAt } from "../../src/platform/ids/index.ts";
import { newDatabase } from "./kassa.ts";

/** A row to try the writer with: `coins` is overwritten, `drops` is added up. */
export type Jar = {
  readonly name: string;
  readonly label: string | null;
  readonly coins: bigint;
  readonly drops: bigint;
};

export const jars = table<Jar>(
  "jars",
  { name: "text", label: "text", coins: "bigint", drops: "bigint" },
  { key: ["name"], sums: ["drops"] },
);

const schema = `create table jars (
  name text primary key,
  label text,
  coins bigint not null,
  drops bigint not null,
  constraint label_taken unique (label),
  constraint jar_overdrawn check (coins >= 0),
  constraint jar_overfull check (drops <= 1000000)
)`;

export function jar(name: string, more: Partial<Jar> = {}): Jar {
  return { name, label: null, coins: 0n, drops: 0n, ...more };
}

export type Shelf = {
  readonly url: string;
  readonly writer: Writer;
  readonly reader: Reader;
  /** The database's own view, beside writer and reader. */
  readonly client: pg.Client;
  /** Another Writer on the same database, as a second process would have. */
  another(options?: { maxQueue?: number; maxGroup?: number }): Writer;
};

/** A database with a shelf of jars for one test. */
export async function useShelf(...there: readonly Jar[]): Promise<Shelf> {
  const database = await newDatabase();
  const client = new pg.Client(database.url);
  const pool = createPool(database.url, 2);
  const writers: Writer[] = [];
  const another: Shelf["another"] = (options) => {
    const writer = newWriter(database.url, options);
    writers.push(writer);
    return writer;
  };
  await client.connect();
  await client.query(schema);
  onTestFinished(async () => {
    await Promise.all(writers.map((writer) => writer.close()));
    await client.end();
    await pool.end();
    await database.drop();
  });
  const writer = another();
  if (there.length > 0) await writer.run(async (tx) => void there.map((row) => tx.insert(jars, row)));
  return { url: database.url, writer, reader: new Reader(pool), client, another };
}

export function newWriter(databaseUrl: string, options: { maxQueue?: number; maxGroup?: number } = {}): Writer {
  const edge = { now: () => Temporal.Now.instant(), idAt: uuidAt, token: randomToken };
  return new Writer({ databaseUrl, edge, ...options });
}

/** Ends the writer's connections as an administrator, or the end of the server, would. */
export async function cutConnections({ client }: Shelf): Promise<number> {
  const { rowCount } = await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kassa' and datname = current_database()",
  );
  return rowCount ?? 0;
}
