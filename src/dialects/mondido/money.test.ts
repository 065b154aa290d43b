import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAmount, readDecimal, writeAmount, writeAmountTwoDecimals } from "./money.ts";

const currencies = fc.constantFrom("SEK", "EUR", "JPY", "KWD");
const sums = fc.bigInt(-(10n ** 14n), 10n ** 14n);

describe("a payment's amount", () => {
  test.each([
    ["12.00", "SEK", 1200n],
    ["0.00", "SEK", 0n],
    ["0.05", "SEK", 5n],
    ["110.00", "JPY", 110n],
    ["1.25", "KWD", 1250n],
    [10, "SEK", 1000n],
    [10.5, "SEK", 1050n],
    [100.1 - 1e-14, "SEK", 10_010n],
    [110, "JPY", 110n],
    [1.25, "KWD", 1250n],
  ])("%j %s is read as %s minor units", (value, currency, amount) => {
    expect(readAmount(value, currency)).toBe(amount);
  });

  test.each([
    ["10", "SEK"],
    ["10.0", "SEK"],
    ["10.000", "SEK"],
    ["10,00", "SEK"],
    ["1 000.00", "SEK"],
    ["-1.00", "SEK"],
    ["+1.00", "SEK"],
    [" 1.00", "SEK"],
    ["1.00\n", "SEK"],
    [".50", "SEK"],
    ["1e3", "SEK"],
    ["1e3.00", "SEK"],
    ["", "SEK"],
    ["9999999999999999.00", "SEK"],
    ["1.50", "JPY"],
    ["1.255", "KWD"],
    [1.255, "KWD"],
    [1.5, "JPY"],
    [10.555, "SEK"],
    [-1, "SEK"],
    [1e21, "SEK"],
    [Number.NaN, "SEK"],
    [null, "SEK"],
    [undefined, "SEK"],
    [true, "SEK"],
    [["1.00"], "SEK"],
    [{}, "SEK"],
  ])("%j %s is none", (value, currency) => {
    expect(readAmount(value, currency)).toBeUndefined();
  });

  test("written with two decimals, reads back as the same", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 13n), currencies, (units, currency) => {
        const amount = currency === "KWD" ? units * 10n : units;
        expect(readAmount(writeAmountTwoDecimals(amount, currency), currency)).toBe(amount);
      }),
    );
  });
});

describe("any other sum", () => {
  test.each([
    ["10", 1000n],
    [" 10.5 ", 1050n],
    ["-10.00", -1000n],
    [" -0.5", -50n],
    [-5.25, -525n],
    [1, 100n],
    ["0", 0n],
    ["-0", 0n],
  ])("%j is read as %s minor units", (value, amount) => {
    expect(readDecimal(value, "SEK")).toBe(amount);
  });

  test.each([
    ["--1"],
    ["- 1e3"],
    ["-"],
    [""],
    ["1.005"],
    ["1,5"],
    [null],
    [{}],
    [[]],
    [Number.NEGATIVE_INFINITY],
  ])("%j is none", (value) => {
    expect(readDecimal(value, "SEK")).toBeUndefined();
  });

  test("written in either way, reads back as the same", () => {
    fc.assert(
      fc.property(sums, currencies, (amount, currency) => {
        expect(readDecimal(writeAmount(amount, currency), currency)).toBe(amount);
        if (currency !== "KWD") {
          expect(readDecimal(writeAmountTwoDecimals(amount, currency), currency)).toBe(amount);
        }
      }),
    );
  });
});

test.each([
  [1000n, "SEK", "10.0", "10.00"],
  [48_000n, "SEK", "480.0", "480.00"],
  [525n, "SEK", "5.25", "5.25"],
  [550n, "SEK", "5.5", "5.50"],
  [0n, "SEK", "0.0", "0.00"],
  [5n, "SEK", "0.05", "0.05"],
  [-550n, "SEK", "-5.5", "-5.50"],
  [110n, "JPY", "110.0", "110.00"],
  [0n, "JPY", "0.0", "0.00"],
  [1250n, "KWD", "1.25", "1.25"],
  [1255n, "KWD", "1.255", "1.26"],
  [-1255n, "KWD", "-1.255", "-1.26"],
  [-4n, "KWD", "-0.004", "0.00"],
])("%s minor units of %s are %j in JSON and %j with two decimals", (amount, currency, json, twoDecimals) => {
  expect(writeAmount(amount, currency)).toBe(json);
  expect(writeAmountTwoDecimals(amount, currency)).toBe(twoDecimals);
});

test("whatever is given, reading it answers", () => {
  fc.assert(
    fc.property(fc.anything(), currencies, (value, currency) => {
      expect(["bigint", "undefined"]).toContain(typeof readAmount(value, currency));
      expect(["bigint", "undefined"]).toContain(typeof readDecimal(value, currency));
    }),
  );
});
