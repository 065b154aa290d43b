import { describe, expect, test } from "vitest";
import { exponentOf, isCurrency } from "./index.ts";

describe("currencies", () => {
  test.each([
    ["JPY", 0],
    ["ISK", 0],
    ["PLN", 2],
    ["RON", 2],
    ["HUF", 2],
    ["XCG", 2],
    ["KWD", 3],
    ["CLF", 4],
  ])("%s has %i decimals", (currency, exponent) => {
    expect(isCurrency(currency)).toBe(true);
    expect(exponentOf(currency)).toBe(exponent);
  });

  test.each(["", "pln", "PL", "PLN ", "XXX", "XAU", "HRK", "BGN", "toString"])(
    "%j is none that anybody can be charged in",
    (text) => {
      expect(isCurrency(text)).toBe(false);
      expect(() => exponentOf(text)).toThrow(RangeError);
    },
  );

  test("the active ones that Intl knows are all there", () => {
    const withdrawn = ["ANG", "BGN", "CUC", "HRK", "SLL", "ZWL"];
    const withoutMinorUnit = ["XAG", "XAU", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX"];
    const known = Intl.supportedValuesOf("currency");
    const expected = known.filter((code) => !withdrawn.includes(code) && !withoutMinorUnit.includes(code));
    expect(expected.filter((code) => !isCurrency(code))).toEqual([]);
  });
});
