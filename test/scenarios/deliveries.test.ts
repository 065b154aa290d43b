import { beforeEach, describe, expect, test, vi } from "vitest";
import { deliveries, deliveryAttempts } from "../../src/core/deliveries/index.ts";
import { type Kassa, useKassa } from "../support/kassa.ts";
import { type Receiver, status, useReceiver } from "../support/receiver.ts";
import { Shop, travelTo } from "../support/shop.ts";
import { buy } from "../support/shopper.ts";

/** When a callback is tried, counted from the first time; docs/reference/delivery.md tells the pauses. */
const pauses = ["PT5S", "PT30S", "PT2M", "PT10M", "PT30M", "PT2H", "PT6H", "PT12H", "PT24H"];

let kassa: Kassa;
let receiver: Receiver;

beforeEach(async () => {
  kassa = await useKassa();
  await travelTo(kassa, "2027-03-01T10:00:00Z");
  receiver = await useReceiver();
});

function purchase(orderId: string, url = receiver.url, phone = "333111222") {
  return buy(kassa, { orderId, amount: 100, phone, more: { callback_url: url } });
}

async function callback() {
  const [delivery] = await kassa.reader.list(deliveries, { channel: "callback" });
  if (!delivery) throw new Error("there is no callback");
  const attempts = await kassa.reader.list(deliveryAttempts, { deliveryId: delivery.id });
  const inOrder = attempts.toSorted((a, b) => Temporal.Instant.compare(a.startedAt, b.startedAt));
  return { ...delivery, tries: inOrder };
}

/** Waits until the first try is stored: the clock must not be moved under it. */
function firstTry(): Promise<void> {
  return vi.waitFor(async () => expect((await callback()).tries).toHaveLength(1), {
    timeout: 8_000,
    interval: 10,
  });
}

describe("a callback", () => {
  test("arrives once, signed, as the shop's server gets it right the first time", async () => {
    await purchase("A-1");
    await receiver.received(1);
    expect(receiver.calls[0]).toMatchObject({ path: "/callback", isSigned: true, json: { order_id: "A-1" } });
    await kassa.advance("P30D");
    expect(receiver.calls).toHaveLength(1);
    const { state, attempts, tries, nextAttemptAt } = await callback();
    expect({ state, attempts, nextAttemptAt }).toEqual({
      state: "delivered",
      attempts: 1,
      nextAttemptAt: null,
    });
    expect(tries).toMatchObject([{ outcome: "delivered", status: 200, answer: "ok" }]);
  });

  test("about content that the shop has replaced since is not sent any more", async () => {
    receiver.answer = (call, response) => status(call.json.amount === 100 ? 500 : 200)(call, response);
    await purchase("A-1");
    await firstTry();
    await buy(kassa, { orderId: "A-1", amount: 90, more: { callback_url: receiver.url } });
    await receiver.received(2);
    await kassa.advance("P30D");
    expect(receiver.calls.map(({ json }) => json.amount)).toEqual([100, 90]);
    expect(await kassa.problems()).toEqual([]);
  });

  test("that fails is tried again on schedule, until a 2xx, and never after it", async () => {
    receiver.answer = (call, response) => status(receiver.calls.length < 4 ? 500 : 204)(call, response);
    await purchase("A-1");
    await firstTry();
    await kassa.advance("P30D");
    expect(receiver.calls).toHaveLength(4);
    const { state, tries } = await callback();
    expect(state).toBe("delivered");
    expect(tries.map(({ status }) => status)).toEqual([500, 500, 500, 204]);
    expect(new Set(receiver.calls.map(({ body }) => body)).size).toBe(1);
  });

  test("that nobody ever takes is given up after ten tries in two days, with each of them kept", async () => {
    receiver.answer = status(503);
    await purchase("A-1");
    await firstTry();
    await kassa.advance("P30D");
    expect(receiver.calls).toHaveLength(10);
    const { state, attempts, tries, finishedAt } = await callback();
    expect({ state, attempts }).toEqual({ state: "failed", attempts: 10 });
    expect(finishedAt).not.toBeNull();
    expect(tries.map(({ outcome, status }) => [outcome, status])).toEqual(Array(10).fill(["status", 503]));
    const times = tries.map(({ startedAt }) => startedAt.epochMilliseconds / 1_000);
    const waited = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    waited.forEach((seconds, i) => {
      const planned = Temporal.Duration.from(pauses[i] as string).total("seconds");
      expect(seconds).toBeGreaterThanOrEqual(planned);
      expect(seconds).toBeLessThan(planned + 5);
    });
  });

  test("to a server that is down arrives when it is up again", async () => {
    const port = Number(new URL(receiver.url).port);
    await receiver.stop();
    await purchase("A-1");
    await firstTry();
    await kassa.advance("PT1M");
    expect((await callback()).tries.every(({ outcome }) => outcome === "connection")).toBe(true);
    const back = await useReceiver(undefined, port);
    await kassa.advance("PT3H");
    expect(back.calls).toHaveLength(1);
    expect((await callback()).state).toBe("delivered");
  });

  test("does not follow a redirect, and counts it as a failure", async () => {
    const elsewhere = await useReceiver();
    receiver.answer = (_call, response) => void response.writeHead(302, { location: elsewhere.url }).end();
    await purchase("A-1");
    await firstTry();
    await kassa.advance("PT1M");
    expect(elsewhere.calls).toHaveLength(0);
    const { state, tries } = await callback();
    expect(state).toBe("pending");
    expect(tries[0]).toMatchObject({ outcome: "status", status: 302 });
  });

  test("to a server that hangs does not hold up those to others, nor the shop", async () => {
    const hanging = await useReceiver(() => undefined);
    const phones = Array.from({ length: 60 }, (_, i) => `3331112${10 + i}`);
    await Promise.all(phones.map((phone, i) => purchase(`slow-${i}`, hanging.url, phone)));
    await hanging.received(32);
    const others = phones.slice(0, 20);
    await Promise.all(others.map((phone, i) => purchase(`A-${i}`, receiver.url, phone)));
    await receiver.received(20);
    expect(hanging.calls.length).toBeLessThan(60);
    expect(await new Shop(kassa).finish("slow-0", 100)).toBe(0);
    await hanging.stop();
  });

  test("that is due is tried once, though the clock is moved by three at the same time", async () => {
    receiver.answer = status(500);
    await purchase("A-1");
    await firstTry();
    receiver.answer = (_call, response) => void response.end();
    await Promise.all([kassa.advance("PT10S"), kassa.advance("PT10S"), kassa.advance("PT10S")]);
    expect(receiver.calls).toHaveLength(2);
    expect((await callback()).state).toBe("delivered");
  });
});
