import { expect, test } from "vitest";
import { readAmount, readRoundedAmount, writeAmount, writeAmountText } from "./money.ts";

test.each([
  [5000, 500000n],
  [5000.5, 500050n],
  ["100.50", 10050n],
  [" 100 ", 10000n],
  [100.1 - 1e-14, 10010n],
  [0, 0n],
])("%j is read as %s minor units", (value, amount) => {
  expect(readAmount(value, "PLN")).toBe(amount);
});

test.each([
  [0.001],
  [-1],
  [Number.POSITIVE_INFINITY],
  [1e21],
  ["1e3"],
  ["100,50"],
  [""],
  [null],
  [true],
  [{}],
  [[5]],
  [0.0012345678901],
])("%j is no amount", (value) => {
  expect(readAmount(value, "PLN")).toBeUndefined();
});

test.each([
  [949.9905, 94_999n],
  ["333.335", 33_334n],
  [333.333344, 33_333n],
  [99.99999, 10_000n],
  [1e-7, undefined],
  ["-0.001", undefined],
  [true, undefined],
  [500, 50_000n],
])("%j, which is only asked about, is read as %s minor units", (value, amount) => {
  expect(readRoundedAmount(value, "PLN")).toBe(amount);
});

test("amounts are written with the currency's decimals, as a number or as text", () => {
  expect(JSON.stringify({ amount: writeAmount(250_000n, "PLN") })).toBe('{"amount":2500.00}');
  expect(JSON.stringify({ amount: writeAmount(2_500n, "JPY") })).toBe('{"amount":2500}');
  expect(writeAmountText(950_000n, "PLN")).toBe("9500.00");
});
