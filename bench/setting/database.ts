import { ensureDatabase, migrate, startEmbedded } from "../../src/platform/db/index.ts";
import { temporaryFolder } from "./folder.ts";

export type Database = AsyncDisposable & { readonly url: string; readonly dataDir: string };

/** A migrated database on a PostgreSQL of its own, set up as Kassa sets up its embedded one. */
export async function openDatabase(): Promise<Database> {
  const folder = await temporaryFolder();
  const postgres = await startEmbedded(folder.path);
  const url = await ensureDatabase(postgres.url, "kassa");
  await migrate(url);
  return {
    url,
    dataDir: folder.path,
    async [Symbol.asyncDispose]() {
      await postgres.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** The database of a Kassa that runs on `dataDir`. */
export async function databaseOf({ dataDir }: { readonly dataDir: string }): Promise<string> {
  const { url } = await startEmbedded(dataDir);
  return ensureDatabase(url, "kassa");
}
