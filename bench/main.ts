import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { Connection } from "./client.ts";
import { type Measured, measure, median } from "./measure.ts";
import { call, finish, newOrderId, phoneOf, shop } from "./mokka.ts";
import { type Row, renderReport } from "./report.ts";
import { memoryOf, type Server, startEcho, startKassa, temporaryFolder } from "./servers.ts";

const seconds = Number(process.argv[2] ?? 4);
const rounds = 3;
const connections = 64;

/** The measured promises, in one run on one machine. `npm run bench -- 8` measures each for 8 seconds. */
async function main(): Promise<void> {
  const folder = await temporaryFolder();
  const cold = await startKassa(folder.path);
  await cold.stop();
  const kassa = await startKassa(folder.path);
  const firstPaymentMs = await firstPayment(kassa);
  const idleMb = await idleMemory(kassa);
  const echo = await startEcho();
  try {
    const rows = await measureAll(kassa, echo);
    const facts = {
      coldStartMs: cold.readyMs,
      warmStartMs: kassa.readyMs + firstPaymentMs,
      idleMb,
      busyMb: await memoryOf(kassa.pid),
    };
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}`;
    const report = renderReport(machine, rows, facts);
    process.stdout.write(`\n${report}`);
    await writeFile(join(import.meta.dirname, "RESULTS.md"), report);
    await writeFile(
      join(import.meta.dirname, "results.json"),
      `${JSON.stringify({ machine, rows, facts }, null, 2)}\n`,
    );
  } finally {
    await echo.stop();
    await kassa.stop();
    await folder.remove();
  }
}

async function firstPayment(kassa: Server): Promise<number> {
  const begin = performance.now();
  const connection = new Connection(kassa.port);
  const orderId = newOrderId();
  await shop(connection, orderId, { phone: phoneOf(0), pages: true });
  await finish(connection, orderId);
  connection.close();
  return performance.now() - begin;
}

async function idleMemory(kassa: Server): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  return memoryOf(kassa.pid);
}

async function measureAll(kassa: Server, echo: Server): Promise<Row[]> {
  const known = newOrderId();
  const connection = new Connection(kassa.port);
  await shop(connection, known, { phone: phoneOf(1), pages: false });
  connection.close();
  let phone = 1_000;

  const status = async (on: Connection) => {
    await call(on, "/factoring/v1/status", { order_id: known });
    return true;
  };
  const purchase = async (on: Connection) => {
    const orderId = newOrderId();
    await shop(on, orderId, { phone: phoneOf(phone++), pages: true });
    await finish(on, orderId);
    return true;
  };
  return [
    await row("signed echo, bare Fastify", () => measure(echo.port, connections, seconds, status)),
    await row("signed status calls", () => measure(kassa.port, connections, seconds, status)),
    await row("precheck/auth", () => measure(kassa.port, connections, seconds, opening)),
    await row("finish", () => money(kassa, (on, id) => finish(on, id))),
    await row("cancel", () =>
      money(kassa, (on, order_id) => call(on, "/factoring/v1/precheck/cancel", { order_id })),
    ),
    await row("complete purchases (pages, SMS code, finish)", () =>
      measure(kassa.port, 32, seconds, purchase),
    ),
  ];

  async function opening(on: Connection): Promise<boolean> {
    const orderId = newOrderId();
    const body = {
      callback_url: "http://127.0.0.1:9/callback",
      redirect_url: "http://127.0.0.1:9/back",
      primary_phone: phoneOf(2),
      current_order: { order_id: orderId, amount: 500 },
    };
    await call(on, "/factoring/v1/precheck/auth", body);
    return true;
  }

  async function money(
    server: Server,
    act: (on: Connection, orderId: string) => Promise<unknown>,
  ): Promise<Measured> {
    const held: string[] = [];
    await measure(server.port, 32, 3_600, async (on) => {
      if (held.length >= 2_000) return false;
      const orderId = newOrderId();
      await shop(on, orderId, { phone: phoneOf(phone++), pages: false });
      held.push(orderId);
      return true;
    });
    return measure(server.port, connections, 3_600, async (on) => {
      const orderId = held.pop();
      if (orderId) await act(on, orderId);
      return orderId !== undefined;
    });
  }
}

async function row(name: string, run: () => Promise<Measured>): Promise<Row> {
  const runs: Measured[] = [];
  for (let i = 0; i < rounds; i++) runs.push(await run());
  const measured = median(runs);
  process.stdout.write(`${name}: ${measured.perSecond.toFixed(0)}/s, p99 ${measured.p99Ms.toFixed(1)} ms\n`);
  return { name, ...measured };
}

await main();
