import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fits, monthlyOverpayment, type Tariff } from "./tariff.ts";

const tariff: Tariff = {
  id: "t1",
  storeId: "s1",
  number: 173,
  kind: "installments",
  term: 3,
  currency: "PLN",
  minimum: 5000n,
  maximum: 100_000n,
  monthlyRatePpm: 45_000n,
  overpaymentStep: 100n,
  instalmentStep: 1n,
  commissionPpm: 0n,
  every: "month",
  weekends: "keep",
};

describe("a tariff", () => {
  test("fits from its minimum to its maximum, both included", () => {
    const fitting = [4999n, 5000n, 100_000n, 100_001n].filter((principal) => fits(tariff, principal));
    expect(fitting).toEqual([5000n, 100_000n]);
  });

  test("without a maximum fits everything above, without a minimum still not 0", () => {
    const open = { ...tariff, minimum: 0n, maximum: null };
    const fitting = [-1n, 0n, 1n, 10n ** 15n].filter((principal) => fits(open, principal));
    expect(fitting).toEqual([1n, 10n ** 15n]);
  });

  test("rounds the overpayment half up to the minor unit, and up to a larger step", () => {
    const toUnit = { ...tariff, overpaymentStep: 1n };
    expect(monthlyOverpayment(tariff, 33_300n)).toBe(1500n);
    expect(monthlyOverpayment(toUnit, 33_300n)).toBe(1499n);
    expect(monthlyOverpayment(toUnit, 33_299n)).toBe(1498n);
    expect(monthlyOverpayment(tariff, 0n)).toBe(0n);
  });

  test("never costs less for more", () => {
    const principals = fc.bigInt(0n, 10n ** 12n);
    const steps = fc.constantFrom(1n, 10n, 100n, 9999n);
    fc.assert(
      fc.property(principals, principals, steps, fc.bigInt(0n, 500_000n), (a, more, overpaymentStep, ppm) => {
        const any = { ...tariff, overpaymentStep, monthlyRatePpm: ppm };
        expect(monthlyOverpayment(any, a + more)).toBeGreaterThanOrEqual(monthlyOverpayment(any, a));
      }),
    );
  });
});
