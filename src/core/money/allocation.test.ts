import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocate, allocateByWeights } from "./index.ts";

const amounts = fc.bigInt(-(10n ** 18n), 10n ** 18n);
const sum = (parts: readonly bigint[]) => parts.reduce((total, part) => total + part, 0n);

describe("equal parts", () => {
  test("the first ones get what does not divide", () => {
    expect(allocate(10n, 3)).toEqual([4n, 3n, 3n]);
    expect(allocate(-10n, 3)).toEqual([-3n, -3n, -4n]);
    expect(allocate(2n, 3)).toEqual([1n, 1n, 0n]);
    expect(allocate(0n, 2)).toEqual([0n, 0n]);
  });

  test("sum to the whole, differ by at most 1, and never grow", () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 400 }), (amount, count) => {
        const parts = allocate(amount, count);
        expect(parts).toHaveLength(count);
        expect(sum(parts)).toBe(amount);
        expect((parts[0] ?? 0n) - (parts.at(-1) ?? 0n)).toBeLessThanOrEqual(1n);
        expect(parts.every((part, i) => i === 0 || part <= (parts[i - 1] ?? part))).toBe(true);
      }),
    );
  });

  test.each([0, -1, 1.5, Number.NaN])("%d parts are refused", (parts) => {
    expect(() => allocate(1n, parts)).toThrow(RangeError);
  });
});

describe("parts by weight", () => {
  test("the largest remainder gets the odd unit, the earlier of equals first", () => {
    expect(allocateByWeights(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(allocateByWeights(10n, [1n, 5n, 1n])).toEqual([2n, 7n, 1n]);
    expect(allocateByWeights(7n, [0n, 3n])).toEqual([0n, 7n]);
  });

  test("sum to the whole, and each is less than 1 from its exact share", () => {
    const weights = fc
      .array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 50 })
      .filter((list) => sum(list) > 0n);
    fc.assert(
      fc.property(amounts, weights, (amount, list) => {
        const parts = allocateByWeights(amount, list);
        const whole = sum(list);
        expect(sum(parts)).toBe(amount);
        parts.forEach((part, i) => {
          const error = part * whole - amount * (list[i] ?? 0n);
          expect(error < whole && error > -whole).toBe(true);
        });
      }),
    );
  });

  test("nothing to weigh, or a negative weight, is refused", () => {
    for (const weights of [[], [0n, 0n], [2n, -1n]]) {
      expect(() => allocateByWeights(1n, weights)).toThrow(RangeError);
    }
  });
});
