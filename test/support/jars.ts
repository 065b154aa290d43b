import pg from "pg";
import { afterAll, onTestFinished } from "vitest";
import { Reader, type Tx, table, Writer } from "../../src/platform/db/index.ts";
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

/** A verb that puts coins into a jar, which must be there. */
export function put(name: string, coins: bigint) {
  return async (tx: Tx) => {
    const known = await tx.lock(jars, { name });
    if (!known) throw new Error(`there is no jar ${name}`);
    return tx.update(jars, { ...known, coins: known.coins + coins }).coins;
  };
}

/** A verb that creates the jar or counts up its coins. */
export function upsert(name: string) {
  return async (tx: Tx) => {
    const known = await tx.lock(jars, { name });
    if (!known) return tx.insert(jars, jar(name, { coins: 1n })).coins;
    return tx.update(jars, { ...known, coins: known.coins + 1n }).coins;
  };
}

export function times<Result>(count: number, make: (i: number) => Result): Result[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

export async function coinsOf({ reader }: Shelf, name: string): Promise<bigint | undefined> {
  return (await reader.find(jars, { name }))?.coins;
}

type Options = { readonly databaseUrl?: string; readonly maxQueue?: number; readonly maxGroup?: number };

export type Shelf = {
  readonly url: string;
  readonly writer: Writer;
  readonly reader: Reader;
  /** The database's own view, beside writer and reader. */
  readonly client: pg.Client;
  /** Another Writer on the same database, as a second process would have. */
  another(options?: Options): Writer;
};

let opened: ReturnType<typeof newDatabase> | undefined;

afterAll(async () => (await opened)?.drop());

/** The file's database, with a shelf of these jars and no others for one test. */
export async function useShelf(...there: readonly Jar[]): Promise<Shelf> {
  opened ??= newDatabase();
  const { url } = await opened;
  const client = new pg.Client(url);
  const reader = new Reader(url);
  const writers: Writer[] = [];
  const another: Shelf["another"] = (options) => {
    const writer = newWriter({ databaseUrl: url, ...options });
    writers.push(writer);
    return writer;
  };
  await client.connect();
  await client.query(`drop table if exists jars; ${schema}`);
  onTestFinished(async () => {
    await Promise.all(writers.map((writer) => writer.close()));
    await Promise.all([client.end(), reader.close()]);
  });
  const first = another();
  if (there.length > 0) await first.run(async (tx) => void there.map((row) => tx.insert(jars, row)));
  await first.close();
  return { url, writer: another(), reader, client, another };
}

/** `now`: a clock that the test moves. */
export function newWriter({
  now = () => Temporal.Now.instant(),
  ...options
}: Options & { readonly databaseUrl: string; readonly now?: () => Temporal.Instant }): Writer {
  return new Writer({ edge: { now, idAt: uuidAt, token: randomToken }, ...options });
}

/** Ends the writer's connections as an administrator, or the end of the server, would. */
export async function cutConnections({ client }: Shelf): Promise<number> {
  const { rowCount } = await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kassa' and datname = current_database()",
  );
  return rowCount ?? 0;
}
