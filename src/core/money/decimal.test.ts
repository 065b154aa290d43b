import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDecimal, money, parseDecimal, toMajorNumber } from "./index.ts";

const currencies = fc.constantFrom("JPY", "PLN", "KWD", "CLF");

describe("a decimal read", () => {
  test.each([
    ["12", "PLN", 1200n],
    ["12.5", "PLN", 1250n],
    ["12.50", "PLN", 1250n],
    ["12.5000", "PLN", 1250n],
    ["-1", "PLN", -100n],
    ["-0.05", "PLN", -5n],
    ["-0", "PLN", 0n],
    ["007", "PLN", 700n],
    ["12", "JPY", 12n],
    ["12.000", "JPY", 12n],
    ["12.5", "KWD", 12_500n],
    ["999999999999999.99", "PLN", 99_999_999_999_999_999n],
  ])("%j %s is exact", (text, currency, amount) => {
    expect(parseDecimal(text, currency)).toBe(amount);
  });

  test.each([
    ["", "PLN"],
    ["-", "PLN"],
    [".5", "PLN"],
    ["5.", "PLN"],
    ["+5", "PLN"],
    ["--5", "PLN"],
    [" 5", "PLN"],
    ["5\n", "PLN"],
    ["1 000", "PLN"],
    ["1,50", "PLN"],
    ["1e3", "PLN"],
    ["0x10", "PLN"],
    ["NaN", "PLN"],
    ["Infinity", "PLN"],
    ["٣", "PLN"],
    ["1.2.3", "PLN"],
    ["12.505", "PLN"],
    ["12.5", "JPY"],
    ["1000000000000000", "PLN"],
  ])("%j %s is none", (text, currency) => {
    expect(parseDecimal(text, currency)).toBeUndefined();
  });

  test("an unknown currency is a programming error, not a bad amount", () => {
    expect(() => parseDecimal("1", "ABC")).toThrow(RangeError);
  });

  test("whatever the text is, reading it answers", () => {
    fc.assert(
      fc.property(fc.string(), currencies, (text, currency) => {
        expect(["bigint", "undefined"]).toContain(typeof parseDecimal(text, currency));
      }),
    );
  });
});

describe("a decimal written", () => {
  test.each([
    [1250n, "PLN", "12.50"],
    [5n, "PLN", "0.05"],
    [-5n, "PLN", "-0.05"],
    [-1250n, "PLN", "-12.50"],
    [0n, "PLN", "0.00"],
    [12n, "JPY", "12"],
    [-12n, "JPY", "-12"],
    [0n, "JPY", "0"],
    [12_500n, "KWD", "12.500"],
    [1n, "CLF", "0.0001"],
  ])("%i minor units of %s is %j", (amount, currency, text) => {
    expect(formatDecimal(money(amount, currency))).toBe(text);
  });

  test("reads back as the same amount", () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 14n), 10n ** 14n), currencies, (amount, currency) => {
        expect(parseDecimal(formatDecimal(money(amount, currency)), currency)).toBe(amount);
      }),
    );
  });
});

describe("a JSON number", () => {
  test("is the amount in major units", () => {
    expect(JSON.stringify(toMajorNumber(money(233_201n, "PLN")))).toBe("2332.01");
    expect(JSON.stringify(toMajorNumber(money(-500_000n, "PLN")))).toBe("-5000");
    expect(toMajorNumber(money(0n, "PLN"))).toBe(0);
  });

  test("comes back exactly below 10^15 minor units", () => {
    const limit = 10n ** 15n - 1n;
    fc.assert(
      fc.property(fc.bigInt(-limit, limit), currencies, (amount, currency) => {
        const wire = JSON.stringify(toMajorNumber(money(amount, currency)));
        expect(parseDecimal(wire, currency)).toBe(amount);
      }),
    );
  });
});
