import { expect, test } from "vitest";
import type { Kassa } from "../../support/kassa.ts";
import { type Fields, type Merchant, visa } from "./merchant.ts";
import { neighbour } from "./neighbour.ts";
import { openMondido } from "./open.ts";

let kassa: Kassa;
let merchant: Merchant;
openMondido((open) => {
  ({ kassa, merchant } = open);
});

// biome-ignore lint/suspicious/noExplicitAny: each test reads the answer as it expects it to be
type Json = any;

async function storedCard(more: Fields = {}): Promise<Json> {
  const fields = { ...visa, currency: "sek", test: "true", ...more };
  return (await merchant.call("POST", "/v1/stored_cards", fields)).json;
}

async function subscribe(fields: Fields = {}): Promise<Json> {
  const { id } = await storedCard();
  const { http, json } = await merchant.call("POST", "/v1/subscriptions", {
    plan_id: "1",
    stored_card_id: String(id),
    ...fields,
  });
  expect(http).toBe(200);
  return json;
}

const get = async (id: number, query = "") =>
  (await merchant.call("GET", `/v1/subscriptions/${id}${query}`)).json;
const put = (id: number, fields: Fields) => merchant.call("PUT", `/v1/subscriptions/${id}`, fields);

async function chargesOf(id: number): Promise<Json[]> {
  const { json } = await merchant.call("GET", "/v1/transactions?limit=100&order_by=id:asc");
  return json.filter((one: Json) => one.transaction_type === "recurring" && one.subscription?.id === id);
}

test("a payment with a plan begins a subscription, which is charged each month with the payment's metadata", async () => {
  const metadata = '{"customer":{"email":"anna@example.com"}}';
  const paid = await merchant.pay({ plan_id: "1", amount: "100.00", customer_ref: "anna", metadata });
  expect(paid.json).toMatchObject({
    status: "approved",
    amount: "100.0",
    stored_card: { id: expect.any(Number) },
  });
  const { id } = paid.json.subscription;
  const subscription = await get(id);
  expect(subscription).toEqual({
    id,
    created_at: expect.stringMatching(/Z$/),
    updated_at: subscription.created_at,
    merchant_id: 1,
    test: true,
    plan: { id: 1 },
    status: "active",
    price: "100.0",
    currency: "sek",
    interval_unit: "months",
    interval: 1,
    total_periods: 0,
    period_count: 1,
    periods_left: null,
    next_at: expect.stringMatching(/Z$/),
    customer: paid.json.customer,
    stored_card: paid.json.stored_card,
    metadata: JSON.parse(metadata),
    debt: "0.0",
    multiplier: 1,
    subscription_quantity: 1,
    retry_count: 0,
    items: [],
  });

  await kassa.advance("P63D");
  const charges = await chargesOf(id);
  expect(charges).toMatchObject([
    {
      status: "approved",
      amount: "100.0",
      currency: "sek",
      payment_ref: `subscription${id}-2`,
      metadata: JSON.parse(metadata),
      customer: paid.json.customer,
      customer_ref: "anna",
      stored_card: paid.json.stored_card,
      card_number: "411111******1111",
      card_type: "VISA",
      items: [{ artno: `subscription${id}`, amount: "100.0", qty: 1 }],
      error: null,
    },
    { payment_ref: `subscription${id}-3` },
  ]);
  expect(await get(id)).toMatchObject({ period_count: 3, retry_count: 0 });
});

test("a trial costs the setup fee at first, and nothing until it is over", async () => {
  const { json } = await merchant.pay({ plan_id: "2", amount: "0.00" });
  expect(json).toMatchObject({ status: "approved", amount: "50.0" });
  const { id } = json.subscription;
  await kassa.advance("P13D");
  expect(await get(id)).toMatchObject({ period_count: 0, status: "active" });
  await kassa.advance("P2D");
  expect(await chargesOf(id)).toMatchObject([{ amount: "100.0", status: "approved" }]);
  expect(await get(id)).toMatchObject({ period_count: 1 });
});

test("quantity and items of a payment are charged each time", async () => {
  const items = '[{"artno":"towel","description":"Towel","amount":"5.00","qty":1,"vat":"25"}]';
  const more = { subscription_quantity: "3", subscription_items: items, amount: "305.00", plan_id: "1" };
  const { id } = (await merchant.pay(more)).json.subscription;
  expect(await get(id)).toMatchObject({ multiplier: 3, items: JSON.parse(items) });
  await kassa.advance("P32D");
  expect(await chargesOf(id)).toMatchObject([
    { amount: "305.0", items: [{ artno: `subscription${id}`, amount: "300.0", qty: 3 }, { artno: "towel" }] },
  ]);
});

test.each([
  ["0137", "errors.payment.declined"],
  ["0237", "errors.card.expired"],
])(
  "the test expiry %s makes charges fail with %s, and at last cancels the subscription",
  async (card_expiry, name) => {
    const { json } = await merchant.pay({ plan_id: "1", card_expiry });
    const { id } = json.subscription;
    await kassa.advance("P33D");
    const [charge] = await chargesOf(id);
    expect(charge).toMatchObject({ status: "declined", error: { name } });
    const { status, retry_count: retries } = await get(id);
    expect(status).toBe("active");
    expect(retries).toBeGreaterThan(0);
    await kassa.advance("P8D");
    expect(await get(id)).toMatchObject({ status: "cancelled", retry_count: 5, next_at: null });
  },
);

test("a stored card is subscribed by itself, and charged within a minute", async () => {
  const { id, ...told } = await subscribe({ quantity: "2", metadata: "{'a': 1}", debt: "10.50" });
  expect(told).toMatchObject({
    status: "active",
    period_count: 0,
    multiplier: 2,
    metadata: { a: 1 },
    debt: "10.5",
  });
  await kassa.advance("PT1M");
  expect(await chargesOf(id)).toMatchObject([{ amount: "210.5", payment_ref: `subscription${id}-1` }]);
  expect(await get(id)).toMatchObject({ debt: "0.0", period_count: 1 });
});

test("a customer is subscribed with the newest card", async () => {
  await storedCard({ customer_ref: "berit" });
  const card = await storedCard({ customer_ref: "berit" });
  const byReference = await merchant.call("POST", "/v1/subscriptions", {
    plan_id: "2",
    customer_ref: "berit",
  });
  expect(byReference.json).toMatchObject({ stored_card: { id: card.id }, customer: card.customer });
  const byId = await merchant.call("POST", "/v1/subscriptions", {
    plan_id: "2",
    customer_id: String(card.customer.id),
    status: "paused",
  });
  expect(byId.json).toMatchObject({ status: "paused", next_at: null });
  const list = await merchant.call("GET", `/v1/customers/${card.customer.id}/subscriptions?extend=plan`);
  expect(list.json).toMatchObject([
    { id: byId.json.id, plan: { id: 2, name: "Monthly with a trial" } },
    { id: byReference.json.id },
  ]);
});

test("children are told whole when they are asked for", async () => {
  const { id } = await subscribe();
  expect(await get(id, "?extend=plan,stored_card,customer")).toMatchObject({
    plan: { name: "Monthly", prices: { sek: "100.0" } },
    stored_card: { card_number: "411111******1111", status: "active" },
    customer: { ref: null },
  });
});

test("a subscription pauses, goes on, and ends", async () => {
  const { id } = await subscribe({ plan_id: "2" });
  expect((await put(id, { status: "paused" })).json).toMatchObject({ status: "paused", next_at: null });
  await kassa.advance("P20D");
  expect((await put(id, { status: "active" })).json).toMatchObject({ status: "active" });
  expect(await chargesOf(id)).toEqual([]);
  expect((await put(id, { status: "cancelled" })).json).toMatchObject({ status: "cancelled", next_at: null });
  expect((await put(id, { status: "active" })).json.code).toBe(170);
  expect((await put(id, { debt: "5" })).json.code).toBe(170);
  expect(await merchant.call("DELETE", `/v1/subscriptions/${id}`)).toMatchObject({
    http: 200,
    json: { status: "cancelled" },
  });
});

test("a subscription is deleted by canceling it", async () => {
  const { id } = await subscribe();
  const gone = await merchant.call("DELETE", `/v1/subscriptions/${id}`);
  expect(gone).toMatchObject({ http: 200, json: { id, status: "cancelled" } });
});

test("what is not named in an update stays", async () => {
  const before = await subscribe({ plan_id: "2", metadata: '{"a":1}' });
  const card = await storedCard();
  const { json } = await put(before.id, { debt: "7", stored_card_id: String(card.id) });
  expect(json).toEqual({
    ...before,
    updated_at: expect.any(String),
    debt: "7.0",
    stored_card: { id: card.id },
  });
  expect((await put(before.id, { metadata: '{"b":2}', quantity: "4" })).json).toMatchObject({
    metadata: { b: 2 },
    multiplier: 4,
    debt: "7.0",
  });
});

test("a canceled plan takes nobody in, and its subscriptions along when that is asked for", async () => {
  const plan = {
    name: "Short",
    interval_unit: "days",
    interval: "1",
    prices: '{"sek":"1"}',
    trial_length: "30",
  };
  const { json } = await merchant.call("POST", "/v1/plans", plan);
  const { id } = await subscribe({ plan_id: String(json.id) });
  await merchant.call("DELETE", `/v1/plans/${json.id}`);
  expect(await get(id)).toMatchObject({ status: "active" });
  expect((await merchant.pay({ plan_id: String(json.id) })).json.code).toBe(135);
  await merchant.call("DELETE", `/v1/plans/${json.id}?cancel_subscriptions=true`);
  expect(await get(id)).toMatchObject({ status: "cancelled" });
});

test.each<[Fields, number, number]>([
  [{ plan_id: "" }, 404, 135],
  [{ plan_id: "424242" }, 404, 135],
  [{ currency: "usd" }, 400, 136],
  [{ stored_card_id: "424242" }, 404, 137],
  [{ stored_card_id: "" }, 400, 143],
  [{ stored_card_id: "", customer_id: "424242" }, 404, 142],
  [{ stored_card_id: "", customer_ref: "nobody" }, 404, 142],
  [{ status: "odd" }, 400, 170],
  [{ status: "ended" }, 400, 170],
  [{ debt: "-1" }, 400, 109],
  [{ debt: "99999999999999999" }, 400, 109],
  [{ quantity: "0" }, 400, 253],
  [{ quantity: "100001" }, 400, 253],
  [{ items: "[{}]" }, 400, 256],
  [{ metadata: "{" }, 400, 149],
])("a subscription with %j is refused with %i, %i", async (wrong, status, code) => {
  const { id } = await storedCard();
  const fields = { plan_id: "1", stored_card_id: String(id), ...wrong };
  const { http, json } = await merchant.call("POST", "/v1/subscriptions", fields);
  expect([http, json.code]).toEqual([status, code]);
});

test("a card that is put aside is refused, and so is one of the other mode", async () => {
  const aside = await storedCard();
  await merchant.call("PUT", `/v1/stored_cards/${aside.id}`, { status: "inactive" });
  const fields = { plan_id: "1", stored_card_id: String(aside.id) };
  expect((await merchant.call("POST", "/v1/subscriptions", fields)).json.code).toBe(150);
  const live = await storedCard({ test: "false", card_number: "4970100000000006" });
  const { id } = await subscribe();
  expect((await put(id, { stored_card_id: String(live.id) })).json.code).toBe(167);
});

test("subscriptions are listed by status, plan, customer and mode", async () => {
  const card = await storedCard();
  const { id } = (
    await merchant.call("POST", "/v1/subscriptions", { plan_id: "2", stored_card_id: String(card.id) })
  ).json;
  const ids = async (filter: string) =>
    (await merchant.call("GET", `/v1/subscriptions?limit=100&${filter}`)).json.map((one: Json) => one.id);
  expect(await ids("filter[plan_id]=2&filter[status]=active")).toContain(id);
  expect(await ids("filter[plan_id]=1")).not.toContain(id);
  expect(await ids(`filter[customer_id]=${card.customer.id}`)).toEqual([id]);
  expect(await ids("filter[test]=false")).toEqual([]);
  expect(await ids("filter[status]=ended")).toEqual([]);
  expect((await merchant.call("GET", "/v1/subscriptions?filter[status]=odd")).json.code).toBe(206);
});

test("a subscription that is not there is 141, and somebody else's is 138", async () => {
  const { id } = await subscribe({ plan_id: "2" });
  const authorization = neighbour;
  expect((await merchant.call("GET", "/v1/subscriptions/424242")).json.code).toBe(141);
  expect((await merchant.call("DELETE", "/v1/subscriptions/x")).json.code).toBe(141);
  for (const method of ["GET", "PUT", "DELETE"] as const)
    expect((await merchant.call(method, `/v1/subscriptions/${id}`, {}, { authorization })).json.code).toBe(
      138,
    );
  expect((await merchant.call("GET", "/v1/subscriptions", {}, { authorization })).json).toEqual([]);
});
