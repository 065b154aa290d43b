import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cadence, daysAfter, dueAt, periodAfter, type Timetable } from "./cadence.ts";

const timetable = (anchor: string, unit: Cadence["unit"], every = 1, timeZone = "Europe/Stockholm") => ({
  cadence: { unit, every },
  anchorAt: Temporal.Instant.from(anchor),
  timeZone,
});

const days = (table: Timetable, count: number) =>
  Array.from({ length: count }, (_, period) =>
    dueAt(table, period).toZonedDateTimeISO(table.timeZone).toPlainDate().toString(),
  );

describe("a timetable", () => {
  test("keeps the 31st where there is one, and the last day of a shorter month", () => {
    expect(days(timetable("2027-01-31T09:00:00Z", "months"), 5)).toEqual([
      "2027-01-31",
      "2027-02-28",
      "2027-03-31",
      "2027-04-30",
      "2027-05-31",
    ]);
    expect(days(timetable("2028-01-31T09:00:00Z", "months"), 2)).toEqual(["2028-01-31", "2028-02-29"]);
  });

  test("of a leap day is on 28 February until the next leap year", () => {
    const yearly = timetable("2028-02-29T09:00:00Z", "months", 12);
    expect(days(yearly, 5)).toEqual(["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]);
  });

  test("keeps to the clock of its zone when summer time begins", () => {
    const daily = timetable("2027-03-27T09:00:00Z", "days");
    expect(dueAt(daily, 1).toString()).toBe("2027-03-28T08:00:00Z");
    expect(dueAt(daily, 2).toString()).toBe("2027-03-29T08:00:00Z");
    expect(daysAfter(daily.anchorAt, 1, daily.timeZone).toString()).toBe("2027-03-28T08:00:00Z");
  });

  test("of every third month counts from the anchor", () => {
    expect(days(timetable("2027-11-30T23:30:00Z", "months", 3), 3)).toEqual([
      "2027-12-01",
      "2028-03-01",
      "2028-06-01",
    ]);
  });
});

const instants = fc
  .integer({ min: Date.UTC(2026, 0), max: Date.UTC(2099, 0) })
  .map((milliseconds) => Temporal.Instant.fromEpochMilliseconds(milliseconds));
const timetables: fc.Arbitrary<Timetable> = fc.record({
  cadence: fc.record({
    unit: fc.constantFrom("days" as const, "months" as const),
    every: fc.integer({ min: 1, max: 400 }),
  }),
  anchorAt: instants,
  timeZone: fc.constantFrom(
    "Europe/Stockholm",
    "UTC",
    "America/New_York",
    "Pacific/Auckland",
    "Asia/Kolkata",
  ),
});

describe("for any timetable", () => {
  test("each period falls due after the one before", () => {
    fc.assert(
      fc.property(timetables, fc.nat(500), (table, period) => {
        expect(Temporal.Instant.compare(dueAt(table, period), dueAt(table, period + 1))).toBe(-1);
      }),
    );
  });

  test("months fall on the anchor's day, or on the last day of a month that has no such day", () => {
    fc.assert(
      fc.property(timetables, fc.nat(500), ({ cadence, ...table }, period) => {
        const monthly = { ...table, cadence: { ...cadence, unit: "months" as const } };
        const anchor = table.anchorAt.toZonedDateTimeISO(table.timeZone).toPlainDate();
        const day = dueAt(monthly, period).toZonedDateTimeISO(table.timeZone).toPlainDate();
        expect(day.day).toBe(Math.min(anchor.day, day.daysInMonth));
        const months = anchor
          .toPlainYearMonth()
          .until(day.toPlainYearMonth(), { largestUnit: "months" }).months;
        expect(months).toBe(period * cadence.every);
      }),
    );
  });

  test("the period after an instant is the first that falls due after it", () => {
    fc.assert(
      fc.property(timetables, instants, fc.nat(20), (table, instant, least) => {
        const period = periodAfter(table, instant, least);
        const compare = (n: number) => Temporal.Instant.compare(dueAt(table, n), instant);
        expect(period).toBeGreaterThanOrEqual(least);
        expect(compare(period)).toBe(1);
        if (period > least) expect(compare(period - 1)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test("a period that has just fallen due is not the next", () => {
    fc.assert(
      fc.property(timetables, fc.nat(300), (table, period) => {
        expect(periodAfter(table, dueAt(table, period))).toBe(period + 1);
      }),
    );
  });
});
