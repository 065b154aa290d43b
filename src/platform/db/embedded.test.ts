import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { startEmbedded } from "./embedded.ts";

test("a server that was killed is started again, though another program has its process number now", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "kassa-pid-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  await chmod(dataDir, 0o711);
  const first = await startEmbedded(dataDir);
  const file = join(dataDir, "postgres/postmaster.pid");
  const leftBehind = await readFile(file, "utf8");
  await first.stop();
  await writeFile(file, leftBehind.replace(/^\d+/, String(process.pid)));

  const again = await startEmbedded(dataDir);
  const client = new pg.Client(again.url);
  await client.connect();
  expect(again.wasRunning).toBe(false);
  await client.end();
  await again.stop();
});
