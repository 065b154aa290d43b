import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { inject, onTestFinished } from "vitest";
import { type App, createApp } from "../../src/app.ts";
import { problemsOf } from "../../src/cli/verify.ts";
import { readConfig } from "../../src/platform/config/index.ts";
import { ensureDatabase, Reader } from "../../src/platform/db/index.ts";
import { createLog } from "../../src/platform/log/index.ts";

export const secret = "9fff8c602b08b00323567be0001480f6";
export const secretKey = "00".repeat(32);
export const vaultKeys = `1:${"11".repeat(32)}`;

/** A database of one's own, copied from the migrated template; dropped when the test or file ends. */
export async function newDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `kassa_${process.pid}_${randomBytes(6).toString("hex")}`;
  const url = await ensureDatabase(inject("serverUrl"), name, inject("template"));
  const drop = async () => {
    const client = new pg.Client(inject("serverUrl"));
    await client.connect();
    await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
    await client.end();
  };
  return { url, drop };
}

export type Kassa = App & {
  readonly databaseUrl: string;
  readonly reader: Reader;
  /** What is wrong with the books; must be empty. */
  problems(): Promise<string[]>;
  /** Moves the sandbox's clock and does what becomes due. */
  advance(duration: string): Promise<void>;
  /** A signed call to Mokka Online. A string body is sent as it is. */
  mokka(path: string, body: unknown, options?: MokkaOptions): Promise<MokkaAnswer>;
  close(): Promise<void>;
};

/** Kassa as shops and shoppers know it, whether in this process or over the network. */
export type Provider = Pick<Kassa, "mokka"> & {
  readonly server: { inject(request: Injected): Promise<Injection> };
};

export type Injected = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly payload?: string | Buffer;
};

type Injection = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
};

export type MokkaOptions = {
  readonly store?: string | null;
  readonly secret?: string;
  readonly signature?: string | null;
  readonly headers?: Record<string, string>;
};

export type MokkaAnswer = {
  readonly http: number;
  readonly type: string;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test reads the answer as it expects it to be
  readonly json: any;
};

/** A whole Kassa on a database of its own, spoken to without a socket. Close it, or let the test's end do it. */
export async function openKassa(environment: Record<string, string> = {}): Promise<Kassa> {
  const database = await newDatabase();
  const config = readConfig({ LOG_LEVEL: "silent", ...environment });
  const app = await createApp({
    config,
    databaseUrl: database.url,
    secretKey,
    vaultKeys: config.vaultKeys ?? vaultKeys,
    log: createLog(config.logLevel),
  });
  const reader = new Reader(database.url);
  return {
    ...app,
    databaseUrl: database.url,
    reader,
    problems: () => problemsOf(reader),
    advance: (duration) => advance(app, duration),
    mokka: (path, body, options) => mokka(app, path, body, options),
    async close() {
      await app.stop();
      await reader.close();
      await database.drop();
    },
  };
}

/** The same for one test. */
export async function useKassa(environment?: Record<string, string>): Promise<Kassa> {
  const kassa = await openKassa(environment);
  onTestFinished(() => kassa.close());
  return kassa;
}

export function sign(body: string | Buffer, key = secret): string {
  return createHash("sha1").update(body).update(key).digest("hex");
}

async function advance(app: App, duration: string): Promise<void> {
  const answer = await app.server.inject({
    method: "POST",
    url: "/sandbox/clock",
    payload: { advance: duration },
  });
  if (answer.statusCode !== 200) throw new Error(answer.body);
}

async function mokka(
  app: App,
  path: string,
  body: unknown,
  options: MokkaOptions = {},
): Promise<MokkaAnswer> {
  const payload = typeof body === "string" ? body : JSON.stringify(body);
  const query = new URLSearchParams();
  const store = options.store === undefined ? "1" : options.store;
  const signature = options.signature === undefined ? sign(payload, options.secret) : options.signature;
  if (store !== null) query.set("store_id", store);
  if (signature !== null) query.set("signature", signature);
  const headers = { "content-type": "application/json", ...options.headers };
  const {
    statusCode,
    headers: got,
    body: text,
  } = await app.server.inject({
    method: "POST",
    url: `${path}?${query}`,
    headers,
    payload,
  });
  const type = String(got["content-type"]);
  return {
    http: statusCode,
    type,
    text,
    json: type.startsWith("application/json") ? JSON.parse(text) : undefined,
  };
}
