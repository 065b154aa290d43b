import { describe, expect, test } from "vitest";
import type { Kassa } from "../../support/kassa.ts";
import { type Fields, type Merchant, visa } from "./merchant.ts";
import { neighbour } from "./neighbour.ts";
import { openMondido } from "./open.ts";

let kassa: Kassa;
let merchant: Merchant;
openMondido((open) => {
  ({ kassa, merchant } = open);
});

const card: Fields = { ...visa, currency: "sek", test: "true" };

function store(more: Fields = {}) {
  return merchant.call("POST", "/v1/stored_cards", { ...card, ...more });
}

describe("a card", () => {
  test("is stored, told as the provider tells it, and pays", async () => {
    const { http, json } = await store({ metadata: '{"colour":"blue"}' });
    expect(http).toBe(200);
    expect(json).toEqual({
      id: expect.any(Number),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      token: expect.stringMatching(/^[0-9a-f]{40}$/),
      card_holder: "Anna Berg",
      card_number: "411111******1111",
      status: "active",
      currency: "SEK",
      expires: "2040-12-31T23:59:59Z",
      ref: null,
      merchant_id: 1,
      test: true,
      customer: { id: expect.any(Number) },
      card_type: "VISA",
      metadata: { colour: "blue" },
    });
    expect((await merchant.call("GET", `/v1/stored_cards/${json.id}`)).json).toEqual(json);
    const order = merchant.order({ card_number: json.token, card_type: "STORED_CARD" });
    const paid = await merchant.call("POST", "/v1/transactions", order);
    expect(paid.json).toMatchObject({ status: "approved", customer: json.customer });
  });

  test("leaves no payment behind, and neither its number nor its code", async () => {
    const before = await kassa.reader.query("select id from payments");
    await store({ card_number: "5555555555554444", card_type: "MASTERCARD" });
    expect(await kassa.reader.query("select id from payments")).toEqual(before);
    const rows = await kassa.reader.query("select c::text as row from cards c");
    expect(JSON.stringify(rows)).not.toContain("5555555555554444");
  });

  test("is for the customer who is named, known or new", async () => {
    const first = await store({ customer_ref: "carla" });
    const second = await store({ customer_ref: "carla" });
    expect(second.json.customer).toEqual(first.json.customer);
    expect(second.json.id).not.toBe(first.json.id);
    const byId = await store({ customer_id: String(first.json.customer.id) });
    expect(byId.json.customer).toEqual(first.json.customer);
    const nobodys = await store();
    expect(nobodys.json.customer.id).not.toBe(first.json.customer.id);
  });

  test("is for one new customer, also when two ask at the same time", async () => {
    const stored = await Promise.all(Array.from({ length: 10 }, () => store({ customer_ref: "at once" })));
    expect(new Set(stored.map(({ json }) => json.customer.id)).size).toBe(1);
  });

  test("may be without a holder", async () => {
    const { card_holder: _, ...nameless } = card;
    const { json } = await merchant.call("POST", "/v1/stored_cards", nameless);
    expect([json.status, json.card_holder]).toEqual(["active", null]);
  });
});

test.each<[string, number, Record<string, string>]>([
  ["no currency", 116, { currency: "" }],
  ["another currency", 117, { currency: "xxx" }],
  ["no number", 118, { card_number: "" }],
  ["a wrong number", 119, { card_number: "4111111111111112" }],
  ["a number with hyphens", 119, { card_number: "4111-1111-1111-1111" }],
  ["no type", 120, { card_type: "" }],
  ["another type", 121, { card_type: "coupon" }],
  ["a token", 121, { card_type: "STORED_CARD" }],
  ["a holder without letters", 123, { card_holder: "4111" }],
  ["no CVV", 124, { card_cvv: "" }],
  ["a CVV of two digits", 125, { card_cvv: "20" }],
  ["CVV 202", 125, { card_cvv: "202" }],
  ["no expiry", 126, { card_expiry: "" }],
  ["month 13", 127, { card_expiry: "1340" }],
  ["CVV 201", 129, { card_cvv: "201" }],
  ["CVV 203", 130, { card_cvv: "203" }],
  ["a card of one country in another currency", 131, { card_type: "LASER" }],
  ["a customer who is not there", 142, { customer_id: "999999" }],
  ["a reference too long", 165, { customer_ref: "x".repeat(256) }],
  ["metadata that is none", 149, { metadata: "{" }],
  ["a real card in test mode", 119, { card_number: "4929000000006" }],
  ["a bank that does not answer", 264, { card_number: "4000000010000075" }],
])("with %s there is error %i", async (_, code, more) => {
  const { http, json } = await store(more);
  expect([http >= 400, json.code, Object.keys(json).length]).toEqual([true, code, 3]);
});

test("a declined card creates no customer", async () => {
  await store({ customer_ref: "declined", card_cvv: "201" });
  const { json } = await merchant.call("GET", "/v1/customers?filter[ref]=declined");
  expect(json).toEqual([]);
});

test("the error that was asked for comes with the message that was asked for", async () => {
  const instructions = { fail_as_code: "errors.card.expired", fail_as_message: "sorry" };
  const { json } = await store({ metadata: JSON.stringify({ mondido_instructions: instructions }) });
  expect([json.code, json.description]).toEqual([130, "The card has expired sorry"]);
});

test("a card is put out of use and into use, and may change its holder, its date and its metadata", async () => {
  const { json } = await store();
  const put = (fields: Fields) => merchant.call("PUT", `/v1/stored_cards/${json.id}`, fields);
  expect((await put({ status: "inactive" })).json).toEqual({ ...json, status: "inactive" });
  const order = merchant.order({ card_number: json.token, card_type: "STORED_CARD" });
  expect((await merchant.call("POST", "/v1/transactions", order)).json.code).toBe(150);
  const changed = await put({
    status: "active",
    card_holder: "Bo Ek",
    card_expiry: "0241",
    metadata: '{"a":1}',
  });
  const after = {
    ...json,
    card_holder: "Bo Ek",
    expires: "2041-02-28T23:59:59Z",
    metadata: { a: 1 },
  };
  expect(changed.json).toEqual(after);
  expect((await put({ status: "stolen" })).json.code).toBe(148);
  expect((await put({ card_expiry: "1299x" })).json.code).toBe(127);
  expect((await put({ card_holder: "1" })).json.code).toBe(123);
});

describe("a deleted card", () => {
  test("is told as deleted, again too; its number is gone for good", async () => {
    const { json } = await store();
    const gone = await merchant.call("DELETE", `/v1/stored_cards/${json.id}`);
    expect([gone.http, gone.json]).toEqual([200, { ...json, status: "deleted" }]);
    expect((await merchant.call("DELETE", `/v1/stored_cards/${json.id}`)).http).toBe(200);
    expect((await merchant.call("GET", `/v1/stored_cards/${json.id}`)).json.status).toBe("deleted");
    const order = merchant.order({ card_number: json.token, card_type: "STORED_CARD" });
    expect((await merchant.call("POST", "/v1/transactions", order)).json.code).toBe(150);
    const put = await merchant.call("PUT", `/v1/stored_cards/${json.id}`, { status: "active" });
    expect(put.json.code).toBe(150);
    const rows = await kassa.reader.query("select sealed_pan from cards where number = $1", [json.id]);
    expect(rows).toEqual([{ sealed_pan: "" }]);
  });

  test("has an id", async () => {
    for (const path of ["/v1/stored_cards/", "/v1/stored_cards/999999", "/v1/stored_cards/x"]) {
      const { http, json } = await merchant.call("DELETE", path);
      expect([http, json.code]).toEqual([404, 137]);
    }
  });

  test.each([
    ["en", "Unauthorized"],
    ["se", "Ej behörig"],
  ])("is not a neighbour's (%s)", async (locale, description) => {
    const { json } = await store();
    const path = `/v1/stored_cards/${json.id}?locale=${locale}`;
    const tried = await merchant.call("DELETE", path, {}, { authorization: neighbour });
    expect([tried.http, tried.json]).toEqual([403, { name: "errors.unauthorized", code: 138, description }]);
    expect((await merchant.call("GET", `/v1/stored_cards/${json.id}`)).json.status).toBe("active");
    const asked = await merchant.call(
      "POST",
      "/v1/stored_cards",
      {
        ...card,
        customer_id: String(json.customer.id),
      },
      { authorization: neighbour },
    );
    expect(asked.json.code).toBe(138);
  });
});

test("a list has a page of cards, the newest first, and how many there are; deleted ones when they are asked for", async () => {
  const ids: number[] = [];
  for (let i = 0; i < 3; i++) ids.push((await store({ customer_ref: "lister" })).json.id);
  const gone = (await store({ customer_ref: "lister" })).json;
  await merchant.call("DELETE", `/v1/stored_cards/${gone.id}`);
  const idsOf = async (query: string) => {
    const { json, headers } = await merchant.call("GET", `/v1/stored_cards/${query}`);
    return [json.map(({ id }: { id: number }) => id), headers["content-range"]];
  };
  expect(await idsOf("?limit=2&filter[customer_ref]=lister")).toEqual([[ids[2], ids[1]], "items 0-1/3"]);
  expect(await idsOf(`?limit=2&filter[customer]=${gone.customer.id}&order_by=id`)).toEqual([
    [ids[0], ids[1]],
    "items 0-1/3",
  ]);
  expect(await idsOf("?filter[customer_ref]=lister&filter[status]=deleted")).toEqual([
    [gone.id],
    "items 0-0/1",
  ]);
  expect(await idsOf(`?filter[customer_ref]=lister&start_id=${ids[1]}`)).toEqual([
    [ids[1], ids[0]],
    "items 0-1/2",
  ]);
  expect(await idsOf("?filter[customer_ref]=nobody")).toEqual([[], "items */0"]);
  expect(await idsOf("?filter[test]=false")).toEqual([[], "items */0"]);
  const ofCustomer = await merchant.call("GET", `/v1/customers/${gone.customer.id}/stored_cards`);
  expect(ofCustomer.json).toHaveLength(3);
  expect((await merchant.call("GET", "/v1/stored_cards?filter[cvv]=200")).json.code).toBe(205);
  expect((await merchant.call("GET", "/v1/stored_cards?filter[status]=stolen")).json.code).toBe(206);
  expect((await merchant.call("GET", "/v1/stored_cards?filter[customer_id]=9999999")).json.code).toBe(142);
});

test("extend=customer tells the customer whole", async () => {
  const { json } = await store({ customer_ref: "whole", extend: "customer" });
  expect(json.customer).toMatchObject({ ref: "whole", metadata: null });
});

test("a browser pays with a card of the customer whom the hash names; for others the password is asked", async () => {
  const { json } = await store({ customer_ref: "browsing" });
  const order = (more: Fields = {}) =>
    merchant.order({ card_number: json.token, card_type: "STORED_CARD", ...more });
  const pay = (fields: Fields, headers: Fields) => merchant.call("POST", "/v1/transactions", fields, headers);
  const unsigned = { authorization: "" };
  const own = await pay(order({ customer_ref: "browsing" }), unsigned);
  expect(own.json).toMatchObject({ status: "approved", stored_card: { id: json.id } });
  for (const fields of [order(), order({ customer_ref: "somebody else" })]) {
    const asked = await pay(fields, unsigned);
    expect([asked.http, asked.json.code]).toEqual([401, 182]);
    expect(asked.headers["www-authenticate"]).toMatch(/^Basic /);
  }
  const fields = order();
  await pay(fields, unsigned);
  expect((await pay(fields, {})).json.status).toBe("approved");
});
