import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  amountOf,
  planSchedule,
  type Replan,
  replanSchedule,
  type Schedule,
  type Split,
} from "./schedule.ts";
import type { Tariff } from "./tariff.ts";

const free: Tariff = {
  id: "t1",
  storeId: "s1",
  number: 1,
  kind: "installments",
  term: 3,
  currency: "PLN",
  minimum: 5000n,
  maximum: null,
  monthlyRatePpm: 0n,
  overpaymentStep: 1n,
  instalmentStep: 1n,
  commissionPpm: 0n,
  every: "month",
  weekends: "keep",
};
const anyDay = Temporal.PlainDate.from("2021-06-01");
const nothing: Split = { principal: 0n, fee: 0n };

const plan = (terms: Partial<Tariff>, principal: bigint, startOn = "2021-06-01") =>
  planSchedule({ ...free, ...terms }, principal, Temporal.PlainDate.from(startOn));
const amounts = (splits: readonly Split[]) => splits.map(amountOf);
const days = ({ instalments }: Schedule) => instalments.map(({ dueOn }) => dueOn.toString());
const sum = (splits: readonly Split[]): Split => ({
  principal: splits.reduce((total, { principal }) => total + principal, 0n),
  fee: splits.reduce((total, { fee }) => total + fee, 0n),
});

describe("the documented online schedules of 5000.00, taken on 9 May 2018", () => {
  test("3 months cost 7000.01, the last payment takes the rest", () => {
    const schedule = plan(
      { monthlyRatePpm: 133_334n, instalmentStep: 100n, weekends: "monday" },
      500_000n,
      "2018-05-09",
    );
    expect(schedule).toMatchObject({
      principal: 500_000n,
      fee: 200_001n,
      total: 700_001n,
      monthlyPayment: 233_400n,
      monthlyOverpayment: 66_667n,
    });
    expect(amounts(schedule.instalments)).toEqual([233_400n, 233_400n, 233_201n]);
    expect(days(schedule)).toEqual(["2018-06-11", "2018-07-09", "2018-08-09"]);
  });

  test("6 months cost 6500.00, the weekends move to Monday and the 9th stays the 9th", () => {
    const schedule = plan(
      { term: 6, monthlyRatePpm: 50_000n, instalmentStep: 10_000n, weekends: "monday" },
      500_000n,
      "2018-05-09",
    );
    expect(schedule).toMatchObject({
      total: 650_000n,
      monthlyPayment: 110_000n,
      monthlyOverpayment: 25_000n,
    });
    expect(amounts(schedule.instalments)).toEqual([...Array<bigint>(5).fill(110_000n), 100_000n]);
    expect(days(schedule)).toEqual([
      "2018-06-11",
      "2018-07-09",
      "2018-08-09",
      "2018-09-10",
      "2018-10-09",
      "2018-11-09",
    ]);
  });
});

describe("the documented offline schedules of 333.00, taken on 1 June 2021", () => {
  test("bnpl steps by 30 days", () => {
    const schedule = plan(
      { kind: "bnpl", monthlyRatePpm: 45_000n, overpaymentStep: 100n, every: "30days" },
      33_300n,
    );
    expect(schedule).toMatchObject({ fee: 4500n, total: 37_800n, monthlyPayment: 12_600n });
    expect(amounts(schedule.instalments)).toEqual([12_600n, 12_600n, 12_600n]);
    expect(days(schedule)).toEqual(["2021-07-01", "2021-07-31", "2021-08-30"]);
  });

  test("installments step by month and keep a Sunday", () => {
    const schedule = plan({ monthlyRatePpm: 30_000n, overpaymentStep: 100n }, 33_300n);
    expect(schedule).toMatchObject({ fee: 3000n, total: 36_300n, monthlyPayment: 12_100n });
    expect(amounts(schedule.instalments)).toEqual([12_100n, 12_100n, 12_100n]);
    expect(days(schedule)).toEqual(["2021-07-01", "2021-08-01", "2021-09-01"]);
  });

  test("12 months at no cost are 27.75 each, into the next June", () => {
    const schedule = plan({ term: 12 }, 33_300n);
    expect(schedule).toMatchObject({ fee: 0n, total: 33_300n, monthlyPayment: 2775n });
    expect(amounts(schedule.instalments)).toEqual(Array(12).fill(2775n));
    expect(days(schedule).at(-1)).toBe("2022-06-01");
  });
});

describe("the edges of a schedule", () => {
  test("a short month does not shorten the next", () => {
    expect(days(plan({}, 300n, "2022-01-31"))).toEqual(["2022-02-28", "2022-03-31", "2022-04-30"]);
  });

  test("a step too coarse for the last instalment gives way to even minor units", () => {
    expect(amounts(plan({ term: 4, instalmentStep: 100n }, 250n).instalments)).toEqual([63n, 63n, 62n, 62n]);
    expect(amounts(plan({ term: 4 }, 6n).instalments)).toEqual([2n, 2n, 1n, 1n]);
  });

  test("fewer minor units than instalments drop the last ones", () => {
    const schedule = plan({ term: 12 }, 2n);
    expect(amounts(schedule.instalments)).toEqual([1n, 1n]);
    expect(schedule.monthlyPayment).toBe(1n);
  });

  test("nothing borrowed is nothing owed", () => {
    expect(plan({ monthlyRatePpm: 45_000n, overpaymentStep: 100n }, 0n)).toEqual({
      ...nothing,
      total: 0n,
      monthlyPayment: 0n,
      monthlyOverpayment: 0n,
      instalments: [],
    });
  });

  test("a negative principal is refused", () => {
    expect(() => plan({}, -1n)).toThrow(RangeError);
  });
});

const steps = fc.oneof(fc.constantFrom(1n, 100n, 1000n, 10_000n), fc.bigInt(1n, 10n ** 6n));
const tariffs: fc.Arbitrary<Tariff> = fc
  .record({
    term: fc.integer({ min: 1, max: 36 }),
    monthlyRatePpm: fc.oneof(fc.constant(0n), fc.bigInt(0n, 500_000n)),
    overpaymentStep: steps,
    instalmentStep: steps,
    every: fc.constantFrom("month" as const, "30days" as const),
    weekends: fc.constantFrom("keep" as const, "monday" as const),
  })
  .map((terms) => ({ ...free, ...terms }));
const principals = fc.oneof(fc.bigInt(1n, 1000n), fc.bigInt(1n, 10n ** 7n), fc.bigInt(1n, 10n ** 12n));
const dates = fc
  .integer({ min: 0, max: 40_000 })
  .map((offset) => Temporal.PlainDate.from("2000-01-01").add({ days: offset }));

function expectSound(instalments: readonly (Split & { dueOn: Temporal.PlainDate; number: number })[]): void {
  for (const [i, instalment] of instalments.entries()) {
    expect(amountOf(instalment)).toBeGreaterThan(0n);
    expect(instalment.principal).toBeGreaterThanOrEqual(0n);
    expect(instalment.fee).toBeGreaterThanOrEqual(0n);
    const next = instalments[i + 1];
    if (!next) continue;
    expect(Temporal.PlainDate.compare(instalment.dueOn, next.dueOn)).toBe(-1);
    expect(next.number).toBe(instalment.number + 1);
    // The last is the smallest, the others are equal to the minor unit.
    expect(amountOf(next)).toBeLessThanOrEqual(amountOf(instalment));
  }
}

describe("every schedule", () => {
  test("sums to the total, in principal and in fee, in positive instalments on rising days", () => {
    fc.assert(
      fc.property(tariffs, principals, dates, (tariff, principal, startOn) => {
        const schedule = planSchedule(tariff, principal, startOn);
        expect(schedule.total).toBe(principal + schedule.fee);
        expect(schedule.fee).toBe(schedule.monthlyOverpayment * BigInt(tariff.term));
        expect(sum(schedule.instalments)).toEqual({ principal, fee: schedule.fee });
        expect(schedule.instalments.length).toBeLessThanOrEqual(tariff.term);
        expectSound(schedule.instalments);
      }),
      { numRuns: 1000 },
    );
  });

  test("has all its instalments as soon as there is a minor unit for each", () => {
    fc.assert(
      fc.property(tariffs, principals, (tariff, principal) => {
        const { instalments, total } = planSchedule(tariff, principal, anyDay);
        expect(BigInt(instalments.length)).toBe(total < tariff.term ? total : BigInt(tariff.term));
      }),
    );
  });

  test("falls due on weekdays where weekends move", () => {
    fc.assert(
      fc.property(tariffs, dates, (tariff, startOn) => {
        const { instalments } = planSchedule({ ...tariff, weekends: "monday" }, 10_000n, startOn);
        expect(instalments.every(({ dueOn }) => dueOn.dayOfWeek <= 5)).toBe(true);
      }),
    );
  });
});

describe("a return", () => {
  const tariff: Tariff = { ...free, monthlyRatePpm: 30_000n, overpaymentStep: 100n };
  const { instalments } = planSchedule(tariff, 33_300n, anyDay);

  test("before the first payment plans the smaller credit on the same days", () => {
    const replan = replanSchedule({ tariff, principal: 20_000n, paid: nothing, unpaid: instalments });
    expect(replan).toMatchObject({ principal: 20_000n, fee: 1800n, total: 21_800n });
    expect(replan).toMatchObject({ refund: nothing, refundToCustomer: 0n, reclassified: 0n });
    expect(paidAfter(replan)).toEqual(nothing);
    expect(replan.remaining).toEqual(planSchedule(tariff, 20_000n, anyDay).instalments);
  });

  test("after a payment spreads what is still owed over the days that are left", () => {
    const paid = sum(instalments.slice(0, 1));
    const replan = replanSchedule({ tariff, principal: 20_000n, paid, unpaid: instalments.slice(1) });
    expect(amounts(replan.remaining)).toEqual([4850n, 4850n]);
    expect(replan.remaining.map(({ number, dueOn }) => `${number} ${dueOn}`)).toEqual([
      "2 2021-08-01",
      "3 2021-09-01",
    ]);
    expect(replan.refundToCustomer).toBe(0n);
  });

  test("of more than is owed gives the excess back and ends the schedule", () => {
    const paid = sum(instalments.slice(0, 2));
    const replan = replanSchedule({ tariff, principal: 10_000n, paid, unpaid: instalments.slice(2) });
    expect(replan.remaining).toEqual([]);
    expect(replan).toMatchObject({ total: 10_900n, refundToCustomer: 24_200n - 10_900n });
    expect(paidAfter(replan)).toEqual({ principal: 10_000n, fee: 900n });
  });

  test("of everything gives back everything, the fees too", () => {
    const paid = sum(instalments.slice(0, 2));
    const replan = replanSchedule({ tariff, principal: 0n, paid, unpaid: instalments.slice(2) });
    expect(replan).toMatchObject({ total: 0n, remaining: [], refund: paid, refundToCustomer: 24_200n });
    expect(replan.reclassified).toBe(0n);
    expect(paidAfter(replan)).toEqual(nothing);
  });

  test("that leaves the fee where it was turns paid principal into fee", () => {
    const coarse: Tariff = { ...free, monthlyRatePpm: 1n, overpaymentStep: 10_000n };
    const schedule = planSchedule(coarse, 60_000n, anyDay);
    const paid = sum(schedule.instalments.slice(0, 1));
    const replan = replanSchedule({
      tariff: coarse,
      principal: 100n,
      paid,
      unpaid: schedule.instalments.slice(1),
    });
    expect(paid).toEqual({ principal: 20_000n, fee: 10_000n });
    expect(replan).toMatchObject({ fee: 30_000n, total: 30_100n, reclassified: 19_900n, refund: nothing });
    expect(paidAfter(replan)).toEqual({ principal: 100n, fee: 29_900n });
    expect(sum(replan.remaining)).toEqual({ principal: 0n, fee: 100n });
  });

  test("cannot leave a debt without a day to pay it on", () => {
    const impossible = { tariff, principal: 1n, paid: nothing, unpaid: [] };
    expect(() => replanSchedule(impossible)).toThrow("no day is left");
  });

  test("cannot be more than was borrowed", () => {
    expect(() => replanSchedule({ tariff, principal: -1n, paid: nothing, unpaid: [] })).toThrow(RangeError);
  });
});

/** One thing that happens to a credit: the customer pays some instalments, or returns a part (in percent). */
const happenings = fc.array(
  fc.oneof(
    fc.record({ pays: fc.integer({ min: 0, max: 12 }) }),
    fc.record({ keepsPercent: fc.bigInt(0n, 100n) }),
  ),
  { maxLength: 8 },
);

/** What the customer's payments count as now: all that is not left to pay. */
function paidAfter({ principal, fee, remaining }: Replan): Split {
  const open = sum(remaining);
  return { principal: principal - open.principal, fee: fee - open.fee };
}

function expectBooksClose(before: Split, replan: Replan): void {
  const { refund, reclassified, remaining } = replan;
  const open = sum(remaining);
  expect(before.principal - reclassified + open.principal - refund.principal).toBe(replan.principal);
  expect(before.fee + reclassified + open.fee - refund.fee).toBe(replan.fee);
  for (const part of [...Object.values(refund), ...Object.values(paidAfter(replan))]) {
    expect(part).toBeGreaterThanOrEqual(0n);
  }
}

describe("any sequence of payments and returns", () => {
  test("keeps the books closed, the days, and the customer's money", () => {
    fc.assert(
      fc.property(tariffs, principals, dates, happenings, (tariff, borrowed, startOn, story) => {
        let principal = borrowed;
        let paid = nothing;
        let unpaid = planSchedule(tariff, principal, startOn).instalments;
        for (const event of story) {
          if ("pays" in event) {
            paid = sum([paid, ...unpaid.slice(0, event.pays)]);
            unpaid = unpaid.slice(event.pays);
            continue;
          }
          principal = (principal * event.keepsPercent) / 100n;
          const replan = replanSchedule({ tariff, principal, paid, unpaid });
          const { total } = planSchedule(tariff, principal, startOn);
          const owed = total - amountOf(paid);

          expect(replan.total).toBe(total);
          expect(replan.refundToCustomer).toBe(owed < 0n ? -owed : 0n);
          expect(amountOf(sum(replan.remaining))).toBe(owed > 0n ? owed : 0n);
          expect(amountOf(replan.refund)).toBe(replan.refundToCustomer);
          expectBooksClose(paid, replan);
          expectSound(replan.remaining);
          expect(replan.remaining.map(({ number, dueOn }) => ({ number, dueOn }))).toEqual(
            unpaid.slice(0, replan.remaining.length).map(({ number, dueOn }) => ({ number, dueOn })),
          );
          paid = paidAfter(replan);
          unpaid = replan.remaining;
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("that changes nothing changes nothing", () => {
    fc.assert(
      fc.property(tariffs, principals, fc.integer({ min: 0, max: 36 }), (tariff, principal, count) => {
        const { instalments } = planSchedule(tariff, principal, anyDay);
        const paid = sum(instalments.slice(0, count));
        const unpaid = instalments.slice(count);
        const replan = replanSchedule({ tariff, principal, paid, unpaid });
        expect(replan).toMatchObject({ refundToCustomer: 0n, reclassified: 0n });
        expect(paidAfter(replan)).toEqual(paid);
        expect(sum(replan.remaining)).toEqual(sum(unpaid));
      }),
    );
  });
});
