import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { money } from "../../../core/money/index.ts";
import { annualRate } from "./apr.ts";

const startOn = Temporal.PlainDate.from("2026-01-31");
const zloty = (amount: bigint) => money(amount, "PLN");
const monthly = (amount: bigint, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    dueOn: startOn.add({ months: i + 1 }),
    amount: zloty(amount),
  }));

describe("the annual rate", () => {
  it("of 1000 for twelve times 88.85 is 12.68 %: 1 % a month", () => {
    const rate = annualRate({ amount: zloty(100_000n), startOn, instalments: monthly(8_885n, 12) });
    expect(rate).toBeCloseTo(1.01 ** 12 - 1, 4);
  });

  it("of what is paid back at once a year later is what it cost", () => {
    const instalments = [{ dueOn: startOn.add({ years: 1 }), amount: zloty(112_500n) }];
    expect(annualRate({ amount: zloty(100_000n), startOn, instalments })).toBeCloseTo(0.125, 8);
  });

  it("of a year and a half is that of one year", () => {
    const instalments = [{ dueOn: startOn.add({ months: 18 }), amount: zloty(120_000n) }];
    expect(annualRate({ amount: zloty(100_000n), startOn, instalments })).toBeCloseTo(
      1.2 ** (12 / 18) - 1,
      8,
    );
  });

  it("counts what does not take whole months by days", () => {
    const instalments = [{ dueOn: startOn.add({ days: 30 }), amount: zloty(101_000n) }];
    expect(annualRate({ amount: zloty(100_000n), startOn, instalments })).toBeCloseTo(
      1.01 ** (365 / 30) - 1,
      8,
    );
  });

  it("of a loan that costs nothing is 0", () => {
    expect(annualRate({ amount: zloty(33_300n), startOn, instalments: monthly(11_100n, 3) })).toBe(0);
  });

  it("makes the instalments worth what was lent, for any loan", () => {
    const loans = fc.record({
      lent: fc.bigInt({ min: 10_000n, max: 10_000_000n }),
      percent: fc.bigInt({ min: 1n, max: 100n }),
      count: fc.integer({ min: 1, max: 36 }),
    });
    fc.assert(
      fc.property(loans, ({ lent, percent, count }) => {
        const part = (lent * (100n + percent)) / 100n / BigInt(count) + 1n;
        const rate = annualRate({ amount: zloty(lent), startOn, instalments: monthly(part, count) });
        const worth = Array.from({ length: count }, (_, i) => Number(part) / (1 + rate) ** ((i + 1) / 12));
        expect(worth.reduce((sum, value) => sum + value, 0) / Number(lent)).toBeCloseTo(1, 6);
      }),
    );
  });
});
