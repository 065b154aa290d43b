import { describe, expect, test } from "vitest";
import type { Kassa } from "../../support/kassa.ts";
import { basic, type Fields, type Merchant, visa } from "./merchant.ts";
import { changeSettings, openMondido } from "./open.ts";

let kassa: Kassa;
let merchant: Merchant;
openMondido((open) => {
  ({ kassa, merchant } = open);
});

const json = { "content-type": "application/json", authorization: basic };
const post = (path: string, body: object) => merchant.send("POST", path, JSON.stringify(body), json);
const countOf = async (path: string) => {
  const { headers } = await merchant.call("GET", `${path}?limit=0`);
  return String(headers["content-range"]).split("/")[1];
};

/** What is no text and no number, and of numbers what is not whole. */
const things = [{ a: 1 }, [1], true] as const;
const notWhole = [...things, -1, 1.5, "abc", "9".repeat(16)] as const;

describe("a payment", () => {
  test.each([
    ["card_number", things, 119],
    ["card_type", things, 121],
    ["card_holder", things, 123],
    ["card_cvv", things, 125],
    ["card_expiry", things, 127],
    ["plan_id", notWhole, 135],
    ["template_id", notWhole, 103],
    ["subscription_quantity", [...notWhole, 100_001], 253],
    ["customer_ref", things, 165],
    ["vat_amount", [...things, "-1.00", "x"], 109],
    ["success_url", [...things, "javascript:alert(1)"], 110],
    ["error_url", [...things, "/back"], 112],
    ["merchant_id", [...things, "2", "x"], 202],
  ] as const)("is refused when %s is %j, with %i, and leaves nothing behind", async (name, values, code) => {
    const before = await countOf("/v1/transactions");
    const told = await Promise.all(
      values.map((value) => post("/v1/transactions", { ...merchant.order(visa), [name]: value })),
    );
    expect(told.map((answer) => answer.json.code)).toEqual(values.map(() => code));
    expect(await countOf("/v1/transactions")).toBe(before);
  });

  test("subscribes once when it is told to do so no times", async () => {
    const { json: paid } = await merchant.pay({ plan_id: "1", subscription_quantity: "0" });
    const { json: begun } = await merchant.call("GET", `/v1/subscriptions/${paid.subscription.id}`);
    expect(begun.multiplier).toBe(1);
  });
});

describe("an invoice", () => {
  const details = {
    first_name: "Erik",
    last_name: "Nygren",
    zip: "1",
    address_1: "a",
    city: "a",
    email: "e@example.com",
    phone: "0701234567",
  };
  const items = '[{"artno":"1","description":"a","amount":"10.00","qty":"1","vat":"25"}]';

  test.each([
    ["SWE", "sek", "192803104351", undefined],
    ["SE", "sek", "280310-4351", undefined],
    ["SWE", "sek", "520319+8089", undefined],
    ["NOR", "nok", "060739 10828", undefined],
    ["FI", "eur", "071259-999M", undefined],
    ["DNK", "dkk", "010101-1234", 245],
    ["NOR", "nok", "0607391082", 238],
    ["SWE", "eur", "192803104351", 245],
    ["XXX", "sek", "192803104351", 220],
  ])("for %s in %s by %s is %s", async (country_code, currency, ssn, code) => {
    const payment_details = JSON.stringify({ ...details, country_code, ssn });
    const order = merchant.order({ currency, payment_method: "invoice", items, payment_details });
    const { json: told } = await merchant.call("POST", "/v1/transactions", order);
    expect([told.code, told.status]).toEqual([code, code ? undefined : "approved"]);
  });
});

test.each([
  ["/v1/stored_cards", { ...visa, currency: "sek", test: "true", customer_ref: true }, 165],
  ["/v1/stored_cards", { ...visa, currency: "sek", test: "true", card_holder: [] }, 123],
  ["/v1/customers", { ref: true }, 165],
])("%s with %j is refused with %i", async (path, body, code) => {
  const before = await countOf(path);
  expect((await post(path, body)).json.code).toBe(code);
  expect(await countOf(path)).toBe(before);
});

test.each([
  ["transactions?filter=abc", 205],
  ["transactions?filter[id]=1", 205],
  ["transactions?filter[test]=maybe", 206],
  ["transactions?filter[currency]=zzz", 206],
  ["stored_cards?filter[test]=maybe", 206],
  ["stored_cards?filter[currency]=zzz", 206],
  ["subscriptions?filter[test]=maybe", 206],
])("the list %s is refused with %i", async (path, code) => {
  const { http, json: told } = await merchant.call("GET", `/v1/${path}`);
  expect([http, told.code]).toEqual([400, code]);
});

test.each([
  ["GET", "/v1/nonsense"],
  ["POST", "/v2/nonsense"],
  ["DELETE", "/v1/transactions/1"],
  ["GET", "/v1/refunds"],
  ["GET", "/v1/customers/1/nothing"],
] as const)("%s %s is not there, in the words of everything else", async (method, path) => {
  const { http, json: told, headers } = await merchant.call(method, `${path}?locale=sv`);
  expect([http, told]).toEqual([404, { name: "errors.not_found", code: 196, description: "Hittas inte" }]);
  expect(headers.status).toBe("404 Not Found");
});

test("answers repeat the status in a header, where old plugins look for it", async () => {
  expect((await merchant.call("GET", "/v1/transactions/1")).headers.status).toBe("200 OK");
  expect((await merchant.pay({ card_cvv: "201" })).headers.status).toBe("400 Bad Request");
});

describe("the window", () => {
  const shop = { success_url: "https://shop.example/ok", error_url: "https://shop.example/no" };
  const pageless = { authorization: "" };
  const send = (path: string, fields: Fields) => merchant.call("POST", path, fields, pageless);
  const open = async (more: Fields) =>
    String((await send("/v1/form", merchant.order({ ...shop, ...more }))).headers.location);
  const read = async (window: string) => (await merchant.call("GET", window, {}, pageless)).text;
  const shownIn = (html: string) => /name="shown_total" value="([^"]*)"/.exec(html)?.[1] ?? "";

  test("does not subscribe anybody to what it did not show", async () => {
    const sheet = { name: "Gym", interval_unit: "months", interval: "1", prices: '{"sek":"100"}' };
    const { json: plan } = await merchant.call("POST", "/v1/plans", sheet);
    const window = await open({ plan_id: String(plan.id), amount: "100.00" });
    const shown = { ...visa, shown_total: shownIn(await read(window)) };
    await merchant.call("PUT", `/v1/plans/${plan.id}`, { prices: '{"sek":"900"}' });
    expect((await send(window, shown)).http).toBe(422);
    const again = { ...visa, shown_total: shownIn(await read(window)) };
    const { headers } = await send(window, again);
    expect(new URL(String(headers.location)).searchParams.get("status")).toBe("approved");
  });

  test("does not take more than it showed, even when the amount changes while the form is read", async () => {
    const order = merchant.order({ process: "false" });
    const { json: prepared } = await merchant.call("POST", "/v1/transactions", order);
    const window = new URL(prepared.href).pathname;
    const shown = { ...visa, shown_total: shownIn(await read(window)) };
    const { write } = kassa.house;
    const changeFirst: typeof write = async (verb) => {
      Object.assign(kassa.house, { write });
      await merchant.call("PUT", `/v1/transactions/${prepared.id}`, { amount: "99.00", process: "false" });
      return write(verb);
    };
    Object.assign(kassa.house, { write: changeFirst });
    expect((await send(window, shown)).http).toBe(422);
    const { json: after } = await merchant.call("GET", `/v1/transactions/${prepared.id}`);
    expect(after).toMatchObject({ status: "pending", amount: "99.0" });
  });

  test("sells on account only where the store does", async () => {
    const items = '[{"artno":"1","description":"Shoe","amount":"10.00","qty":"1","vat":"25"}]';
    expect(await read(await open({ items }))).toContain('name="ssn"');
    await changeSettings(kassa, { invoices: false });
    expect(await read(await open({ items }))).not.toContain('name="ssn"');
  });
});
