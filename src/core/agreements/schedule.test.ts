import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { duesBetween, nextDue, type Schedule } from "./schedule.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const none = { daysOfWeek: [], daysOfMonth: [] };
const daily = (every: number): Schedule => ({ unit: "days", every, ...none });
const weekly = (every: number, ...daysOfWeek: number[]): Schedule => ({
  ...none,
  unit: "weeks",
  every,
  daysOfWeek,
});
const monthly = (every: number, ...daysOfMonth: number[]): Schedule => ({
  ...none,
  unit: "months",
  every,
  daysOfMonth,
});

type Case = readonly [
  title: string,
  schedule: Schedule,
  begin: string,
  from: string,
  to: string,
  dues: string,
];

const cases: readonly Case[] = [
  ["each day", daily(1), "2026-01-30", "2026-01-01", "2026-02-01", "2026-01-30 2026-01-31 2026-02-01"],
  ["every third day", daily(3), "2026-01-30", "2026-02-01", "2026-02-08", "2026-02-02 2026-02-05 2026-02-08"],
  ["Mondays", weekly(1, 1), "2026-01-01", "2026-01-01", "2026-01-20", "2026-01-05 2026-01-12 2026-01-19"],
  // The begin is a Thursday: its week's Monday is over, its Friday is not.
  [
    "every other week",
    weekly(2, 1, 5),
    "2026-01-01",
    "2026-01-01",
    "2026-01-20",
    "2026-01-02 2026-01-12 2026-01-16",
  ],
  ["Sundays", weekly(1, 7), "2026-01-04", "2026-01-04", "2026-01-11", "2026-01-04 2026-01-11"],
  [
    "the 1st and 15th",
    monthly(1, 1, 15),
    "2026-01-10",
    "2026-01-01",
    "2026-02-28",
    "2026-01-15 2026-02-01 2026-02-15",
  ],
  [
    "every third month",
    monthly(3, 10),
    "2026-01-20",
    "2026-01-01",
    "2026-12-31",
    "2026-04-10 2026-07-10 2026-10-10",
  ],
  [
    "the 31st",
    monthly(1, 31),
    "2026-01-31",
    "2026-01-31",
    "2026-04-30",
    "2026-01-31 2026-02-28 2026-03-31 2026-04-30",
  ],
  [
    "the 30th of a leap year",
    monthly(1, 30),
    "2028-02-01",
    "2028-02-01",
    "2028-03-30",
    "2028-02-29 2028-03-30",
  ],
  [
    "the last days of a short month, once",
    monthly(1, 29, 30, 31),
    "2026-02-01",
    "2026-02-01",
    "2026-02-28",
    "2026-02-28",
  ],
  ["nothing when the end is before the begin", daily(1), "2026-02-01", "2026-01-01", "2026-01-31", ""],
  ["nothing without days", weekly(1), "2026-01-01", "2026-01-01", "2026-12-31", ""],
];

test.each(cases)("%s", (_, schedule, begin, from, to, dues) => {
  const found = duesBetween(schedule, day(begin), day(from), day(to));
  expect(found.map(String).join(" ")).toBe(dues);
});

test("the next day is found however far away, up to the end", () => {
  expect(String(nextDue(monthly(1, 31), day("1900-01-31"), day("2400-02-01"), null))).toBe("2400-02-29");
  expect(nextDue(daily(365), day("2026-01-01"), day("2026-01-02"), day("2026-12-31"))).toBeUndefined();
  expect(String(nextDue(daily(365), day("2026-01-01"), day("2026-01-02"), null))).toBe("2027-01-01");
});

test("a thousand days are told at most", () => {
  expect(duesBetween(daily(1), day("1900-01-01"), day("1900-01-01"), day("9999-12-31"))).toHaveLength(1_000);
});

const days = fc.integer({ min: 0, max: 40_000 }).map((days) => day("1990-01-01").add({ days }));
const every = fc.integer({ min: 1, max: 60 });
const list = (max: number) =>
  fc.uniqueArray(fc.integer({ min: 1, max }), { minLength: 1 }).map((l) => l.sort((a, b) => a - b));
const schedules: fc.Arbitrary<Schedule> = fc.oneof(
  every.map(daily),
  fc.tuple(every, list(7)).map(([n, l]) => weekly(n, ...l)),
  fc.tuple(every, list(31)).map(([n, l]) => monthly(n, ...l)),
);

/** Looks at every day on its own. */
function isDue(
  { unit, every, daysOfWeek, daysOfMonth }: Schedule,
  begin: Temporal.PlainDate,
  on: Temporal.PlainDate,
) {
  if (Temporal.PlainDate.compare(on, begin) < 0) return false;
  if (unit === "days") return begin.until(on).days % every === 0;
  if (unit === "weeks") {
    const weeks =
      begin.subtract({ days: begin.dayOfWeek - 1 }).until(on.subtract({ days: on.dayOfWeek - 1 })).days / 7;
    return weeks % every === 0 && daysOfWeek.includes(on.dayOfWeek);
  }
  const months = (on.year - begin.year) * 12 + on.month - begin.month;
  const isLast = on.day === on.daysInMonth;
  return months % every === 0 && daysOfMonth.some((d) => d === on.day || (isLast && d > on.day));
}

describe("for any schedule", () => {
  test("its days are those that fit, in order and each once", () => {
    fc.assert(
      fc.property(
        schedules,
        days,
        days,
        fc.integer({ min: 0, max: 400 }),
        (schedule, begin, from, length) => {
          const to = from.add({ days: length });
          const all = Array.from({ length: length + 1 }, (_, i) => from.add({ days: i }));
          const expected = all.filter((on) => isDue(schedule, begin, on)).map(String);
          expect(duesBetween(schedule, begin, from, to).map(String)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("what is asked for in two parts is what is asked for at once", () => {
    fc.assert(
      fc.property(schedules, days, fc.nat(300), fc.nat(300), (schedule, begin, a, b) => {
        const middle = begin.add({ days: a });
        const end = middle.add({ days: b + 1 });
        const parts = [
          ...duesBetween(schedule, begin, begin, middle),
          ...duesBetween(schedule, begin, middle.add({ days: 1 }), end),
        ];
        expect(parts.map(String)).toEqual(duesBetween(schedule, begin, begin, end).map(String));
      }),
    );
  });

  test("there is a next day after every day", () => {
    fc.assert(
      fc.property(schedules, days, days, (schedule, begin, from) => {
        const next = nextDue(schedule, begin, from, null);
        expect(next && Temporal.PlainDate.compare(next, from)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
