import { nextDue, type Schedule } from "./schedule.ts";
import type { Subscription } from "./subscription.ts";

type Days = Pick<Subscription, "beginOn" | "endOn" | "anchorAt" | "timeZone" | "nextAt">;

/** The day it is where the sale is made. */
export function dayOf({ timeZone }: Pick<Days, "timeZone">, instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate();
}

/** When a step of this day falls due. */
export function dueOnDay(
  { anchorAt, timeZone }: Pick<Days, "anchorAt" | "timeZone">,
  day: Temporal.PlainDate,
): Temporal.Instant {
  const plainTime = anchorAt.toZonedDateTimeISO(timeZone).toPlainTime();
  return day.toZonedDateTime({ timeZone, plainTime }).toInstant();
}

/** When the first step of a schedule from `from` on falls due; null when there is none any more. */
export function dueFrom(
  sale: Days,
  schedule: Schedule & { readonly state: "active" | "deleted" },
  from: Temporal.PlainDate,
): Temporal.Instant | null {
  if (schedule.state === "deleted" || !sale.beginOn) return null;
  const day = nextDue(schedule, sale.beginOn, from, sale.endOn);
  return day ? dueOnDay(sale, day) : null;
}

/** When the next step of a sale falls due whose days or schedule have changed: nothing that has passed falls due
 *  again. What is due already and was not made yet stays so. */
export function nextStepAt(
  sale: Days,
  schedule: Parameters<typeof dueFrom>[1],
  now: Temporal.Instant,
): Temporal.Instant | null {
  if (sale.nextAt && Temporal.Instant.compare(sale.nextAt, now) <= 0) return sale.nextAt;
  const today = dayOf(sale, now);
  const isAhead = Temporal.Instant.compare(dueOnDay(sale, today), now) > 0;
  return dueFrom(sale, schedule, isAhead ? today : today.add({ days: 1 }));
}
