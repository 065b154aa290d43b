import { expect, test } from "vitest";
import { readAmount, writeAmount, writeAmountText } from "./money.ts";

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

test("amounts are written with the currency's decimals, as a number or as text", () => {
  expect(JSON.stringify({ amount: writeAmount(250_000n, "PLN") })).toBe('{"amount":2500.00}');
  expect(JSON.stringify({ amount: writeAmount(2_500n, "JPY") })).toBe('{"amount":2500}');
  expect(writeAmountText(950_000n, "PLN")).toBe("9500.00");
});
