import fc from "fast-check";
import { expect, test } from "vitest";
import {
  attemptTimes,
  firstAttempt,
  isRefundable,
  isVoidable,
  nextAttempt,
  nextRun,
  voidUntil,
} from "./attempts.ts";
import { momentText } from "./istanbul.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const instant = (text: string) =>
  Temporal.PlainDateTime.from(text).toZonedDateTime("Europe/Istanbul").toInstant();
const local = (at: Temporal.Instant | null) => (at ? momentText(at) : null);

test("a step is tried at noon and at six, Istanbul time", () => {
  expect(attemptTimes(day("2026-07-01")).map(String)).toEqual([
    "2026-07-01T09:00:00Z",
    "2026-07-01T15:00:00Z",
  ]);
  expect(attemptTimes(day("2026-12-31")).map(String)).toEqual([
    "2026-12-31T09:00:00Z",
    "2026-12-31T15:00:00Z",
  ]);
});

test.each([
  ["2026-03-10T11:59:59", "2026-03-10T12:00:00"],
  ["2026-03-10T12:00:00", "2026-03-10T18:00:00"],
  ["2026-03-10T18:00:00", "2026-03-11T12:00:00"],
  ["2026-12-31T23:59:59", "2027-01-01T12:00:00"],
])("after %s the next run is at %s", (now, next) => {
  expect(local(nextRun(instant(now)))).toBe(next);
});

test.each([
  ["2026-03-10", "2026-02-01T09:00", "2026-03-10T12:00:00"],
  ["2026-03-10", "2026-03-10T12:30", "2026-03-10T18:00:00"],
  ["2026-03-10", "2026-03-10T19:00", "2026-03-11T12:00:00"],
  ["2026-03-10", "2026-03-14T09:00", "2026-03-14T12:00:00"],
])("a step of %s made at %s is tried first at %s", (paymentOn, now, first) => {
  expect(local(firstAttempt(day(paymentOn), instant(now)))).toBe(first);
});

function attempts(first: string, days: number): string[] {
  const firstAt = instant(first);
  const tried = [firstAt];
  for (
    let next = nextAttempt({ firstAt, days, now: firstAt });
    next;
    next = nextAttempt({ firstAt, days, now: next })
  )
    tried.push(next);
  return tried.map((at) => momentText(at).slice(0, 16));
}

test("a step is tried twice a day, on as many days as the sale says", () => {
  expect(attempts("2026-03-10T12:00", 1)).toEqual(["2026-03-10T12:00", "2026-03-10T18:00"]);
  expect(attempts("2026-03-10T12:00", 4)).toHaveLength(8);
  expect(attempts("2026-03-10T18:00", 2)).toEqual([
    "2026-03-10T18:00",
    "2026-03-11T12:00",
    "2026-03-11T18:00",
  ]);
});

test("an outage costs no tries: days count from the first", () => {
  expect(attempts("2026-03-14T08:17", 1)).toEqual([
    "2026-03-14T08:17",
    "2026-03-14T12:00",
    "2026-03-14T18:00",
  ]);
});

test("a payment can be voided until ten in the evening, and refunded from the next day on", () => {
  const paidAt = instant("2026-03-10T12:00");
  expect(local(voidUntil(paidAt))).toBe("2026-03-10T22:00:00");
  const can = (at: string) => [isVoidable(paidAt, instant(at)), isRefundable(paidAt, instant(at))];
  expect(can("2026-03-10T21:59:59")).toEqual([true, false]);
  expect(can("2026-03-10T22:00:00")).toEqual([false, false]);
  expect(can("2026-03-10T23:59:59")).toEqual([false, false]);
  expect(can("2026-03-11T00:00:00")).toEqual([false, true]);
});

const instants = fc
  .integer({ min: Date.UTC(2026, 0), max: Date.UTC(2099, 0) })
  .map((milliseconds) => Temporal.Instant.fromEpochMilliseconds(milliseconds));

test("a retry always comes later, and there are at most two each day", () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 30 }), (first, days) => {
      const run = nextRun(first);
      expect(Temporal.Instant.compare(run, first)).toBe(1);
      const count = attempts(momentText(run), days).length;
      expect(count).toBeLessThanOrEqual(2 * days);
      expect(count).toBeGreaterThanOrEqual(2 * days - 1);
    }),
  );
});

test("no payment can be voided and refunded at the same time", () => {
  fc.assert(
    fc.property(instants, fc.nat(200_000), (paidAt, seconds) => {
      const now = paidAt.add({ seconds });
      expect(isVoidable(paidAt, now) && isRefundable(paidAt, now)).toBe(false);
    }),
  );
});
