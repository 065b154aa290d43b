import { beforeEach, describe, expect, test } from "vitest";
import { tariffs } from "../../src/core/credit/index.ts";
import { uuidOf } from "../../src/platform/ids/index.ts";
import { type Kassa, useKassa } from "../support/kassa.ts";
import { useReceiver } from "../support/receiver.ts";
import { Books, Shop, travelTo } from "../support/shop.ts";
import { buy, identify, Shopper } from "../support/shopper.ts";

const phone = "333111222";
let kassa: Kassa;
let shop: Shop;
let books: Books;
let more: { callback_url: string };

beforeEach(async () => {
  kassa = await useKassa();
  shop = new Shop(kassa);
  books = new Books(kassa);
  more = { callback_url: (await useReceiver()).url };
  await travelTo(kassa, "2027-03-01T10:00:00Z");
});

describe("a hold", () => {
  test("expires 24 hours after the order was sent, and frees the limit", async () => {
    await buy(kassa, { orderId: "A-1", amount: 500, more });
    expect(await shop.limit(phone)).toBe("99500.00");
    await kassa.advance("PT23H59M");
    expect(await shop.order("A-1")).toMatchObject({ status: "hold", expired: false });
    await kassa.advance("PT1M");
    expect(await shop.order("A-1")).toMatchObject({ status: "expired", expired: true, decision: "approved" });
    expect(await shop.limit(phone)).toBe("100000.00");
    expect(await books.heldOf(phone)).toBe(0n);
    expect(await kassa.problems()).toEqual([]);
  });

  test("expires at valid_till when the shop gave one", async () => {
    const current = { valid_till: "04.03.2027 13:30:00+01:00" };
    await buy(kassa, { orderId: "A-1", amount: 500, current, more });
    await travelTo(kassa, "2027-03-04T12:29:00Z");
    expect(await shop.order("A-1")).toMatchObject({ status: "hold" });
    await travelTo(kassa, "2027-03-04T12:30:00Z");
    expect(await shop.order("A-1")).toMatchObject({ status: "expired" });
    expect(await kassa.problems()).toEqual([]);
  });

  test("that has expired cannot be finished: the order is canceled instead, once", async () => {
    await buy(kassa, { orderId: "A-1", amount: 500, more });
    await kassa.advance("P2D");
    expect(await shop.finish("A-1", 500)).toBe(23);
    expect(await shop.order("A-1")).toMatchObject({ status: "canceled" });
    expect(await shop.finish("A-1", 500)).toBe(80);
    expect(await shop.limit(phone)).toBe("100000.00");
    expect(await kassa.problems()).toEqual([]);
  });

  test("keeps the terms that were accepted, whatever the store offers since", async () => {
    await buy(kassa, { orderId: "A-1", amount: 500, more });
    const offers = async () =>
      (await kassa.mokka("/factoring/v1/schedule", { amount: 500 })).json.payment_schedule;
    const agreed = (await offers()).find(({ term }: { term: number }) => term === 3);
    await kassa.house.write(async (tx) => {
      for (const tariff of await tx.list(tariffs, { storeId: uuidOf("sandbox:mokka-online:1") }))
        tx.update(tariffs, { ...tariff, monthlyRatePpm: 90_000n, maximum: 200_00n });
    });
    await expect.poll(offers, { timeout: 5_000 }).toEqual([]);
    expect(await shop.change("A-1", 500)).toBe(0);
    expect((await shop.auth({ orderId: "A-1", amount: 500, more })).status).toBe(33);
    expect(await shop.finish("A-1", 500)).toBe(0);
    const loan = await books.loan("A-1");
    expect(Number(loan?.principal) + Number(loan?.fee)).toBe(agreed.total * 100);
    expect(await kassa.problems()).toEqual([]);
  });

  test("is finished with its own amount only", async () => {
    await buy(kassa, { orderId: "A-1", amount: 500, more });
    for (const amount of [499.99, 500.01, 0, 5]) expect(await shop.finish("A-1", amount)).toBe(32);
    expect(await shop.order("A-1")).toMatchObject({ status: "hold" });
    expect(await shop.finish("A-1", 500)).toBe(0);
    expect(await kassa.problems()).toEqual([]);
  });

  test("is given back by a cancel, after which nothing more can be done with the order", async () => {
    await buy(kassa, { orderId: "A-1", amount: 500, more });
    expect(await shop.cancel("A-1")).toBe(0);
    expect(await shop.limit(phone)).toBe("100000.00");
    expect(await shop.cancel("A-1")).toBe(81);
    expect(await shop.finish("A-1", 500)).toBe(80);
    expect(await shop.change("A-1", 400)).toBe(82);
    expect(await shop.giveBack("A-1", 500)).not.toBe(0);
    expect(await kassa.problems()).toEqual([]);
  });

  test("of the financed part only is made when a part was paid before", async () => {
    await buy(kassa, { orderId: "A-1", amount: 500, current: { prepayment_amount: 200 }, more });
    expect(await shop.limit(phone)).toBe("99700.00");
    expect(await shop.finish("A-1", 500)).toBe(0);
    expect(await books.loan("A-1")).toMatchObject({ principal: 30_000n });
    expect(await shop.giveBack("A-1", 500)).toBe(0);
    expect(await shop.limit(phone)).toBe("100000.00");
    expect(await kassa.problems()).toEqual([]);
  });
});

describe("an order that is changed", () => {
  test("down and up is held and finished with its last amount", async () => {
    await buy(kassa, { orderId: "A-1", amount: 500, more });
    expect(await shop.change("A-1", 300)).toBe(0);
    expect(await shop.limit(phone)).toBe("99700.00");
    expect(await shop.change("A-1", 800)).toBe(0);
    expect(await shop.limit(phone)).toBe("99200.00");
    expect(await shop.order("A-1")).toMatchObject({ status: "hold", amount: 800 });
    expect(await shop.finish("A-1", 500)).toBe(32);
    expect(await shop.finish("A-1", 800)).toBe(0);
    expect(await books.loan("A-1")).toMatchObject({ principal: 80_000n });
    expect(await books.heldOf(phone)).toBe(0n);
    expect(await kassa.problems()).toEqual([]);
  });

  test("beyond the limit stays as it was", async () => {
    await buy(kassa, { orderId: "A-1", amount: 60_000, more });
    await buy(kassa, { orderId: "A-2", amount: 30_000, more });
    expect(await shop.change("A-2", 40_000.01)).toBe(71);
    expect(await shop.order("A-2")).toMatchObject({ status: "hold", amount: 30_000 });
    expect(await shop.limit(phone)).toBe("10000.00");
    expect(await shop.change("A-2", 40_000)).toBe(0);
    expect(await shop.limit(phone)).toBe("0.00");
    expect(await shop.finish("A-2", 40_000)).toBe(0);
    expect(await kassa.problems()).toEqual([]);
  });

  test("may be given more time", async () => {
    await buy(kassa, { orderId: "A-1", amount: 500, more });
    expect(await shop.change("A-1", 500, { valid_till: "2027-03-10 12:00:00 UTC" })).toBe(0);
    await kassa.advance("P8D");
    expect(await shop.finish("A-1", 500)).toBe(0);
    expect(await kassa.problems()).toEqual([]);
  });

  test("cannot be changed once its time is over", async () => {
    await buy(kassa, { orderId: "A-1", amount: 500, more });
    await kassa.advance("P2D");
    expect(await shop.change("A-1", 400)).toBe(23);
    expect(await kassa.problems()).toEqual([]);
  });
});

describe("an order that is sent again", () => {
  test("with other contents after the hold gives the first hold back and starts over", async () => {
    await buy(kassa, { orderId: "A-1", amount: 500, more });
    expect((await shop.auth({ orderId: "A-1", amount: 700, more })).status).toBe(0);
    expect(await shop.order("A-1")).toMatchObject({ status: "pending", decision: null, amount: 700 });
    expect(await shop.limit(phone)).toBe("100000.00");
    expect(await shop.finish("A-1", 500)).toBe(80);
    await buy(kassa, { orderId: "A-1", amount: 700, more });
    expect(await shop.limit(phone)).toBe("99300.00");
    expect(await shop.finish("A-1", 700)).toBe(0);
    expect(await kassa.problems()).toEqual([]);
  });

  test("as it was keeps its link and its hold, and has its time anew", async () => {
    const first = await shop.auth({ orderId: "A-1", more });
    await buy(kassa, { orderId: "A-1", more });
    await kassa.advance("PT20H");
    expect(await shop.auth({ orderId: "A-1", more })).toEqual({ status: 0, link: first.link });
    expect(await shop.order("A-1")).toMatchObject({ status: "hold" });
    await kassa.advance("PT23H");
    expect(await shop.order("A-1")).toMatchObject({ status: "hold" });
    await kassa.advance("PT2H");
    expect(await shop.order("A-1")).toMatchObject({ status: "expired" });
    expect(await kassa.problems()).toEqual([]);
  });

  test("after it expired, was canceled or declined can be bought after all", async () => {
    await buy(kassa, { orderId: "A-1", more });
    await buy(kassa, { orderId: "A-2", more });
    await buy(kassa, { orderId: "A-3", amount: 99_000.01, more });
    expect(await shop.cancel("A-2")).toBe(0);
    expect(await shop.order("A-3")).toMatchObject({ status: "declined", decision: "approved" });
    await kassa.advance("P2D");
    for (const orderId of ["A-1", "A-2", "A-3"]) {
      expect((await buy(kassa, { orderId, amount: 200, more })).html).toContain('data-decision="approved"');
      expect(await shop.finish(orderId, 200)).toBe(0);
    }
    expect(await shop.limit(phone)).toBe("99400.00");
    expect(await kassa.problems()).toEqual([]);
  });

  test("after it was finished is refused, and for another phone too", async () => {
    await buy(kassa, { orderId: "A-1", more });
    expect((await shop.auth({ orderId: "A-1", phone: "333999000", more })).status).toBe(70);
    await shop.finish("A-1", 500);
    expect((await shop.auth({ orderId: "A-1", more })).status).toBe(22);
    expect(await kassa.problems()).toEqual([]);
  });

  test("with other contents cannot be placed by a form that still shows the old ones", async () => {
    const { link } = await shop.auth({ orderId: "A-1", amount: 500, more });
    const shopper = new Shopper(kassa);
    await shopper.open(link);
    await identify(shopper, phone);
    await shop.auth({ orderId: "A-1", amount: 700, more });
    const { html } = await shopper.submit("place_order", { term: "3" });
    expect(html).not.toContain("data-decision");
    expect(await shop.order("A-1")).toMatchObject({ status: "pending", amount: 700 });
    expect(await books.heldOf(phone)).toBe(0n);
  });

  test("with other contents is not declined by a form that still shows the old ones", async () => {
    const { link } = await shop.auth({ orderId: "A-1", amount: 500, more });
    const shopper = new Shopper(kassa);
    await shopper.open(link);
    await shop.auth({ orderId: "A-1", amount: 700, more });
    await identify(shopper, "333111610");
    expect(await shop.order("A-1")).toMatchObject({ status: "pending", decision: null });
    await buy(kassa, { orderId: "A-1", amount: 700, more });
    expect(await shop.order("A-1")).toMatchObject({ status: "hold" });
    expect(await kassa.problems()).toEqual([]);
  });
});
