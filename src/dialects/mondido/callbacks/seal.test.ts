import { expect, test } from "vitest";
import type { Delivery } from "../../../core/deliveries/index.ts";
import type { StoreFacts } from "../../../core/merchants/index.ts";
import { seal } from "./seal.ts";

const facts = { store: { number: "1", currency: "SEK" }, secret: "secret" } as StoreFacts;
const body =
  '{"id":7,"amount":"110.0","payment_ref":"4711","currency":"sek","status":"approved","items":[{"artno":"1"}],"response_hash":null,"org_auth_amount":110.0}';
const hash = "297a77c6274abc7cf92c33475191661d";

function sealed(envelope: object, more: Partial<Delivery> = {}) {
  const destination = "https://shop.example.com/hook?a=1";
  const whole = { customerRef: "ab12cd", transaction: "7", method: "post", format: "json", ...envelope };
  return seal({ destination, kind: "payment", body, ...more, envelope: whole } as unknown as Delivery, facts);
}

test("JSON keeps its bytes but for the hash", () => {
  expect(sealed({})).toEqual({
    method: "POST",
    url: "https://shop.example.com/hook?a=1",
    headers: { "content-type": "application/json; charset=utf-8" },
    body: body.replace('"response_hash":null', `"response_hash":"${hash}"`),
  });
});

test("form data, byte by byte", () => {
  expect(sealed({ format: "form_data" }).body).toBe(
    "id=7&amount=110.00&payment_ref=4711&currency=sek&status=approved&items=%5B%7B%22artno%22%3A%221%22%7D%5D" +
      `&response_hash=${hash}&org_auth_amount=110.0`,
  );
});

test("XML, byte by byte", () => {
  expect(sealed({ format: "xml" }).body).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<transaction><id>7</id><amount>110.0</amount>' +
      "<payment_ref>4711</payment_ref><currency>sek</currency><status>approved</status>" +
      '<items type="array"><item><artno>1</artno></item></items>' +
      `<response_hash>${hash}</response_hash><org_auth_amount>110.0</org_auth_amount></transaction>\n`,
  );
});

test("a GET has its fields in the address, behind what is there", () => {
  expect(sealed({ method: "get", format: "json" })).toEqual({
    method: "GET",
    url:
      "https://shop.example.com/hook?a=1&id=7&amount=110.00&payment_ref=4711&currency=sek&status=approved" +
      `&response_hash=${hash}&org_auth_amount=110.0`,
    headers: {},
    body: "",
  });
});

test("a stored card carries its transaction as JSON text, with the hash in it", () => {
  const card = { id: 5, token: "t", transaction: JSON.parse(body) };
  const { body: told } = sealed({}, { kind: "stored_card", body: JSON.stringify(card) });
  const { transaction, ...rest } = JSON.parse(told);
  expect(rest).toEqual({ id: 5, token: "t" });
  expect(JSON.parse(transaction).response_hash).toBe(hash);
});

test("amounts of other currencies have two decimals in form data too", () => {
  const amountOf = (amount: string, currency: string) => {
    const json = JSON.stringify({ amount, currency });
    return new URLSearchParams(sealed({ format: "form_data" }, { body: json }).body).get("amount");
  };
  expect([amountOf("5.0", "jpy"), amountOf("1.25", "kwd"), amountOf("0.0", "usd")]).toEqual([
    "5.00",
    "1.25",
    "0.00",
  ]);
});
