import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { clientConfig } from "./connection.ts";

const folder = join(import.meta.dirname, "../../../migrations");

/** Brings the database's schema up to date: every file of `migrations/` once, in order, each in a transaction.
 *  Safe to run from several processes at once. Returns the names that were applied. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client(clientConfig(databaseUrl));
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('kassa migrations'))");
    await client.query(
      "create table if not exists migrations (name text primary key, applied_at timestamptz not null)",
    );
    const applied = new Set((await client.query("select name from migrations")).rows.map((row) => row.name));
    const missing = (await readdir(folder))
      .sort()
      .filter((name) => name.endsWith(".sql") && !applied.has(name));
    for (const name of missing) await apply(client, name);
    return missing;
  } finally {
    await client.end();
  }
}

async function apply(client: pg.Client, name: string): Promise<void> {
  const sql = await readFile(join(folder, name), "utf8");
  try {
    await client.query(`begin; ${sql}; insert into migrations values ('${name}', now()); commit`);
  } catch (cause) {
    await client.query("rollback");
    throw new Error(`migration ${name} failed: ${(cause as Error).message}`, { cause });
  }
}

/** Creates the database named in `databaseUrl` on its server unless it is there; answers its URL. */
export async function ensureDatabase(serverUrl: string, name: string, template?: string): Promise<string> {
  const client = new pg.Client(clientConfig(serverUrl));
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    const from = template ? ` template ${client.escapeIdentifier(template)}` : "";
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(name)}${from}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
