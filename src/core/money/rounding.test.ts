import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ratio, roundUpTo } from "./index.ts";

describe("a ratio", () => {
  test("rounds as told", () => {
    const half = 45_000n;
    expect(ratio(33_300n, half, "down")).toBe(1498n);
    expect(ratio(33_300n, half, "half_up")).toBe(1499n);
    expect(ratio(33_300n, half, "up")).toBe(1499n);
    expect(ratio(100n, 10_001n, "up")).toBe(2n);
    expect(ratio(100n, 10_001n, "half_up")).toBe(1n);
  });

  test("of a negative amount mirrors that of the positive one", () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 15n),
        fc.bigInt(0n, 2_000_000n),
        fc.constantFrom("half_up" as const, "up" as const, "down" as const),
        (amount, ppm, rounding) => {
          expect(ratio(-amount, ppm, rounding)).toBe(-ratio(amount, ppm, rounding));
        },
      ),
    );
  });

  test("cannot be negative", () => {
    expect(() => ratio(1n, -1n, "up")).toThrow(RangeError);
  });
});

describe("rounding up to a step", () => {
  test("leaves multiples alone and lifts the rest", () => {
    expect([0n, 1n, 100n, 101n, -101n, -99n].map((amount) => roundUpTo(amount, 100n))).toEqual([
      0n,
      100n,
      100n,
      200n,
      -100n,
      0n,
    ]);
  });

  test.each([0n, -5n])("a step of %d is refused", (step) => {
    expect(() => roundUpTo(1n, step)).toThrow(RangeError);
  });
});
