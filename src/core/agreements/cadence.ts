/** How often something falls due: every so many days or months. */
export type Cadence = { readonly unit: "days" | "months"; readonly every: number };

/** A row of days without end: period 0 is at `anchorAt`, each other counted from there, on the clock of `timeZone`. */
export type Timetable = {
  readonly cadence: Cadence;
  readonly anchorAt: Temporal.Instant;
  readonly timeZone: string;
};

/** When a period falls due. Always counted from the anchor: the 31st becomes 28 February, and the 31st again in
 *  March; what falls due at ten does so in summer and winter. */
export function dueAt(timetable: Timetable, period: number): Temporal.Instant {
  const { unit, every } = timetable.cadence;
  return startOf(timetable)
    .add({ [unit]: every * period })
    .toInstant();
}

/** The first period, from `least` on, that falls due after `instant`. */
export function periodAfter(timetable: Timetable, instant: Temporal.Instant, least = 0): number {
  const { unit, every } = timetable.cadence;
  const here = instant.toZonedDateTimeISO(timetable.timeZone);
  const passed = startOf(timetable).until(here, { largestUnit: unit })[unit];
  // The difference counts a month as whole on its last day or a day later, so the search starts a little before.
  let period = Math.max(least, Math.floor(passed / every) - 1);
  while (Temporal.Instant.compare(dueAt(timetable, period), instant) <= 0) period++;
  return period;
}

/** So many days later, at the same time of the day. */
export function daysAfter(instant: Temporal.Instant, days: number, timeZone: string): Temporal.Instant {
  return instant.toZonedDateTimeISO(timeZone).add({ days }).toInstant();
}

function startOf({ anchorAt, timeZone }: Timetable): Temporal.ZonedDateTime {
  return anchorAt.toZonedDateTimeISO(timeZone);
}
