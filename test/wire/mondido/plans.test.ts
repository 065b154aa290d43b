import { expect, test } from "vitest";
import type { Kassa } from "../../support/kassa.ts";
import type { Fields, Merchant } from "./merchant.ts";
import { neighbour } from "./neighbour.ts";
import { openMondido } from "./open.ts";

let kassa: Kassa;
let merchant: Merchant;
openMondido((open) => {
  ({ kassa, merchant } = open);
});

const sheet: Fields = {
  name: "Gym",
  interval_unit: "months",
  interval: "1",
  prices: '{"eur":"10","sek":"100"}',
};

test("a plan has a price in each currency, and is told as it was created", async () => {
  const more = {
    periods: "12",
    trial_length: "14",
    setup_fees: '{"sek":"49.50"}',
    description: "All inclusive",
  };
  const { http, json } = await merchant.call("POST", "/v1/plans", { ...sheet, ...more });
  expect(http).toBe(200);
  expect(json).toEqual({
    id: expect.any(Number),
    created_at: expect.stringMatching(/T\d\d:\d\d:\d\dZ$/),
    updated_at: json.created_at,
    interval_unit: "months",
    interval: 1,
    periods: 12,
    prices: { eur: "10.0", sek: "100.0" },
    setup_fees: { sek: "49.5" },
    name: "Gym",
    description: "All inclusive",
    trial_length: 14,
    merchant_id: 1,
    status: "active",
  });
  expect((await merchant.call("GET", `/v1/plans/${json.id}`)).json).toEqual(json);
});

test("a plan may come as JSON, with what is optional left out or empty", async () => {
  const body = {
    ...sheet,
    interval: 30,
    interval_unit: "days",
    prices: { SEK: 12.5 },
    periods: "",
    setup_fees: "",
  };
  const headers = { "content-type": "application/json", authorization: `Basic ${btoa("1:password")}` };
  const { json } = await merchant.send("POST", "/v1/plans", JSON.stringify(body), headers);
  expect(json).toMatchObject({
    interval: 30,
    interval_unit: "days",
    periods: 0,
    trial_length: 0,
    description: null,
  });
  expect(json).toMatchObject({ prices: { sek: "12.5" }, setup_fees: {} });
});

test("the sandbox has a plan, and one with a trial and a setup fee", async () => {
  expect((await merchant.call("GET", "/v1/plans/1")).json).toMatchObject({
    name: "Monthly",
    prices: { sek: "100.0", eur: "10.0" },
    trial_length: 0,
  });
  expect((await merchant.call("GET", "/v1/plans/2")).json).toMatchObject({
    trial_length: 14,
    setup_fees: { sek: "50.0" },
  });
});

test.each<[Fields, number]>([
  [{ name: "" }, 184],
  [{ interval_unit: "" }, 185],
  [{ interval_unit: "weeks" }, 186],
  [{ prices: "" }, 187],
  [{ prices: "{}" }, 187],
  [{ interval: "" }, 188],
  [{ interval: "0" }, 189],
  [{ interval: "1.5" }, 189],
  [{ interval: "-1" }, 189],
  [{ interval: "121" }, 189],
  [{ prices: "100" }, 195],
  [{ prices: '{"xxx":"1"}' }, 195],
  [{ prices: '{"sek":"-1"}' }, 195],
  [{ prices: '{"sek":"1.001"}' }, 195],
  [{ prices: '{"sek":"99999999999999999999"}' }, 195],
  [{ prices: '{"__proto__":"1"}' }, 195],
  [{ setup_fees: '{"sek":"much"}' }, 195],
  [{ periods: "-1" }, 253],
  [{ periods: "10001" }, 253],
  [{ trial_length: "soon" }, 253],
])("a plan with %j is refused with %i", async (wrong, code) => {
  const { http, json } = await merchant.call("POST", "/v1/plans", { ...sheet, ...wrong });
  expect([http, json.code]).toEqual([400, code]);
});

test("plans are listed page by page, the newest first, and by status", async () => {
  const made = await Promise.all(Array.from({ length: 3 }, () => merchant.call("POST", "/v1/plans", sheet)));
  const ids = made.map(({ json }) => json.id as number).toSorted((a, b) => b - a);
  const { json, headers } = await merchant.call("GET", "/v1/plans?limit=2");
  expect(json.map(({ id }: { id: number }) => id)).toEqual(ids.slice(0, 2));
  expect(headers["content-range"]).toMatch(/^items 0-1\/\d+$/);
  await merchant.call("DELETE", `/v1/plans/${ids[0]}`);
  const active = await merchant.call("GET", "/v1/plans?filter[status]=active&limit=100");
  expect(active.json.map(({ id }: { id: number }) => id)).not.toContain(ids[0]);
  const gone = await merchant.call("GET", "/v1/plans?filter[status]=cancelled&limit=100");
  expect(gone.json).toMatchObject([{ id: ids[0], status: "cancelled" }]);
  const ascending = await merchant.call("GET", `/v1/plans?order_by=id:asc&start_id=${ids[2]}`);
  expect(ascending.json.map(({ id }: { id: number }) => id)).toEqual(ids.toReversed());
  expect((await merchant.call("GET", "/v1/plans?filter[status]=odd")).json.code).toBe(206);
  expect((await merchant.call("GET", "/v1/plans?filter[color]=red")).json.code).toBe(205);
  const authorization = neighbour;
  expect((await merchant.call("GET", "/v1/plans", {}, { authorization })).json).toEqual([]);
});

test("a plan that is deleted is cancelled, and stays so", async () => {
  const { json } = await merchant.call("POST", "/v1/plans", sheet);
  const gone = await merchant.call("DELETE", `/v1/plans/${json.id}`);
  expect(gone).toMatchObject({ http: 200, json: { id: json.id, status: "cancelled" } });
  expect((await merchant.call("DELETE", `/v1/plans/${json.id}`)).json).toEqual(gone.json);
  expect((await merchant.call("GET", `/v1/plans/${json.id}`)).json).toEqual(gone.json);
});

test("a plan that is not there is 135, and somebody else's is 138", async () => {
  const authorization = neighbour;
  for (const id of ["999999", "abc", "0"])
    expect((await merchant.call("GET", `/v1/plans/${id}`)).json.code).toBe(135);
  expect((await merchant.call("GET", "/v1/plans/1", {}, { authorization })).json.code).toBe(138);
  expect((await merchant.call("DELETE", "/v1/plans/1", {}, { authorization })).json.code).toBe(138);
});

const planOf = async (more: Fields = {}) =>
  (await merchant.call("POST", "/v1/plans", { ...sheet, ...more })).json;

test("a plan changes in what is named, and in nothing else", async () => {
  const more = { setup_fees: '{"sek":"5"}', description: "Old", trial_length: "7", periods: "12" };
  const before = await planOf(more);
  await kassa.advance("PT1S");
  const changes = { name: "Gym and pool", prices: '{"sek":"120","nok":"110"}', description: "" };
  const { http, json } = await merchant.call("PUT", `/v1/plans/${before.id}`, changes);
  expect(http).toBe(200);
  const prices = { sek: "120.0", nok: "110.0" };
  expect(json).toEqual({ ...before, name: "Gym and pool", prices, updated_at: json.updated_at });
  expect(json.updated_at > before.updated_at).toBe(true);
  expect((await merchant.call("GET", `/v1/plans/${before.id}`)).json).toEqual(json);
  const yearly = await merchant.call("PUT", `/v1/plans/${before.id}`, { interval: "12", periods: "0" });
  expect(yearly.json).toMatchObject({ interval: 12, interval_unit: "months", periods: 0, prices });
});

test("a plan that changes leaves those alone who have subscribed", async () => {
  const { id } = await planOf();
  const begin = async (reference: string) =>
    (await merchant.pay({ plan_id: String(id), amount: "100.00", customer_ref: reference })).json
      .subscription;
  const first = await begin("early");
  const changes = { name: "Dear", prices: '{"sek":"200"}', interval_unit: "days", interval: "1" };
  await merchant.call("PUT", `/v1/plans/${id}`, changes);
  const second = await begin("late");
  const told = async ({ id: number }: { id: number }) =>
    (await merchant.call("GET", `/v1/subscriptions/${number}`)).json;
  expect(await told(first)).toMatchObject({ price: "100.0", interval_unit: "months", interval: 1 });
  expect(await told(second)).toMatchObject({ price: "200.0", interval_unit: "days", interval: 1 });
  await kassa.advance("P32D");
  const { json } = await merchant.call("GET", "/v1/transactions?limit=100");
  const amounts = ({ id: number }: { id: number }) =>
    json
      .filter(
        (one: { subscription: unknown; transaction_type: string }) => one.transaction_type === "recurring",
      )
      .filter((one: { subscription: { id: number } }) => one.subscription.id === number)
      .map((one: { amount: string }) => one.amount);
  expect(amounts(first)).toEqual(["100.0"]);
  expect(new Set(amounts(second))).toEqual(new Set(["200.0"]));
});

test("a plan is taken off, and offered again", async () => {
  const { id } = await planOf();
  const status = async (word: string) =>
    (await merchant.call("PUT", `/v1/plans/${id}`, { status: word })).json;
  expect((await status("cancelled")).status).toBe("cancelled");
  expect((await merchant.pay({ plan_id: String(id), amount: "100.00" })).json.code).toBe(135);
  expect((await status("active")).status).toBe("active");
  expect((await status("odd")).code).toBe(148);
});

test.each<[Fields, number]>([
  [{ name: "x".repeat(256) }, 253],
  [{ description: "x".repeat(10_001) }, 253],
  [{ interval_unit: "weeks" }, 186],
  [{ prices: "{}" }, 187],
  [{ interval: "0" }, 189],
  [{ prices: "100" }, 195],
  [{ setup_fees: "x" }, 195],
  [{ periods: "-1" }, 253],
])("a plan does not become one with %j: %i", async (wrong, code) => {
  const before = await planOf();
  const { http, json } = await merchant.call("PUT", `/v1/plans/${before.id}`, wrong);
  expect([http, json.code]).toEqual([400, code]);
  expect((await merchant.call("GET", `/v1/plans/${before.id}`)).json).toEqual(before);
});

test("somebody else's plan is not changed, nor one that is not there", async () => {
  const tried = await merchant.call("PUT", "/v1/plans/1", { name: "Mine" }, { authorization: neighbour });
  expect(tried.json.code).toBe(138);
  expect((await merchant.call("PUT", "/v1/plans/999999", { name: "Mine" })).json.code).toBe(135);
});

test("two who change a plan at once both have their way", async () => {
  const { id } = await planOf();
  const put = (fields: Fields) => merchant.call("PUT", `/v1/plans/${id}`, fields);
  await Promise.all([put({ name: "Other" }), put({ periods: "6" }), put({ prices: '{"sek":"1"}' })]);
  const { json } = await merchant.call("GET", `/v1/plans/${id}`);
  expect(json).toMatchObject({ name: "Other", periods: 6, prices: { sek: "1.0" } });
});
