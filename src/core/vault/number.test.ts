import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brandOf, isCvv, mask, readCardNumber, readExpiry } from "./index.ts";

const digits = "0123456789";
const numbers = fc
  .stringMatching(/^[0-9]{11,18}$/)
  .map((start) => [...digits].map((check) => start + check).filter((number) => readCardNumber(number)));

describe("a card number", () => {
  test.each([
    ["4111111111111111", "4111111111111111"],
    ["4111 1111 1111 1111", "4111111111111111"],
    [" 378282246310005 ", "378282246310005"],
  ])("is read from %s", (text, number) => {
    expect(readCardNumber(text)).toBe(number);
  });

  test.each([
    ["hyphens", "4111-1111-1111-1111"],
    ["a wrong check digit", "4111111111111112"],
    ["11 digits", "41111111116"],
    ["20 digits", "41111111111111111119"],
    ["letters", "4111x11111111111"],
    ["foreign digits", "٤١١١١١١١١١١١١١١١"],
    ["a line's end", "4111111111111111\n"],
    ["nothing", ""],
    ["no end", " ".repeat(100_000)],
  ])("is not read from a text with %s", (_, text) => {
    expect(readCardNumber(text)).toBeUndefined();
  });

  test("has exactly one check digit, and no digit can be misread unnoticed", () => {
    fc.assert(
      fc.property(numbers, fc.nat(17), fc.integer({ min: 1, max: 9 }), ([number = "", ...more], at, by) => {
        expect(number).not.toBe("");
        expect(more).toEqual([]);
        const i = at % number.length;
        const other = digits[(digits.indexOf(number.charAt(i)) + by) % 10];
        expect(readCardNumber(number.slice(0, i) + other + number.slice(i + 1))).toBeUndefined();
      }),
    );
  });

  test("may have spaces anywhere", () => {
    fc.assert(
      fc.property(numbers, fc.nat(18), ([number = ""], at) => {
        expect(readCardNumber(`${number.slice(0, at)} ${number.slice(at)}`)).toBe(number);
      }),
    );
  });

  test("is shown by its ends alone", () => {
    expect(mask("4111111111111111")).toBe("411111******1111");
    expect(mask("378282246310005")).toBe("378282******0005");
  });
});

test.each([
  ["4111111111111111", "visa"],
  ["4026000000000002", "electron"],
  ["4175000000000003", "electron"],
  ["4175010000000000", "visa"],
  ["5105105105105100", "mastercard"],
  ["5555555555554444", "mastercard"],
  ["2221000000000009", "mastercard"],
  ["2720990000000007", "mastercard"],
  ["2220990000000000", "unknown"],
  ["2721000000000000", "unknown"],
  ["5018000000000009", "maestro"],
  ["5600000000000000", "maestro"],
  ["6759649826438453", "maestro"],
  ["5019717010103742", "dankort"],
  ["378282246310005", "amex"],
  ["341111111111111", "amex"],
  ["30569309025904", "diners"],
  ["38520000023237", "diners"],
  ["36006666333344", "diners"],
  ["3530111333300000", "jcb"],
  ["3590000000000000", "unknown"],
  ["6011111111111117", "discover"],
  ["6440000000000000", "discover"],
  ["6500000000000002", "discover"],
  ["6200000000000005", "unionpay"],
  ["2200000000000004", "mir"],
  ["9792061122223337", "troy"],
  ["0000000000000000", "unknown"],
])("%s is of the brand %s", (number, brand) => {
  expect(brandOf(number)).toBe(brand);
});

describe("an expiry", () => {
  test.each([
    ["0137", "2037-01-31"],
    ["0228", "2028-02-29"],
    ["1299", "2099-12-31"],
    ["0900", "2000-09-30"],
  ])("%s is the last day of its month, %s", (text, day) => {
    expect(readExpiry(text)?.toString()).toBe(day);
  });

  test.each(["", "0037", "1337", "137", "01/37", "01377", "9999", "01 37", "0137\n"])(
    "%j is none",
    (text) => {
      expect(readExpiry(text)).toBeUndefined();
    },
  );
});

test.each([
  ["200", "visa", true],
  ["2000", "visa", false],
  ["2000", "amex", true],
  ["200", "amex", false],
  ["20", "visa", false],
  ["20x", "visa", false],
  ["200\n", "visa", false],
  ["", "unknown", false],
])("%j as the security code of %s: %s", (text, brand, yes) => {
  expect(isCvv(text, brand)).toBe(yes);
});
