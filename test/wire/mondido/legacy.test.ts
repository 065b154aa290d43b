import { expect, test } from "vitest";
import type { Kassa } from "../../support/kassa.ts";
import { type Fields, type Merchant, md5, secret, visa } from "./merchant.ts";
import { changeSettings, openMondido } from "./open.ts";

let kassa: Kassa;
let merchant: Merchant;
openMondido((open) => {
  ({ kassa, merchant } = open);
});

const { card_type: _, ...card } = visa;

/** What the first client for Android posts (facts 1.2). */
const android = (order_id: string): Fields => ({
  ...card,
  card_type: "visa",
  merchant_id: "1",
  order_id,
  amount: "10.00",
  currency: "SEK",
  test: "true",
  hash: md5(`1${order_id}10.00${secret}`),
});

const post = (fields: Fields) => merchant.call("POST", "/v1/transactions", fields, { authorization: "" });

test("a client of 2014 is heard where the merchant wants it, and nowhere else", async () => {
  expect((await post(android("A1"))).json.code).toBe(107);
  await changeSettings(kassa, { acceptLegacyHash: true });
  const { http, json } = await post(android("A1"));
  expect([http, json]).toEqual([
    200,
    expect.objectContaining({ payment_ref: "A1", status: "approved", card_type: "VISA", test: true }),
  ]);
  expect((await post(android("A1"))).json.code).toBe(101);
  expect((await post({ ...android("A2"), amount: "11.00" })).json.code).toBe(107);
});

test.each([
  ["without the mode", (ref: string) => `1${ref}anna10.00sek${secret}`],
  ["without mode and customer", (ref: string) => `1${ref}10.00sek${secret}`],
])("a hash %s is taken, too", async (how, recipe) => {
  await changeSettings(kassa, { acceptLegacyHash: true });
  const payment_ref = `L ${how}`;
  const fields = { payment_ref, customer_ref: "anna", hash: md5(recipe(payment_ref)) };
  expect((await merchant.pay(fields)).json.status).toBe("approved");
  await changeSettings(kassa, { acceptLegacyHash: false });
  const again = {
    payment_ref: `${payment_ref} 2`,
    customer_ref: "anna",
    hash: md5(recipe(`${payment_ref} 2`)),
  };
  expect((await merchant.pay(again)).json.code).toBe(107);
});
