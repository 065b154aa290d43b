import { expect, test } from "vitest";
import { formatDate, formatMoney, formatNumber } from "./format.ts";

const plain = (text: string) => text.replace(/\s/g, " ");

test.each([
  [1_234_567n, "PLN", "en", "PLN 12,345.67"],
  [1_234_567n, "PLN", "pl", "12 345,67 zł"],
  [1_234_567n, "RON", "ro", "12.345,67 RON"],
  [5n, "RON", "ro", "0,05 RON"],
  [1_500n, "JPY", "en", "¥1,500"],
  [1_500n, "KWD", "en", "KWD 1.500"],
  [1_500n, "IQD", "en", "IQD 1.500"],
  [9_007_199_254_740_993n, "PLN", "en", "PLN 90,071,992,547,409.93"],
  [-250n, "EUR", "en", "-€2.50"],
] as const)("%s minor units of %s in %s are %s", (amount, currency, locale, written) => {
  expect(plain(formatMoney({ amount, currency }, locale))).toBe(written);
});

test.each([
  ["en", "January 5, 2027"],
  ["pl", "5 stycznia 2027"],
  ["ro", "5 ianuarie 2027"],
] as const)("a day in %s is %s", (locale, written) => {
  expect(formatDate(Temporal.PlainDate.from("2027-01-05"), locale)).toBe(written);
});

test.each([
  ["en", "12,345.5"],
  ["pl", "12 345,5"],
  ["ro", "12.345,5"],
] as const)("a number in %s is %s", (locale, written) => {
  expect(plain(formatNumber(12_345.5, locale))).toBe(written);
});

test("what was written before is not mistaken for another currency, language or day", () => {
  const zloty = { amount: 500n, currency: "PLN" };
  const yen = { amount: 500n, currency: "JPY" };
  const day = Temporal.PlainDate.from("2027-01-05");
  const write = () =>
    [
      formatMoney(zloty, "en"),
      formatMoney(yen, "en"),
      formatMoney(zloty, "pl"),
      formatDate(day, "en"),
      formatDate(day.add({ years: 1 }), "en"),
      formatDate(day, "pl"),
    ].map(plain);
  const written = ["PLN 5.00", "¥500", "5,00 zł", "January 5, 2027", "January 5, 2028", "5 stycznia 2027"];
  expect([write(), write()]).toEqual([written, written]);
});
