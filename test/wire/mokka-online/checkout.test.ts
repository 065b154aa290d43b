import { expect, test } from "vitest";
import { authBody, identify, Shopper, shopUrls } from "../../support/shopper.ts";
import { useShop } from "./shop.ts";
import { replay } from "./transcript.ts";

const here = useShop();

test("the document's example opens a form; its time is long over, and the form and the status say so", async () => {
  const { json } = await replay(here.kassa, "checkout");
  await new Shopper(here.kassa).open(json.iframe_url);
  expect(await here.shop.currentOrder("120R")).toEqual({
    order_id: "120R",
    expired: true,
    status: "expired",
    decision: null,
    amount: 51_000,
    term: null,
  });
});

test("order_id, amount and two addresses are enough", async () => {
  const body = { ...shopUrls, current_order: { order_id: "enough", amount: 500 } };
  expect(await here.shop.ask("checkout", body)).toMatchObject({ status: 0 });
});

test("an order that is open may be sent again: the link stays, and so does the shopper's progress", async () => {
  const order = here.shop.newOrder();
  const shopper = await here.shop.identified(order);
  const { status, iframe_url } = await here.shop.ask("checkout", authBody(order));
  expect(status).toBe(0);
  expect(new URL(iframe_url).pathname).toBe(shopper.page.url.split("?")[0]);
  await shopper.submit("place_order", { term: "3" });
  expect(await here.shop.currentOrder(order.orderId)).toMatchObject({ status: "hold" });
});

test("an order on hold that is sent with another amount starts over, and its hold is free again", async () => {
  const order = await here.shop.orderAt("held");
  expect(await here.shop.limitOf(order.phone)).toBe("99500.00");
  expect(await here.shop.ask("checkout", authBody({ ...order, amount: 700 }))).toMatchObject({ status: 0 });
  expect(await here.shop.limitOf(order.phone)).toBe("100000.00");
  expect(await here.shop.currentOrder(order.orderId)).toMatchObject({ status: "pending", amount: 700 });
});

test.each(["opened", "identified", "held", "canceled", "over the limit", "declined"] as const)(
  "an order that is %s may be sent again with the same phone",
  async (stage) => {
    const order = await here.shop.orderAt(stage);
    expect(await here.shop.ask("checkout", authBody(order))).toMatchObject({ status: 0 });
  },
);

test.each(["opened", "held"] as const)("an order that is %s belongs to its phone", async (stage) => {
  const order = await here.shop.orderAt(stage);
  const { phone } = here.shop.newOrder();
  expect(await here.shop.ask("checkout", authBody({ ...order, phone }))).toMatchObject({ status: 70 });
});

test("a phone that the shop tells later is the order's from then on", async () => {
  const order = here.shop.newOrder();
  const withPhone = (primary_phone?: string) => ({ ...authBody(order), primary_phone });
  expect(await here.shop.ask("checkout", withPhone())).toMatchObject({ status: 0 });
  expect(await here.shop.ask("checkout", withPhone(order.phone))).toMatchObject({ status: 0 });
  expect(await here.shop.ask("checkout", withPhone("333999999"))).toMatchObject({ status: 70 });
  expect(await here.shop.ask("checkout", withPhone())).toMatchObject({ status: 0 });
});

test.each(["finished", "partly returned", "returned"] as const)(
  "an order that is %s exists, whoever sends it again",
  async (stage) => {
    const order = await here.shop.orderAt(stage);
    const { phone } = here.shop.newOrder();
    expect(await here.shop.ask("checkout", authBody(order))).toMatchObject({ status: 22 });
    expect(await here.shop.ask("checkout", authBody({ ...order, phone }))).toMatchObject({ status: 22 });
  },
);

test("a wanted term is the only one offered, and the status tells it once it is chosen", async () => {
  const order = here.shop.newOrder();
  const shopper = await here.shop.identified(order, { current: { term: 6 } });
  expect([...shopper.page.html.matchAll(/name="term"[^>]*value="(\d+)"/g)].map(([, term]) => term)).toEqual([
    "6",
  ]);
  await shopper.submit("place_order", { term: "6" });
  expect(await here.shop.currentOrder(order.orderId)).toMatchObject({ status: "hold", term: 6 });
});

test("only what is not prepaid is held", async () => {
  const { phone } = await here.shop.orderAt("held", { current: { prepayment_amount: 100 } });
  expect(await here.shop.limitOf(phone)).toBe("99600.00");
});

test.each([
  ["as it is", "https://shop.example.com/back?order=1&x=%20#top", undefined],
  [
    "as a header can carry it",
    "https://shop.example.com/dziękujemy?z=ł ó",
    "https://shop.example.com/dzi%C4%99kujemy?z=%C5%82%20%C3%B3",
  ],
])("skip_result_page sends the shopper of a success to redirect_url %s", async (_, redirect_url, carried) => {
  const order = here.shop.newOrder();
  const more = { redirect_url, skip_result_page: true };
  const shopper = await here.shop.identified(order, { more });
  expect(await shopper.submit("place_order", { term: "3" })).toMatchObject({
    status: 303,
    location: carried ?? redirect_url,
  });
});

test("a refusal is explained even with skip_result_page", async () => {
  const order = here.shop.newOrder({ phone: "333130610" });
  const { page } = await here.shop.identified(order, { more: { skip_result_page: true } });
  expect(page).toMatchObject({ status: 200 });
  expect(page.html).toContain('data-decision="declined"');
});

test("the address with an underscore is the same method", async () => {
  const order = here.shop.newOrder();
  expect(await here.shop.ask("/factoring/v1/pre_check/auth", authBody(order))).toMatchObject({ status: 0 });
  expect(await here.shop.currentOrder(order.orderId)).toMatchObject({ status: "pending" });
});

test.each([
  "/factoring/v1/auth",
  "/iframe/v1/auth",
  "/iframe/v2/auth",
  "/online/v1/auth",
  "/online/v2/auth",
] as const)("%s is the flow in one step: the order is finished when its form is", async (path) => {
  const { orderId, phone } = here.shop.newOrder();
  const body = { ...shopUrls, primary_phone: phone, current_order: { order_id: orderId, sum: "7500.00" } };
  const { iframe_url } = await here.shop.ask(path, body);
  const shopper = new Shopper(here.kassa);
  await shopper.open(iframe_url);
  await identify(shopper, phone);
  await shopper.submit("place_order", { term: "3" });
  expect(await here.shop.currentOrder(orderId)).toMatchObject({ status: "finished", amount: 7_500 });
  expect(await here.shop.ask("return", { order_id: orderId, amount: 7_500 })).toMatchObject({ status: 0 });
});
