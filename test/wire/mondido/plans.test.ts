import { afterAll, beforeAll, expect, test } from "vitest";
import { type Kassa, openKassa } from "../../support/kassa.ts";
import { type Fields, Merchant } from "./merchant.ts";
import { addNeighbour, neighbour } from "./neighbour.ts";

let kassa: Kassa;
let merchant: Merchant;
beforeAll(async () => {
  kassa = await openKassa();
  merchant = new Merchant(kassa);
  await addNeighbour(kassa);
});
afterAll(async () => {
  expect(await kassa.problems()).toEqual([]);
  await kassa.close();
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
