import fc from "fast-check";
import { expect, test } from "vitest";
import {
  currencyName,
  largestAmount,
  paymentCurrencies,
  readAmount,
  readCurrency,
  saleCurrencies,
  writeAmount,
} from "./money.ts";

test.each([
  ["1", 100n],
  ["0.50", 50n],
  [" 25.45 ", 2545n],
  [25.45, 2545n],
  [1, 100n],
  ["0", 0n],
  [100.09999999999999, 10010n],
  ["999999999.99", largestAmount],
])("%j is %s minor units", (value, amount) => {
  expect(readAmount(value, "TRY")).toBe(amount);
});

test.each([
  ["12,5"],
  ["1.234"],
  ["1.230"],
  [1.234],
  ["-1"],
  [-1],
  ["1e3"],
  [1e21],
  ["1000000000"],
  ["1 000"],
  ["TL1"],
  ["."],
  ["1."],
  [Number.NaN],
  [true],
  [[]],
  [{}],
])("%j is no amount", (value) => {
  expect(readAmount(value, "TRY")).toBeNull();
});

test("amounts go out as they came in", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: largestAmount }), (amount) => {
      const number = writeAmount(amount, "TRY");
      expect(readAmount(number, "TRY")).toBe(amount);
      expect(readAmount(String(number), "TRY")).toBe(amount);
    }),
  );
});

test("a whole amount is written without decimals", () => {
  expect(JSON.stringify([writeAmount(100n, "TRY"), writeAmount(2545n, "USD"), writeAmount(50n, "EUR")])).toBe(
    "[1,25.45,0.5]",
  );
});

test("currencies are called as Moka calls them", () => {
  expect(["TL", "usd", " EUR "].map((name) => readCurrency(name, saleCurrencies))).toEqual([
    "TRY",
    "USD",
    "EUR",
  ]);
  expect(["TRY", "GBP", "XXX", "", 1, null].map((name) => readCurrency(name, saleCurrencies))).toEqual(
    Array(6).fill(null),
  );
  expect(readCurrency("GBP", paymentCurrencies)).toBe("GBP");
  expect(["TRY", "USD", "PLN"].map(currencyName)).toEqual(["TL", "USD", "PLN"]);
});
