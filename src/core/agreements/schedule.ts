/** On which days something falls due: every so many days, or on days of every so many weeks or months. */
export type Schedule = {
  readonly unit: "days" | "weeks" | "months";
  readonly every: number;
  /** 1 Monday to 7 Sunday; of weeks. */
  readonly daysOfWeek: readonly number[];
  /** 1 to 31; of months. In a shorter month the last day stands for those it does not have, once. */
  readonly daysOfMonth: readonly number[];
};

const mostDues = 1_000;

/** The days of a schedule between `from` and `to`, both included, the first thousand at most. Days count from `begin`,
 *  weeks from its Monday, months from its first; nothing falls due before `begin`. */
export function duesBetween(
  schedule: Schedule,
  begin: Temporal.PlainDate,
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
  most = mostDues,
): Temporal.PlainDate[] {
  if (daysIn(schedule, begin).length === 0) return [];
  const anchor = anchorOf(schedule, begin);
  const earliest = isBefore(begin, from) ? from : begin;
  const dues: Temporal.PlainDate[] = [];
  for (let period = periodOf(schedule, anchor, earliest); ; period++) {
    const start = anchor.add({ [schedule.unit]: period * schedule.every });
    if (isBefore(to, start)) return dues;
    for (const day of daysIn(schedule, start)) {
      if (isBefore(to, day) || dues.length === most) return dues;
      if (!isBefore(day, earliest)) dues.push(day);
    }
  }
}

/** The first day of a schedule from `from` on; undefined when there is none up to `end`. */
export function nextDue(
  schedule: Schedule,
  begin: Temporal.PlainDate,
  from: Temporal.PlainDate,
  end: Temporal.PlainDate | null,
): Temporal.PlainDate | undefined {
  return duesBetween(schedule, begin, from, end ?? lastDay, 1)[0];
}

const lastDay = Temporal.PlainDate.from("9999-12-31");

function anchorOf({ unit }: Schedule, begin: Temporal.PlainDate): Temporal.PlainDate {
  if (unit === "weeks") return begin.subtract({ days: begin.dayOfWeek - 1 });
  return unit === "months" ? begin.with({ day: 1 }) : begin;
}

function periodOf({ unit, every }: Schedule, anchor: Temporal.PlainDate, day: Temporal.PlainDate): number {
  return Math.floor(anchor.until(day, { largestUnit: unit })[unit] / every);
}

function daysIn(
  { unit, daysOfWeek, daysOfMonth }: Schedule,
  start: Temporal.PlainDate,
): Temporal.PlainDate[] {
  if (unit === "days") return [start];
  if (unit === "weeks") return inOrder(daysOfWeek).map((day) => start.add({ days: day - 1 }));
  const days = new Set(inOrder(daysOfMonth).map((day) => Math.min(day, start.daysInMonth)));
  return [...days].map((day) => start.with({ day }));
}

function inOrder(days: readonly number[]): number[] {
  return days.toSorted((a, b) => a - b);
}

function isBefore(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}
