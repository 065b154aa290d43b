/** Due dates come as 2018-01-31 or 31.01.2018, depending on the method; anything else is shown as it came. */
export function dayText(told: string | Temporal.PlainDate): string {
  const text = String(told);
  const [, day, month, year] = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text) ?? [];
  try {
    const date = Temporal.PlainDate.from(day ? `${year}-${month}-${day}` : text);
    return date.toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric" });
  } catch {
    return text;
  }
}

export function monthText(day: Temporal.PlainDate): string {
  return day.toLocaleString("en-GB", { month: "long", year: "numeric" });
}

export function timeText(instant: Temporal.Instant, timeZone = "Europe/Warsaw"): string {
  return instant.toLocaleString("en-GB", { timeZone, dateStyle: "medium", timeStyle: "short" });
}

/** A time that came without a zone, such as 2027-02-28T12:00:00.26; anything else is shown as it came. */
export function localTimeText(text: string): string {
  try {
    const local = Temporal.PlainDateTime.from(text);
    return local.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  } catch {
    return text;
  }
}
