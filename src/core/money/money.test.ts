import { expect, test } from "vitest";
import { add, compare, isZero, money, negate, subtract } from "./index.ts";

const pln = (amount: bigint) => money(amount, "PLN");

test("money adds, subtracts, negates and compares in its own currency", () => {
  expect(add(pln(1250n), pln(50n))).toEqual(pln(1300n));
  expect(subtract(pln(50n), pln(1250n))).toEqual(pln(-1200n));
  expect(negate(pln(5n))).toEqual(pln(-5n));
  expect([pln(3n), pln(-1n), pln(2n)].toSorted(compare)).toEqual([pln(-1n), pln(2n), pln(3n)]);
  expect(compare(pln(1n), pln(1n))).toBe(0);
  expect([isZero(pln(0n)), isZero(pln(1n))]).toEqual([true, false]);
});

test("currencies never mix", () => {
  for (const mix of [add, subtract, compare]) {
    expect(() => mix(pln(1n), money(1n, "EUR"))).toThrow("PLN and EUR do not mix");
  }
});

test("money of an unknown currency cannot be made", () => {
  expect(() => money(1n, "ABC")).toThrow(RangeError);
});
