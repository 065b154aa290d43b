import { at, dayOf } from "./istanbul.ts";

/** When steps are charged, every day (facts 2.8). */
const runs = ["12:00", "18:00"] as const;

/** At which a step falls due on its day. */
export const dueTime = Temporal.PlainTime.from(runs[0]);

/** The two runs of a day. */
export function attemptTimes(day: Temporal.PlainDate): readonly [Temporal.Instant, Temporal.Instant] {
  return [at(day, runs[0]), at(day, runs[1])];
}

/** The next run after an instant. */
export function nextRun(after: Temporal.Instant): Temporal.Instant {
  const today = dayOf(after);
  const times = [...attemptTimes(today), ...attemptTimes(today.add({ days: 1 }))];
  const next = times.find((time) => isBefore(after, time));
  if (!next) throw new RangeError("there is a run every day");
  return next;
}

/** When a step that is made at `now` is charged first: with the first run of its day, or, when that is over, the next
 *  run there is. */
export function firstAttempt(paymentOn: Temporal.PlainDate, now: Temporal.Instant): Temporal.Instant {
  const [noon] = attemptTimes(paymentOn);
  return isBefore(now, noon) ? noon : nextRun(now);
}

/** When a step that failed at `now` is charged again: with the next run, on so many days, counted from that of its first
 *  attempt. null: it is given up. A step that an outage made late has all its days still. */
export function nextAttempt({
  firstAt,
  days,
  now,
}: {
  firstAt: Temporal.Instant;
  days: number;
  now: Temporal.Instant;
}): Temporal.Instant | null {
  const next = nextRun(now);
  const last = dayOf(firstAt).add({ days: days - 1 });
  return Temporal.PlainDate.compare(dayOf(next), last) > 0 ? null : next;
}

/** When the last day is over on which a step is tried. */
export function endOfTrials({
  firstAt,
  days,
}: {
  firstAt: Temporal.Instant;
  days: number;
}): Temporal.Instant {
  return at(dayOf(firstAt).add({ days }), "00:00");
}

/** Until when a payment can be voided: 22:00 of its day. */
export function voidUntil(paidAt: Temporal.Instant): Temporal.Instant {
  return at(dayOf(paidAt), "22:00");
}

export function isVoidable(paidAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return isBefore(now, voidUntil(paidAt));
}

/** From the day after its own on. */
export function isRefundable(paidAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.PlainDate.compare(dayOf(now), dayOf(paidAt)) > 0;
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}
