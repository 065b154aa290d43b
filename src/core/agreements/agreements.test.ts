import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chargeOf, priceOf, setupFeeOf } from "./index.ts";

const terms = { price: 10_000n, multiplier: 1, items: [], debt: 0n };
const item = (amount: bigint) => ({ amount: String(amount), told: null });

describe("a period costs", () => {
  test("price × multiplier, items and debt", () => {
    expect(chargeOf(terms)).toBe(10_000n);
    expect(chargeOf({ ...terms, multiplier: 3, items: [item(500n), item(-200n)], debt: 1n })).toBe(30_301n);
  });

  test("never less than nothing", () => {
    expect(chargeOf({ ...terms, items: [item(-10_001n)] })).toBe(0n);
  });

  test("the same in whatever order its items are, and as much more as is added", () => {
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(
        amounts,
        fc.integer({ min: 1, max: 1_000 }),
        fc.array(amounts),
        amounts,
        (price, multiplier, list, debt) => {
          const items = list.map(item);
          const charge = chargeOf({ price, multiplier, items, debt });
          expect(chargeOf({ price, multiplier, items: items.toReversed(), debt })).toBe(charge);
          const alone = chargeOf({ price, multiplier, items: [], debt: 0n });
          expect(charge - alone).toBe(list.reduce((sum, amount) => sum + amount, debt));
          expect(alone).toBe(price * BigInt(multiplier));
        },
      ),
    );
  });
});

describe("a plan", () => {
  const plan = { prices: { SEK: "10000", EUR: "0" }, setupFees: { SEK: "500" } };

  test("is sold in the currencies it has a price for, which may be 0", () => {
    expect(priceOf(plan, "SEK")).toBe(10_000n);
    expect(priceOf(plan, "EUR")).toBe(0n);
    expect(priceOf(plan, "USD")).toBeUndefined();
    expect(priceOf(plan, "constructor")).toBeUndefined();
  });

  test("costs nothing to begin with where it has no setup fee", () => {
    expect(setupFeeOf(plan, "SEK")).toBe(500n);
    expect(setupFeeOf(plan, "EUR")).toBe(0n);
  });
});
