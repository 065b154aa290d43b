import { expect, test } from "vitest";
import type { Kassa } from "../../support/kassa.ts";
import { type Fields, type Merchant, visa } from "./merchant.ts";
import { changeSettings, openMondido } from "./open.ts";

let kassa: Kassa;
let merchant: Merchant;
openMondido((open) => {
  ({ kassa, merchant } = open);
});

const declined = { ...visa, card_cvv: "201" };
const shop = { success_url: "https://shop.example/ok", error_url: "https://shop.example/no" };
const post = (path: string, fields: Fields) => merchant.call("POST", path, fields, { authorization: "" });
const put = (id: number, fields: Fields) => merchant.call("PUT", `/v1/transactions/${id}`, fields);

async function prepared(): Promise<{ id: number }> {
  return (await merchant.call("POST", "/v1/transactions", merchant.order({ process: "false" }))).json;
}

async function openWindow(more: Fields = {}): Promise<string> {
  return String((await post("/v1/form", merchant.order({ ...shop, ...more }))).headers.location);
}

const statusIn = (location: unknown) => new URL(String(location)).searchParams.get("status");

test("a payment is tried ten times by the API; then no card pays it, and it says so", async () => {
  const { id } = await prepared();
  for (let i = 0; i < 10; i++) expect((await put(id, declined)).json.code).toBe(129);
  const { http, json } = await put(id, visa);
  expect([http, json]).toEqual([
    400,
    { name: "errors.rules_parser.declined", code: 261, description: expect.any(String) },
  ]);
  expect((await merchant.call("GET", `/v1/transactions/${id}`)).json.status).toBe("declined");
  expect((await put(id, { metadata: '{"a":1}', process: "false" })).http).toBe(200);
});

test("in the window likewise, however often the shop's form opens it anew", async () => {
  const reference = { payment_ref: "ten cards" };
  for (let i = 0; i < 10; i++) {
    const { headers } = await post(await openWindow(reference), declined);
    expect(statusIn(headers.location)).toBe("declined");
  }
  const { http, text } = await post(await openWindow(reference), visa);
  expect([http, text.includes("A rule of the merchant declined the payment")]).toEqual([422, true]);
  const other = await post(await openWindow(), visa);
  expect(statusIn(other.headers.location)).toBe("approved");
});

test("what was declined nine times still pays", async () => {
  const window = await openWindow();
  for (let i = 0; i < 9; i++) await post(window, declined);
  expect(statusIn((await post(window, visa)).headers.location)).toBe("approved");
});

test("a browser's payments of one order count together; a merchant who signs in may open another", async () => {
  const order = merchant.order(declined);
  for (let i = 0; i < 10; i++) expect((await post("/v1/transactions", order)).json.code).toBe(129);
  const paying = { ...order, ...visa };
  expect((await post("/v1/transactions", paying)).json.code).toBe(261);
  expect((await merchant.call("POST", "/v1/transactions", paying)).json.status).toBe("approved");
});

test("a bank that is silent, and a shopper who comes back from it, use up no tries", async () => {
  const window = await openWindow();
  for (let i = 0; i < 6; i++) await post(window, { ...visa, card_number: "4000000010000075" });
  for (let i = 0; i < 6; i++) {
    await post(window, { ...visa, card_number: "4000000010000018" });
    await post(`${window}/again`, {});
  }
  expect(statusIn((await post(window, visa)).headers.location)).toBe("approved");
});

test("a store may allow fewer", async () => {
  await changeSettings(kassa, { mostTries: 2 });
  const { id } = await prepared();
  for (let i = 0; i < 2; i++) expect((await put(id, declined)).json.code).toBe(129);
  expect((await put(id, visa)).json.code).toBe(261);
});
