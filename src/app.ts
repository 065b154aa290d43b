import type { FastifyInstance } from "fastify";
import { deliveries } from "./core/deliveries/index.ts";
import { events } from "./core/events/index.ts";
import type { House } from "./core/house.ts";
import { Directory } from "./core/merchants/index.ts";
import { Refusal, refusalOf } from "./core/refusal.ts";
import { dialects } from "./dialects/index.ts";
import { asker, Courier, collection, collector, expiry, follower, planner } from "./due/index.ts";
import { registerPages, registerTill } from "./pages/index.ts";
import { renderLiquid } from "./pages/payment-window/index.ts";
import { Clock, stopwatchMs } from "./platform/clock.ts";
import type { Config } from "./platform/config/index.ts";
import { createKeyPair, hashPassword, Keyring, Seal } from "./platform/crypto/index.ts";
import {
  Busy,
  ConstraintViolation,
  createLogPool,
  createPool,
  forgetOldMarks,
  Numbers,
  Reader,
  type Verb,
  Writer,
} from "./platform/db/index.ts";
import {
  createMetrics,
  createServer,
  type Gauges,
  type Metrics,
  observe,
  sendNotFound,
} from "./platform/http/index.ts";
import { randomDigits, randomToken, uuidAt } from "./platform/ids/index.ts";
import { DueWork, startWorker } from "./platform/jobs/index.ts";
import { Journal } from "./platform/journal/index.ts";
import type { Logger } from "./platform/log/index.ts";
import {
  createAuthenticator,
  createCardBank,
  createMailer,
  isPublicUrl,
  noRails,
  simulator,
} from "./rails/index.ts";
import {
  demoClient,
  isSeeded,
  readDemoKey,
  registerAcs,
  registerSandbox,
  sandboxClock,
  seedSandbox,
  tillAgent,
} from "./sandbox/index.ts";

export type App = {
  readonly server: FastifyInstance;
  readonly house: House;
  /** Lets what is under way finish, then lets go of everything. */
  stop(): Promise<void>;
};

type AppOptions = {
  readonly config: Config;
  readonly databaseUrl: string;
  /** Seals secrets at rest: 64 hexadecimal digits. */
  readonly secretKey: string;
  /** Seal card numbers: `1:<64 hexadecimal digits>`, separated by commas. */
  readonly vaultKeys: string;
  readonly log: Logger;
};

const callbackTimeoutMs = 10_000;
const outboxPollMs = 2_000;
/** Where it is morning when instalments are charged. */
const lenderTimeZone = "Europe/Warsaw";

/** Those of the dialects that call back. */
const senders = dialects.flatMap(({ name, callbacks }) => (callbacks ? [{ name, ...callbacks }] : []));

/** What they tell merchants of, by the type of the event. */
const announcers = Map.groupBy(
  senders.flatMap(({ announcements }) => Object.entries(announcements)),
  ([type]) => type,
);

/** Those that charge stored cards. */
const billings = new Map(
  dialects.flatMap(({ name, billing }) => (billing ? [[name, billing] as const] : [])),
);

/** Puts the house together on a migrated database. The server is ready to listen, or to be injected into. */
export async function createApp({
  config,
  databaseUrl,
  secretKey,
  vaultKeys,
  log,
}: AppOptions): Promise<App> {
  const isSandbox = config.mode === "sandbox";
  const rails = isSandbox ? { ...simulator, authenticator: createAuthenticator(secretKey) } : noRails;
  const clock = new Clock();
  const now = () => clock.now();
  const pool = createPool(databaseUrl, 2);
  const logPool = createLogPool(databaseUrl);
  const reader = new Reader(databaseUrl);
  const journal = new Journal(logPool);
  const seal = new Seal(secretKey);
  const directory = new Directory(reader, seal, stopwatchMs);
  const writer = new Writer({ databaseUrl, edge: { now, idAt: uuidAt, token: randomToken } });
  const house: House = {
    write: (verb) => write(writer, directory, verb),
    reader,
    directory,
    now,
    numbers: new Numbers(pool),
    keyring: new Keyring(vaultKeys, secretKey),
    bureau: rails.bureau,
    acquirer: rails.acquirer,
    authenticator: rails.authenticator,
    invoices: rails.invoices,
    tokens: rails.tokens,
    reactionOf: rails.reactionOf,
    codes: () => (isSandbox ? ["1111", "8888"] : [randomDigits(4)]),
    isTestPhone: rails.isTestPhone,
    mayCall: (url) => isSandbox || isPublicUrl(new URL(url)),
    publicUrl: config.publicUrl,
    isSandbox,
  };
  const post = { publicOnly: !isSandbox, timeoutMs: callbackTimeoutMs };
  const mail = config.smtpUrl
    ? createMailer({ url: config.smtpUrl, from: config.mailFrom, timeoutMs: callbackTimeoutMs })
    : rails.mail;
  const courier = new Courier({
    house,
    sms: rails.sms,
    mail,
    render: renderLiquid,
    senders,
    post,
    stopwatchMs,
    log,
  });
  writer.onInserted(deliveries, (rows) => courier.offer(rows));
  const due = new DueWork(clock, [
    expiry(house, pool),
    collection(house, { collector: rails.collector, timeZone: lenderTimeZone, log }),
    follower(house),
    planner(house, log),
    asker(house, billings, log),
    collector(house, billings, log),
    courier,
  ]);

  const server = createServer(log);
  const metrics = createMetrics(gauges(writer, courier, journal));
  observe(server, journal, metrics, now);
  for (const dialect of dialects) dialect.register(server, house, log);
  registerPages(server, house, log, {
    creditFormPaths: dialects.flatMap((dialect) => dialect.creditFormPaths),
  });
  if (isSandbox) {
    await restoreSandbox(house, clock, seal);
    registerTill(server);
    registerAcs(server, createCardBank(secretKey));
    registerSandbox(server, { house, due, offsetMs: () => clock.offsetMs });
  }
  registerOperations(server, { reader, writer, courier, metrics });

  const worker = await startWorker(databaseUrl, log, async () => {
    await Promise.all([due.run(), journal.prune(now()), forgetOldMarks(pool)]);
  });
  const poll = setInterval(() => {
    courier.run(now()).catch((error) => log.error({ err: error }, "the outbox could not be polled"));
  }, outboxPollMs);

  return {
    server,
    house,
    async stop() {
      clearInterval(poll);
      await server.close();
      await worker.stop();
      await courier.close();
      await writer.close();
      await journal.flush();
      await Promise.all([reader.close(), pool.end(), logPool.end()]);
    },
  };
}

/** Runs a verb, and has what happened in it announced by the dialects in the same commit. */
async function write<Result>(writer: Writer, directory: Directory, verb: Verb<Result>): Promise<Result> {
  try {
    return await writer.run(async (tx) => {
      const result = await verb(tx);
      for (const event of tx.inserted(events)) {
        for (const [, announce] of announcers.get(event.type) ?? []) await announce(tx, event, directory);
      }
      return result;
    });
  } catch (error) {
    throw refused(error);
  }
}

function refused(error: unknown): unknown {
  if (error instanceof Busy) return new Refusal("server_busy", { cause: error });
  const code = error instanceof ConstraintViolation ? refusalOf(error.constraint) : undefined;
  return code ? new Refusal(code, { cause: error }) : error;
}

async function restoreSandbox(house: House, clock: Clock, seal: Seal): Promise<void> {
  const known = await house.reader.find(sandboxClock, { id: 1 });
  if (known) clock.offsetMs = Number(known.offsetMs);
  if (await isSeeded(house.reader)) return;
  const [passwordHash, clientHash, keyPair] = await Promise.all([
    hashPassword(tillAgent.password),
    hashPassword(demoClient.secret),
    createKeyPair(),
  ]);
  const clientKey = readDemoKey();
  await house.write((tx) => seedSandbox(tx, { seal, passwordHash, clientHash, clientKey, keyPair }));
}

function gauges(writer: Writer, courier: Courier, journal: Journal): Gauges {
  return {
    kassa_writer_queue: { help: "Verbs waiting for a commit", read: () => writer.state.queued },
    kassa_writer_groups: { help: "Commits made since the start", read: () => writer.state.groups },
    kassa_writer_last_group: {
      help: "Verbs that shared the latest commit",
      read: () => writer.state.lastGroup,
    },
    kassa_writer_verbs: { help: "Verbs run since the start", read: () => writer.state.verbs },
    kassa_deliveries_queue: { help: "Deliveries waiting or under way here", read: () => courier.queued },
    kassa_request_log_dropped: { help: "Log entries there was no room for", read: () => journal.dropped },
  };
}

type Observed = {
  readonly reader: Reader;
  readonly writer: Writer;
  readonly courier: Courier;
  readonly metrics: Metrics;
};

/** What operators and their machines ask: is it well, what does it do. */
function registerOperations(server: FastifyInstance, { reader, writer, courier, metrics }: Observed): void {
  server.get("/healthz", async (_request, reply) => {
    const isReady = await reader.isAnswering();
    const body = { ok: isReady, writer: writer.state, deliveries: courier.queued };
    return reply.code(isReady ? 200 : 503).send(body);
  });
  server.get("/metrics", async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  server.setNotFoundHandler((_request, reply) => sendNotFound(reply));
}
