import { describe, expect, test } from "vitest";
import { type ErrorName, errorBody, errors, Fault, isErrorName, localeOf } from "./errors.ts";

const entries = Object.entries(errors) as [ErrorName, (typeof errors)[ErrorName]][];

describe("the table of errors", () => {
  test("has every code of the document once, 101 to 262 without 114 and 115, and ours behind", () => {
    const expected = Array.from({ length: 165 }, (_, i) => 101 + i).filter((n) => n !== 114 && n !== 115);
    expect(entries.map(([, { code }]) => code)).toEqual(expected);
  });

  test("has a text in both languages for each", () => {
    for (const [name, { en, sv }] of entries) {
      expect(name).toMatch(/^errors\.[a-z0-9_.]+$/);
      expect(en).toMatch(/^\S.*\S$/);
      expect(sv).toMatch(/^\S.*\S$/);
    }
  });

  test.each([
    ["errors.order_id.processed", 101],
    ["errors.error_url.reserved", 113],
    ["errors.currency.missing", 116],
    ["errors.transaction.processed", 153],
    ["errors.filter_value.not_supported", 206],
    ["errors.invoice.execute.against.this.account", 249],
    ["errors.request.json_error", 252],
    ["errors.request.json_errors", 262],
  ] as const)("%s is %i", (name, code) => {
    expect(errors[name].code).toBe(code);
  });

  test.each([
    ["errors.transaction.not_found", 404],
    ["errors.customer_not_found", 404],
    ["errors.not_found", 404],
    ["errors.merchant.not_found", 400],
    ["errors.authentication.failed", 401],
    ["errors.unauthorized", 403],
    ["errors.payment.declined", 400],
    ["errors.amount.invalid", 400],
    ["errors.unexpected", 500],
    ["errors.service_not_available", 503],
  ] as const)("%s answers with %i", (name, status) => {
    expect(new Fault(name).status).toBe(status);
  });
});

describe("the body of an error", () => {
  test.each([
    ["errors.unauthorized", "en", "Unauthorized"],
    ["errors.unauthorized", "sv", "Ej behörig"],
    ["errors.payment.declined", "sv", "Betalningen nekades"],
    ["errors.payment.declined", "en", "Payment declined"],
    ["errors.transaction.not_found", "sv", "Transaktionen hittas inte"],
    ["errors.transaction.not_found", "en", "Transaction not found"],
    ["errors.amount.invalid", "sv", "amount ar fel. Ska vara t.ex. 10.00"],
    ["errors.card_number.missing", "en", "Card number is missing"],
  ] as const)("%s in %s is worded as the provider words it", (name, locale, description) => {
    expect(errorBody(name, locale).description).toBe(description);
  });

  test("has three keys in their order", () => {
    expect(JSON.stringify(errorBody("errors.card_number.missing", "en"))).toBe(
      '{"name":"errors.card_number.missing","code":118,"description":"Card number is missing"}',
    );
  });

  test("tells the acquirer's reason behind the description", () => {
    expect(errorBody("errors.payment.declined", "en", "Not sufficient funds").description).toBe(
      "Payment declined Not sufficient funds",
    );
  });

  test.each(["sv", "en"] as const)(
    "of a wrong password says Access denied in %s, which plugins look for",
    (locale) => {
      expect(errorBody("errors.authentication.failed", locale).description).toContain("Access denied");
    },
  );
});

test("a fault carries the error's name and the reason", () => {
  const fault = new Fault("errors.payment.declined", "Do not honour");
  expect(fault).toMatchObject({ error: "errors.payment.declined", detail: "Do not honour", status: 400 });
});

test("names are known, and nothing that objects inherit", () => {
  expect(isErrorName("errors.invoice.address_not_found")).toBe(true);
  for (const text of ["do not honour", "toString", "__proto__", ""]) expect(isErrorName(text)).toBe(false);
});

test.each([
  ["sv", "sv"],
  ["SE", "sv"],
  ["swe", "sv"],
  ["sv-SE", "sv"],
  ["en", "en"],
  [" Eng ", "en"],
  ["en_US", "en"],
  ["de", undefined],
  ["", undefined],
  ["toString", undefined],
  [undefined, undefined],
  [5, undefined],
  [{}, undefined],
])("the locale %j is %j", (value, locale) => {
  expect(localeOf(value)).toBe(locale);
});
