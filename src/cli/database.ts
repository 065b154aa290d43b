import { mkdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import type { Config } from "../platform/config/index.ts";
import { ensureDatabase, migrate, reachableDataDir, startEmbedded } from "../platform/db/index.ts";
import { randomToken } from "../platform/ids/index.ts";

export type Database = {
  readonly url: string;
  /** The key that seals secrets at rest. */
  readonly secretKey: string;
  /** The keys that seal card numbers, by version. */
  readonly vaultKeys: string;
  readonly description: string;
  stop(): Promise<void>;
};

/** The database that the configuration asks for, migrated. `alone`: no other Kassa may work on an embedded one;
 *  commands that only visit leave it running when it was. */
export async function openDatabase(config: Config, { alone }: { alone: boolean }): Promise<Database> {
  const dataDir = await chooseDataDir(config);
  const database = config.databaseUrl ? atServer(config.databaseUrl) : await embedded(dataDir, alone);
  await migrate(database.url);
  return {
    ...database,
    secretKey: config.secretKey ?? (await ownSecret(dataDir, "secret.key", () => randomToken(32))),
    vaultKeys: config.vaultKeys ?? (await ownSecret(dataDir, "vault.keys", () => `1:${randomToken(32)}`)),
  };
}

function atServer(url: string) {
  return { url, description: `PostgreSQL at ${new URL(url).host}`, stop: async () => undefined };
}

async function embedded(dataDir: string, alone: boolean) {
  const postgres = await startEmbedded(dataDir);
  const stopOurs = async () => {
    if (alone || !postgres.wasRunning) await postgres.stop();
  };
  try {
    const lock = alone ? await lockForUs(postgres.url, dataDir) : undefined;
    const url = await ensureDatabase(postgres.url, "kassa");
    const stop = async () => {
      await lock?.end();
      await stopOurs();
    };
    return { url, description: `embedded PostgreSQL in ${dataDir}`, stop };
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) await stopOurs();
    throw error;
  }
}

/** Another Kassa works on this data directory. */
export class AlreadyRunning extends Error {
  override readonly name = "AlreadyRunning";
}

/** A connection that holds the directory as long as this process lives. */
async function lockForUs(url: string, dataDir: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on("error", () => undefined);
  await client.connect();
  const { rows } = await client.query(
    "select pg_try_advisory_lock(hashtext('kassa data directory')) as ours",
  );
  if (rows[0]?.ours) return client;
  await client.end();
  throw new AlreadyRunning(
    `Another Kassa already runs on ${dataDir}. Stop it, or set KASSA_DATA_DIR and PORT.`,
  );
}

async function chooseDataDir(config: Config): Promise<string> {
  const wanted = resolve(config.dataDir ?? ".kassa");
  if (config.databaseUrl) return wanted;
  const dir = await reachableDataDir(wanted, "/var/lib/kassa");
  if (dir === wanted) return dir;
  if (!config.dataDir) return dir;
  throw new Error(
    `The user postgres cannot enter ${wanted} (run by root, PostgreSQL works as that user; ${homedir()} may be private). Choose another KASSA_DATA_DIR, such as ${dir}.`,
  );
}

/** Made once; whoever has the data directory has the secret. */
async function ownSecret(dataDir: string, name: string, make: () => string): Promise<string> {
  const file = join(dataDir, name);
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, make(), { flag: "wx", mode: 0o600 }).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
  return (await readFile(file, "utf8")).trim();
}
