/** Where Moka's days begin and end; local times are told without a zone (facts 2.7, 6). */
export const timeZone = "Europe/Istanbul";

export function dayOf(instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate();
}

/** The instant of a local time on a day. */
export function at(day: Temporal.PlainDate, time: string): Temporal.Instant {
  return day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).toInstant();
}

/** A day as YYYYMMDD; none as empty text. */
export function dateText(day: Temporal.PlainDate | null): string {
  return day ? day.toString().replaceAll("-", "") : "";
}

/** A local time such as 2017-02-28T14:42:17.26; none as empty text. */
export function momentText(instant: Temporal.Instant | null): string {
  return instant ? instant.toZonedDateTimeISO(timeZone).toPlainDateTime().toString() : "";
}
