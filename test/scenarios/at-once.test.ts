import { beforeEach, describe, expect, test } from "vitest";
import { type Kassa, useKassa } from "../support/kassa.ts";
import { type Receiver, useReceiver } from "../support/receiver.ts";
import { Books, Shop } from "../support/shop.ts";
import { buy, identify, Shopper } from "../support/shopper.ts";

const phone = "333111222";
let kassa: Kassa;
let shop: Shop;
let books: Books;
let receiver: Receiver;
let more: { callback_url: string };

beforeEach(async () => {
  kassa = await useKassa();
  shop = new Shop(kassa);
  books = new Books(kassa);
  receiver = await useReceiver();
  more = { callback_url: receiver.url };
});

function atOnce<Result>(count: number, act: (i: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => act(i)));
}

function count<Value>(values: readonly Value[], wanted: Value): number {
  return values.filter((value) => value === wanted).length;
}

/** A shopper who has confirmed the phone and sees the order. */
async function atTheOrder(orderId: string, amount = 500): Promise<Shopper> {
  const { link } = await shop.auth({ orderId, amount, more });
  const shopper = new Shopper(kassa);
  await shopper.open(link);
  await identify(shopper, phone);
  return shopper;
}

describe("at the same moment", () => {
  test("a hundred finishes of one order make one loan: one is told yes, the others that it is finished", async () => {
    await buy(kassa, { orderId: "A-1", more });
    const answers = await atOnce(100, () => shop.finish("A-1", 500));
    expect([count(answers, 0), count(answers, 80)]).toEqual([1, 99]);
    expect(await books.owedBy(phone, "principal")).toBe(50_000n);
    expect(await kassa.problems()).toEqual([]);
  });

  test("finishes and cancels of one order have one winner", async () => {
    for (const orderId of ["A-1", "A-2", "A-3"]) {
      await buy(kassa, { orderId, more });
      const answers = await atOnce(20, (i) => (i % 2 ? shop.finish(orderId, 500) : shop.cancel(orderId)));
      expect(count(answers, 0)).toBe(1);
      const isFinished = answers.some((answer, i) => answer === 0 && i % 2 === 1);
      expect((await shop.order(orderId)).status).toBe(isFinished ? "finished" : "canceled");
      expect(answers.filter((answer) => answer !== 0).every((answer) => [80, 81].includes(answer))).toBe(
        true,
      );
    }
    expect(await kassa.problems()).toEqual([]);
  });

  test("returns of one order give back no more than was finished", async () => {
    await buy(kassa, { orderId: "A-1", more });
    await shop.finish("A-1", 500);
    const answers = await atOnce(20, () => shop.giveBack("A-1", 70));
    expect([count(answers, 0), count(answers, 32)]).toEqual([7, 13]);
    expect(await books.owedBy(phone, "principal")).toBe(1_000n);
    expect(await kassa.problems()).toEqual([]);
  });

  test("a hundred times the same new order is one order with one link", async () => {
    const answers = await atOnce(100, () => shop.auth({ orderId: "A-1", more }));
    expect(answers.every(({ status }) => status === 0)).toBe(true);
    expect(new Set(answers.map(({ link }) => link)).size).toBe(1);
  });

  test("a double click on placing the order holds the limit once and tells the shop once", async () => {
    const shopper = await atTheOrder("A-1");
    const clicks = await atOnce(10, async () => {
      const twin = new Shopper(kassa);
      twin.page = shopper.page;
      return twin.submit("place_order", { term: "3" });
    });
    for (const { html } of clicks) expect(html).toContain('data-decision="approved"');
    expect(await books.heldOf(phone)).toBe(50_000n);
    await receiver.received(1);
    await kassa.advance("PT1H");
    expect(receiver.calls).toHaveLength(1);
    expect(await kassa.problems()).toEqual([]);
  });

  test("orders placed by one customer never use more than the limit", async () => {
    const shoppers: Shopper[] = [];
    for (let i = 0; i < 8; i++) shoppers.push(await atTheOrder(`A-${i}`, 30_000));
    const pages = await atOnce(8, (i) => (shoppers[i] as Shopper).submit("place_order", { term: "3" }));
    const decisions = pages.map(({ html }) => html.match(/data-decision="(\w+)"/)?.[1]);
    expect([count(decisions, "approved"), count(decisions, "declined")]).toEqual([3, 5]);
    expect(await shop.limit(phone)).toBe("10000.00");
    await receiver.received(8);
    const told = receiver.calls.map(({ json }) => json.decision);
    expect([count(told, "approved"), count(told, "declined")]).toEqual([3, 5]);
    expect(await kassa.problems()).toEqual([]);
  });

  test("changes that want more than the limit together are granted as far as it goes", async () => {
    for (let i = 0; i < 5; i++) await buy(kassa, { orderId: `A-${i}`, amount: 10_000, more });
    const answers = await atOnce(5, (i) => shop.change(`A-${i}`, 30_000));
    expect([count(answers, 0), count(answers, 71)]).toEqual([2, 3]);
    expect(await shop.limit(phone)).toBe("10000.00");
    expect(await kassa.problems()).toEqual([]);
  });

  test("twenty first purchases by one phone make one customer", async () => {
    const pages = await atOnce(20, (i) => buy(kassa, { orderId: `A-${i}`, amount: 7_000, more }));
    const decisions = pages.map(({ html }) => html.match(/data-decision="(\w+)"/)?.[1]);
    expect([count(decisions, "approved"), count(decisions, "declined")]).toEqual([14, 6]);
    expect(await shop.limit(phone)).toBe("2000.00");
    expect(await kassa.problems()).toEqual([]);
  });

  test("a finish and the end of its time have one winner", async () => {
    await buy(kassa, { orderId: "A-1", more });
    await kassa.advance("PT23H59M");
    const [answers] = await Promise.all([atOnce(10, () => shop.finish("A-1", 500)), kassa.advance("PT2M")]);
    const { status } = await shop.order("A-1");
    expect(count(answers, 0)).toBe(status === "finished" ? 1 : 0);
    expect(await books.heldOf(phone)).toBe(0n);
    expect(await kassa.problems()).toEqual([]);
  });

  test("a hundred purchases by many customers are all as if each had been alone", async () => {
    const phones = Array.from({ length: 25 }, (_, i) => `3331112${10 + i}`);
    await atOnce(100, async (i) => {
      const order = { orderId: `A-${i}`, phone: phones[i % 25] as string, amount: 100 + i, more };
      expect((await buy(kassa, order)).html).toContain('data-decision="approved"');
      expect(await shop.finish(order.orderId, order.amount)).toBe(0);
      if (i % 4 === 0) expect(await shop.giveBack(order.orderId, 50)).toBe(0);
    });
    expect(await kassa.problems()).toEqual([]);
    await receiver.received(100);
    expect(new Set(receiver.calls.map(({ json }) => json.order_id)).size).toBe(100);
    expect(receiver.calls.every(({ isSigned }) => isSigned)).toBe(true);
  }, 20_000);
});
