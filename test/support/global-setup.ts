import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { ensureDatabase, migrate, startEmbedded } from "../../src/platform/db/index.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A PostgreSQL server of this run. */
    serverUrl: string;
    /** A migrated, empty database on it, to be copied. */
    template: string;
  }
}

/** One PostgreSQL for the whole run: the server in DATABASE_URL, or an embedded one in the temporary folder. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL;
  const folder = given ? undefined : await mkdtemp(join(tmpdir(), "kassa-test-"));
  const embedded = folder ? await startEmbedded(folder, ["max_connections=200", "fsync=on"]) : undefined;
  const serverUrl = given ?? embedded?.url ?? "";
  const template = `kassa_template_${process.pid}`;
  await migrate(await ensureDatabase(serverUrl, template));
  project.provide("serverUrl", serverUrl);
  project.provide("template", template);
  return async () => {
    await embedded?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  };
}
