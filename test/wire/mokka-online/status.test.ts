import { expect, test } from "vitest";
import { authBody } from "../../support/shopper.ts";
import { type Stage, useShop } from "./shop.ts";
import { replay } from "./transcript.ts";

const here = useShop();

test("the document's example: an order that waits to be finished", async () => {
  await here.shop.orderAt("held", { orderId: "R107356", amount: 4_999 });
  await replay(here.kassa, "status");
});

type Told = {
  readonly stage: Stage;
  readonly decision: string | null;
  readonly status: string;
  readonly expired: boolean;
  readonly term: number | null;
};

test.each<Told>([
  { stage: "opened", decision: null, status: "pending", expired: false, term: null },
  { stage: "identified", decision: "approved", status: "pending", expired: false, term: null },
  { stage: "held", decision: "approved", status: "hold", expired: false, term: 3 },
  { stage: "finished", decision: "approved", status: "finished", expired: false, term: 3 },
  { stage: "partly returned", decision: "approved", status: "finished", expired: false, term: 3 },
  { stage: "returned", decision: "approved", status: "refunded", expired: true, term: 3 },
  { stage: "canceled", decision: "approved", status: "canceled", expired: true, term: 3 },
  { stage: "over the limit", decision: "approved", status: "declined", expired: true, term: null },
  { stage: "declined", decision: "declined", status: "declined", expired: true, term: null },
  { stage: "expired", decision: "approved", status: "expired", expired: true, term: 3 },
])("an order that is $stage is $decision and $status", async ({ stage, ...told }) => {
  const { orderId: order_id, amount } = await here.shop.orderAt(stage);
  const { decision, status, expired, term } = told;
  expect(await here.shop.ask("status", { order_id })).toEqual({
    status: 0,
    message: "Payload valid",
    current_order: { order_id, expired, status, decision, amount, term },
  });
});

test.each<[Stage, string]>([
  ["finished", "finished"],
  ["partly returned", "finished"],
  ["canceled", "canceled"],
])("time does not change an order that is %s", async (stage, status) => {
  const { orderId } = await here.shop.orderAt(stage);
  const before = await here.shop.currentOrder(orderId);
  await here.kassa.advance("P2D");
  expect(await here.shop.currentOrder(orderId)).toEqual(before);
  expect(before.status).toBe(status);
});

test("a hold ends at valid_till, to the second", async () => {
  const order = here.shop.newOrder();
  const until = here.kassa.house.now().add({ minutes: 90 }).round("second");
  await here.shop.ask("checkout", authBody({ ...order, current: { valid_till: until.toString() } }));
  await here.kassa.advance(here.kassa.house.now().until(until).subtract({ seconds: 5 }).toString());
  expect(await here.shop.currentOrder(order.orderId)).toMatchObject({ status: "pending", expired: false });
  await here.kassa.advance("PT5S");
  expect(await here.shop.currentOrder(order.orderId)).toMatchObject({ status: "expired", expired: true });
});

test("the amount is written with the currency's decimals", async () => {
  const { orderId } = await here.shop.orderAt("opened", { amount: 1_234.5 });
  const { text } = await here.kassa.mokka("/factoring/v1/status", { order_id: orderId });
  expect(text).toContain('"amount":1234.50,');
});

test("an order_id is kept as it was sent, up to 255 characters of any script", async () => {
  for (const orderId of [
    "a/b?c=d&e#f",
    " x ",
    "Zamówienie №5 — 订单 😀",
    '"quoted\\',
    "x".repeat(255),
    "ż".repeat(255),
  ]) {
    await here.shop.orderAt("opened", { orderId });
    expect(await here.shop.currentOrder(orderId)).toMatchObject({ order_id: orderId, status: "pending" });
  }
});

test("stores do not see each other's orders", async () => {
  const { orderId } = await here.shop.orderAt("opened");
  expect(await here.shop.ask("status", { order_id: orderId }, { store: "2" })).toMatchObject({ status: 24 });
});
