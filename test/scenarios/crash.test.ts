import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { startEmbedded } from "../../src/platform/db/index.ts";
import { overHttp, type Program, runProgram, startProgram } from "../support/program.ts";
import { type Receiver, useReceiver } from "../support/receiver.ts";
import { Shop } from "../support/shop.ts";
import { authBody, identify, Shopper } from "../support/shopper.ts";

let dataDir: string;
let env: Record<string, string>;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "kassa-program-"));
  await chmod(dataDir, 0o711);
  env = { KASSA_DATA_DIR: dataDir };
});

afterAll(async () => {
  const left = await startEmbedded(dataDir);
  await left.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function useProgram(): Promise<Program> {
  const program = await startProgram(env);
  onTestFinished(() => program.kill());
  return program;
}

/** How far an order is; each step is acknowledged before the next is asked for. */
const steps = ["unknown", "pending", "hold", "finished"] as const;
type Step = (typeof steps)[number];

class Buyer {
  readonly orderId: string;
  readonly #phone: string;
  readonly #callbackUrl: string;
  acknowledged: Step = "unknown";

  constructor(i: number, callbackUrl: string) {
    this.orderId = `order-${i}`;
    this.#phone = `333111${200 + (i % 20)}`;
    this.#callbackUrl = callbackUrl;
  }

  /** Buys, from wherever the order is; stops where Kassa no longer answers. */
  async buy(address: string): Promise<void> {
    const kassa = overHttp(address);
    const shop = new Shop(kassa);
    const shopper = new Shopper(kassa);
    const { orderId } = this;
    if (this.acknowledged === "finished") return;
    if (this.acknowledged !== "hold") {
      const { status, link } = await shop.auth({
        orderId,
        phone: this.#phone,
        amount: 500,
        more: { callback_url: this.#callbackUrl },
      });
      expect(status).toBe(0);
      this.acknowledged = "pending";
      await shopper.open(link);
      await identify(shopper, this.#phone);
      const { html } = await shopper.submit("place_order", { term: "3" });
      expect(html).toContain('data-decision="approved"');
      this.acknowledged = "hold";
    }
    expect(await shop.finish(orderId, 500)).toBe(0);
    this.acknowledged = "finished";
  }

  /** Takes note of what the program knows; it may know one step more than was acknowledged, and never less. */
  async compare(address: string): Promise<void> {
    const order = await new Shop(overHttp(address)).order(this.orderId);
    const known = steps.indexOf(order?.status ?? "unknown");
    const told = steps.indexOf(this.acknowledged);
    expect(known - told, `${this.orderId}: told ${this.acknowledged}, is ${order?.status}`).toBeOneOf([0, 1]);
    this.acknowledged = steps[known] ?? "unknown";
  }
}

async function messagesOf(address: string) {
  const answer = await fetch(`${address}/sandbox/messages?limit=1000`);
  const { messages } = (await answer.json()) as {
    messages: { channel: string; state: string; body: string }[];
  };
  return messages
    .filter(({ channel }) => channel === "callback")
    .map(({ state, body }) => ({ state, orderId: JSON.parse(body).order_id as string }));
}

function callsOf({ calls }: Receiver, orderId: string): number {
  return calls.filter(({ json }) => json.order_id === orderId).length;
}

async function advance(address: string, duration: string): Promise<void> {
  const body = JSON.stringify({ advance: duration });
  const answer = await fetch(`${address}/sandbox/clock`, { method: "POST", body });
  expect(answer.status).toBe(200);
}

test("a program that is killed has kept all it acknowledged, doubles nothing, and tells the shop everything", async () => {
  const receiver = await useReceiver();
  const buyers = Array.from({ length: 40 }, (_, i) => new Buyer(i, receiver.url));
  const first = await useProgram();
  const purchases = buyers.map((buyer) =>
    buyer.buy(first.address).catch((error) => expect(error).toBeInstanceOf(TypeError)),
  );
  await vi.waitFor(() => expect(buyers.some(({ acknowledged }) => acknowledged === "finished")).toBe(true), {
    timeout: 10_000,
    interval: 1,
  });
  await first.kill();
  await Promise.all(purchases);
  expect(buyers.every(({ acknowledged }) => acknowledged === "finished")).toBe(false);

  const second = await useProgram();
  await Promise.all(buyers.map((buyer) => buyer.compare(second.address)));
  const delivered = (await messagesOf(second.address)).filter(({ state }) => state === "delivered");
  const callsBefore = new Map(delivered.map(({ orderId }) => [orderId, callsOf(receiver, orderId)]));
  await Promise.all(buyers.map((buyer) => buyer.buy(second.address)));
  await advance(second.address, "PT1H");

  const messages = await messagesOf(second.address);
  expect(messages.every(({ state }) => state === "delivered")).toBe(true);
  for (const { orderId } of buyers) {
    expect(messages.filter((message) => message.orderId === orderId)).toHaveLength(1);
    expect(callsOf(receiver, orderId)).toBeGreaterThanOrEqual(1);
  }
  for (const [orderId, calls] of callsBefore) expect(callsOf(receiver, orderId)).toBe(calls);
  expect(await new Shop(overHttp(second.address)).limit("333111200")).toBe("99000.00");

  expect(await second.terminate()).toBe(0);
  expect(await runProgram("verify", env)).toEqual({ code: 0, printed: "The books are right.\n" });
}, 40_000);

test("a program that is told to stop answers every request it took, and ends well", async () => {
  const program = await useProgram();
  const kassa = overHttp(program.address);
  const orders = Array.from({ length: 3_000 }, (_, i) => `late-${i}`);
  const accepted = new Set<string>();
  const client = async (i: number) => {
    for (const orderId of orders.slice(i * 200, (i + 1) * 200)) {
      const { http, json } = await kassa.mokka("/factoring/v1/precheck/auth", authBody({ orderId }));
      if (http === 200 && json.status === 0) accepted.add(orderId);
    }
  };
  const clients = Promise.allSettled(Array.from({ length: 15 }, (_, i) => client(i)));
  await vi.waitFor(() => expect(accepted.size).toBeGreaterThan(30), { timeout: 5_000, interval: 1 });
  const ended = program.terminate();
  await clients;
  expect(await ended).toBe(0);
  expect(program.printed()).toContain('"msg":"stopped"');

  const next = await useProgram();
  const shop = new Shop(overHttp(next.address));
  const known = await Promise.all(orders.map(async (orderId) => (await shop.order(orderId)) && orderId));
  expect(new Set(known.filter(Boolean))).toEqual(accepted);
  expect(accepted.size).toBeLessThan(orders.length);
  expect(await next.terminate()).toBe(0);
}, 30_000);

test("a second program on the same directory says so, and leaves the first alone", async () => {
  const first = await useProgram();
  const { code, printed } = await runProgram("start", { ...env, PORT: "0" });
  expect(code).toBe(1);
  expect(printed).toContain(`Another Kassa already runs on ${dataDir}`);
  expect((await fetch(`${first.address}/healthz`)).status).toBe(200);
  expect((await new Shop(overHttp(first.address)).auth({ orderId: "after" })).status).toBe(0);
  expect(await first.terminate()).toBe(0);
}, 20_000);

test("a program with a wrong environment tells all that is wrong with it, and nothing happens", async () => {
  const { code, printed } = await runProgram("start", {
    KASSA_MODE: "live",
    PORT: "high",
    LOG_LEVEL: "loud",
    KASSA_DATA_DIR: dataDir,
  });
  expect(code).toBe(1);
  for (const name of ["PORT", "LOG_LEVEL", "KASSA_SECRET_KEY", "PUBLIC_URL"])
    expect(printed).toMatch(new RegExp(`^${name}: `, "m"));
  expect(printed).not.toContain("    at ");
});
