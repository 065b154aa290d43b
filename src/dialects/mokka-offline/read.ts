import { parsePhone } from "../../core/customers/index.ts";
import type { Store } from "../../core/merchants/index.ts";
import { isAbsent, type JsonObject, textAt } from "../toolkit/json.ts";
import { Fault, type Problem, problem, unprocessable } from "./errors.ts";
import { readAmount } from "./money.ts";

/** The flags that clients send for yes. */
export function isYes(value: unknown): boolean {
  return value === true || value === 1 || value === "1" || value === "true";
}

/** An amount greater than 0, in minor units. Faults 422 `amount`. */
export function readPositive(value: unknown, { currency }: Store): bigint {
  if (isAbsent(value)) throw unprocessable("amount", "blank");
  const amount = readAmount(value, currency);
  if (amount === undefined || amount === 0n) throw unprocessable("amount", "invalid");
  return amount;
}

/** A customer's phone with country code. Faults 422 `phone_number`. */
export function readPhone(value: unknown, { country }: Store): string {
  const phone = parsePhone(withCountryCode(String(value), country), country);
  if (!phone) throw unprocessable("phone_number", "invalid");
  return phone;
}

/** Clients write `48333306323`, which is not how anybody dials. */
function withCountryCode(text: string, country: string): string {
  const digits = text.replace(/[\s()-]/g, "");
  return country === "PL" && /^48\d{9}$/.test(digits) ? `+${digits}` : digits;
}

/** dd-mm-yyyy, also with dots; undefined when it is no day. */
export function readDay(value: unknown): Temporal.PlainDate | undefined {
  const [, day, month, year] = /^(\d{1,2})[-.](\d{1,2})[-.]([12]\d{3})$/.exec(String(value).trim()) ?? [];
  if (!day || !month || !year) return undefined;
  try {
    const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    return Temporal.PlainDate.from(text, { overflow: "reject" });
  } catch {
    return undefined;
  }
}

export function writeDay(day: Temporal.PlainDate): string {
  const [year, month, date] = day.toString().split("-");
  return `${date}-${month}-${year}`;
}

const dayOfOffer = Temporal.Duration.from({ hours: 24 });

/** Years beyond are written otherwise. */
const endOfTime = Temporal.Instant.from("9999-12-31T00:00:00Z");

/** Until when a loan request holds: what the client says, or a day. Faults 422 `hold_until`. */
export function readHoldUntil(value: unknown, { timeZone }: Store, now: Temporal.Instant): Temporal.Instant {
  if (isAbsent(value)) return now.add(dayOfOffer);
  const until = instantOf(String(value).trim(), timeZone);
  if (!until || Temporal.Instant.compare(until, endOfTime) > 0) throw unprocessable("hold_until", "invalid");
  if (Temporal.Instant.compare(until, now) <= 0) throw unprocessable("hold_until", "past");
  return until;
}

/** An instant with offset, a local time, or a day, which counts to its end. */
function instantOf(text: string, timeZone: string): Temporal.Instant | undefined {
  try {
    if (/[Zz]$|[+-]\d\d:?\d\d$/.test(text) && text.includes(":")) return Temporal.Instant.from(text);
    const day = readDay(text) ?? (text.length === 10 ? Temporal.PlainDate.from(text) : undefined);
    if (day) return day.add({ days: 1 }).toZonedDateTime(timeZone).toInstant();
    return Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).toInstant();
  } catch {
    return undefined;
  }
}

/** A text that must be there; what is missing goes into `problems`. */
export function required(source: JsonObject, key: string, problems: Problem[], maxLength = 150): string {
  const text = textAt(source, key, maxLength);
  if (!text) problems.push(problem(key, "blank"));
  return text ?? "";
}

/** The address under `email`; what is wrong with it goes into `problems`. */
export function readEmail(source: JsonObject, problems: Problem[]): string {
  const email = required(source, "email", problems, 254);
  if (email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) problems.push(problem("email", "invalid"));
  return email;
}

/** Faults 422 when anything was found wrong. */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new Fault(422, ...problems);
}
