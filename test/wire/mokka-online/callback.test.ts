import { expect, test } from "vitest";
import { stores } from "../../../src/core/merchants/index.ts";
import { uuidOf } from "../../../src/platform/ids/index.ts";
import { sign, useKassa } from "../../support/kassa.ts";
import { authBody, Shopper, shopUrls } from "../../support/shopper.ts";
import { useReceiver } from "./receiver.ts";
import { Shop, useShop } from "./shop.ts";
import { expectLike, transcript } from "./transcript.ts";

const here = useShop();

const john = {
  first_name: "John",
  surname: "Connor",
  patronymic: "",
  birth_date: "15.01.1975",
  primary_email: "john.connor@gmail.com",
};

/** Goes through a form as John Connor, who has another birthday with each phone. */
async function beJohn(iframeUrl: string, phone: string): Promise<Shopper> {
  const shopper = new Shopper(here.kassa);
  await shopper.open(iframeUrl);
  if (!shopper.page.html.includes('name="first_name"')) await shopper.submit("show_questionnaire");
  const birth_date = `15.01.19${phone.slice(4, 6)}`;
  await shopper.submit("register", { ...john, birth_date, primary_phone: phone });
  await shopper.submit("confirm", { confirmation_code: "1111" });
  return shopper;
}

async function checkout(body: object): Promise<string> {
  return (await here.shop.ask("checkout", body)).iframe_url;
}

test("a placed order is announced field by field as the document has it", async () => {
  const receiver = await useReceiver();
  const order = { orderId: "R107356", phone: "333050001", amount: 2_600 };
  const more = { callback_url: `${receiver.url}/revo/decision` };
  const url = await checkout(authBody({ ...order, more, current: { prepayment_amount: 100 } }));
  await (await beJohn(url, order.phone)).submit("place_order", { term: "3" });

  const callback = await receiver.callback();
  expect(callback).toMatchObject({ method: "POST", path: "/revo/decision", contentType: "application/json" });
  expectLike(JSON.parse(callback.body), transcript("callback-checkout").body);
  expect(callback.body).toContain('"amount":2500.00,"prepayment_amount":100.00,"total_amount":2600.00,');
});

test("the signature in the query is made over the raw body", async () => {
  const receiver = await useReceiver();
  await here.shop.orderAt("held", { more: { callback_url: receiver.url } });
  const { query, body } = await receiver.callback();
  expect([...query]).toEqual([["signature", sign(body)]]);
});

test("a query that the shop's address has already is kept", async () => {
  const receiver = await useReceiver();
  const callback_url = `${receiver.url}/index.php?route=mokka%2Fcallback&sid=a+b&empty=#fragment`;
  await here.shop.orderAt("held", { more: { callback_url } });
  const { path, query, body } = await receiver.callback();
  expect(path).toBe("/index.php");
  expect([...query]).toEqual([
    ["route", "mokka/callback"],
    ["sid", "a b"],
    ["empty", ""],
    ["signature", sign(body)],
  ]);
});

test("a refused order is announced with amount 0 and an empty schedule", async () => {
  const receiver = await useReceiver();
  const order = { orderId: "R107357", phone: "333060610", amount: 2_600 };
  await beJohn(await checkout(authBody({ ...order, more: { callback_url: receiver.url } })), order.phone);
  expectLike(JSON.parse((await receiver.callback()).body), transcript("callback-checkout-declined").body);
});

test("an order above the limit is announced as declined, though its customer is approved", async () => {
  const receiver = await useReceiver();
  const { orderId } = await here.shop.orderAt("over the limit", { more: { callback_url: receiver.url } });
  const callbacks = [JSON.parse((await receiver.callback()).body)];
  expect(callbacks.at(-1)).toMatchObject({
    order_id: orderId,
    decision: "declined",
    amount: 0,
    schedule: [],
  });
});

test.each([
  ["callback-registration", "32423", "333070001"],
  ["callback-registration-declined", "32424", "333080610"],
])("%s: a registration is announced with the limit", async (name, order_id, phone) => {
  const receiver = await useReceiver();
  const body = {
    callback_url: receiver.url,
    redirect_url: receiver.url,
    primary_phone: phone,
    current_order: { order_id },
  };
  const { iframe_url } = await here.shop.ask("registration", body);
  await beJohn(iframe_url, phone);
  const callback = await receiver.callback();
  expectLike(JSON.parse(callback.body), transcript(name).body);
  expect(callback.query.get("signature")).toBe(sign(callback.body));
});

test("the libraries' order over 1.00 is a registration", async () => {
  const receiver = await useReceiver();
  const phone = "333072001";
  const current_order = { sum: "1.00", order_id: "b7c1e0f3a9d2b7c1e0f3" };
  const body = { callback_url: receiver.url, redirect_url: "https://shop.example/", current_order };
  const { iframe_url } = await here.shop.ask("/iframe/v1/auth", { ...body, primary_phone: phone });
  await beJohn(iframe_url, phone);
  expect(JSON.parse((await receiver.callback()).body)).toEqual({
    order_id: current_order.order_id,
    decision: "approved",
    amount: 100_000,
    mobile_phone: phone,
    email: "john.connor@gmail.com",
  });
});

test.each(["0.99", "2.00"])("an order over %s in one step is one, outside the tariffs", async (sum) => {
  const current_order = { sum, order_id: `small-${sum}` };
  expect(await here.shop.ask("/iframe/v1/auth", { ...shopUrls, current_order })).toMatchObject({
    status: 33,
  });
});

test("the callback's schedule is the chosen term of the Schedule method", async () => {
  const receiver = await useReceiver();
  const { amount } = await here.shop.orderAt("held", {
    amount: 777.77,
    more: { callback_url: receiver.url },
  });
  const { schedule, monthly_overpayment, term } = JSON.parse((await receiver.callback()).body);
  const { payment_schedule } = await here.shop.ask("schedule", { amount });
  const item = payment_schedule.find((offer: { term: number }) => offer.term === term);
  const dates = item.payment_dates.map(({ date, ...rest }: { date: string; amount: number }) => ({
    date: date.split(".").reverse().join("-"),
    ...rest,
  }));
  expect(schedule).toEqual(dates);
  expect(monthly_overpayment).toBe(item.monthly_overpayment);
});

test("a store may be set to write the days of callback and Change with dots", async () => {
  const receiver = await useReceiver();
  const shop = new Shop(await useKassa());
  await shop.kassa.house.write(async (tx) => {
    const store = await tx.lock(stores, { id: uuidOf("sandbox:mokka-online:1") });
    if (store) tx.update(stores, { ...store, settings: { dottedDates: true } });
  });
  const { orderId } = await shop.orderAt("held", { more: { callback_url: receiver.url } });
  const told = JSON.parse((await receiver.callback()).body);
  const changed = await shop.ask("change", { order_id: orderId, amount: 400, cart_items: [] });
  const { payment_schedule } = await shop.ask("schedule", { amount: 400 });
  const dates = payment_schedule
    .find(({ term }: { term: number }) => term === told.term)
    .payment_dates.map(({ date }: { date: string }) => date);
  expect(dates[0]).toMatch(/^\d\d\.\d\d\.\d{4}$/);
  for (const { schedule } of [told, changed])
    expect(schedule.map(({ date }: { date: string }) => date)).toEqual(dates);
});

test("letters of any script go out as they are, and the signature counts their bytes", async () => {
  const receiver = await useReceiver();
  const orderId = "Zamówienie 订单 😀 /";
  await here.shop.orderAt("held", { orderId, more: { callback_url: receiver.url } });
  const { body, query } = await receiver.callback();
  expect(body).toContain(`{"order_id":"${orderId}",`);
  expect(query.get("signature")).toBe(sign(Buffer.from(body)));
});

test("the flow in one step is announced like the other", async () => {
  const receiver = await useReceiver();
  const { orderId, phone } = here.shop.newOrder({ phone: "333055001" });
  const body = authBody({ orderId, phone, more: { callback_url: receiver.url } });
  const { iframe_url } = await here.shop.ask("/online/v1/auth", body);
  await (await beJohn(iframe_url, phone)).submit("place_order", { term: "3" });
  expect(JSON.parse((await receiver.callback()).body)).toMatchObject({
    order_id: orderId,
    decision: "approved",
    amount: 500,
    term: 3,
  });
});

test("finish, cancel, return and expiry are not announced", async () => {
  const receiver = await useReceiver();
  const more = { callback_url: receiver.url };
  for (const stage of ["returned", "canceled", "expired"] as const) await here.shop.orderAt(stage, { more });
  await here.kassa.advance("P1D");
  expect(receiver.received.map(({ body }) => JSON.parse(body).decision)).toEqual([
    "approved",
    "approved",
    "approved",
  ]);
});

test("an order that is sent again is announced where the shop wants it now", async () => {
  const before = await useReceiver();
  const now = await useReceiver();
  const order = here.shop.newOrder();
  const shopper = await here.shop.identified(order, { more: { callback_url: before.url } });
  await here.shop.ask("checkout", authBody({ ...order, more: { callback_url: now.url } }));
  await shopper.submit("place_order", { term: "3" });
  expect(JSON.parse((await now.callback()).body)).toMatchObject({ order_id: order.orderId });
  expect(before.received).toEqual([]);
});

test("a callback that is not taken comes again with the same body; one that is taken does not", async () => {
  const kassa = await useKassa();
  const receiver = await useReceiver([500, 404, 302, 200]);
  const answer = await kassa.mokka(
    "/factoring/v1/precheck/auth",
    authBody({ orderId: "retried", phone: "333090610", more: { callback_url: receiver.url } }),
  );
  const shopper = new Shopper(kassa);
  await shopper.open(answer.json.iframe_url);
  await shopper.submit("show_questionnaire");
  await shopper.submit("register", { ...john, primary_phone: "333090610" });
  await shopper.submit("confirm", { confirmation_code: "1111" });
  await receiver.callback();
  await kassa.advance("P5D");
  expect(receiver.received).toHaveLength(4);
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
});
