import { isObject, type JsonObject, storableText } from "../../toolkit/json.ts";
import { type CurrencyName, readAmount, readCurrency } from "../money.ts";

/** What a reader answers: a value; undefined when there is none (no key, null, or blank text: facts 1.6); null when there
 *  is something else in its place. */
export type Reading<Value> = Value | undefined | null;

/** What stands under a name, in whatever case the client writes it; of two the last counts. */
export function valueAt(source: JsonObject, name: string): unknown {
  if (Object.hasOwn(source, name)) return source[name];
  const lower = name.toLowerCase();
  return Object.entries(source).findLast(([key]) => key.toLowerCase() === lower)?.[1];
}

/** Text as it came, blanks at its ends too, at most so long; numbers count as text. */
export function readText(value: unknown, longest: number): Reading<string> {
  if (isBlank(value)) return undefined;
  if (typeof value === "number") return String(value);
  if (typeof value !== "string" || value.length > longest) return null;
  return storableText(value);
}

/** A whole number from 0 up to eighteen digits. */
export function readInteger(value: unknown): Reading<bigint> {
  if (isBlank(value)) return undefined;
  const text = plainText(value);
  return /^\d{1,18}$/.test(text) ? BigInt(text) : null;
}

/** A whole number between the two, both included. */
export function readCount(value: unknown, least: number, most: number): Reading<number> {
  const number = readInteger(value);
  if (typeof number !== "bigint") return number;
  return number >= BigInt(least) && number <= BigInt(most) ? Number(number) : null;
}

/** 0 or 1, or what JSON has for them. */
export function readFlag(value: unknown): Reading<boolean> {
  if (isBlank(value)) return undefined;
  if (typeof value === "boolean") return value;
  const text = plainText(value).toLowerCase();
  if (text === "1" || text === "true") return true;
  return text === "0" || text === "false" ? false : null;
}

/** A day as YYYYMMDD that there is, from 1900 on. */
export function readDate(value: unknown): Reading<Temporal.PlainDate> {
  if (isBlank(value)) return undefined;
  const [, year = "", month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(plainText(value)) ?? [];
  if (year < "1900") return null;
  return calendar(() => Temporal.PlainDate.from(`${year}-${month}-${day}`));
}

/** A local time as `yyyy-MM-dd HH:mm`, with seconds or without any time if the client likes. */
export function readMoment(value: unknown): Reading<Temporal.PlainDateTime> {
  if (isBlank(value)) return undefined;
  const found = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?))?$/.exec(plainText(value));
  const [, day = "", time = "00:00"] = found ?? [];
  if (day < "1900") return null;
  return calendar(() => Temporal.PlainDateTime.from(`${day}T${time}`));
}

/** A GUID in lower case and without braces, however it comes. */
export function readGuid(value: unknown): Reading<string> {
  if (isBlank(value)) return undefined;
  const text = plainText(value).toLowerCase();
  const bare = text.startsWith("{") && text.endsWith("}") ? text.slice(1, -1) : text;
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(bare) ? bare : null;
}

/** Numbers of a list such as `1,15`, each once and in order, between 1 and `most`. */
export function readDays(value: unknown, most: number): Reading<readonly number[]> {
  if (isBlank(value)) return undefined;
  const text = Array.isArray(value) ? value.slice(0, 100).map(plainText).join(",") : plainText(value);
  if (text.length > 200) return null;
  const days = text.split(",").map((part) => readCount(part, 1, most));
  if (!days.every((day) => typeof day === "number")) return null;
  return [...new Set(days)].sort((a, b) => a - b);
}

export const textAt = (source: JsonObject, name: string, longest: number) =>
  readText(valueAt(source, name), longest);

export const integerAt = (source: JsonObject, name: string) => readInteger(valueAt(source, name));

export const countAt = (source: JsonObject, name: string, least: number, most: number) =>
  readCount(valueAt(source, name), least, most);

export const flagAt = (source: JsonObject, name: string) => readFlag(valueAt(source, name));

export const dateAt = (source: JsonObject, name: string) => readDate(valueAt(source, name));

export const momentAt = (source: JsonObject, name: string) => readMoment(valueAt(source, name));

export const guidAt = (source: JsonObject, name: string) => readGuid(valueAt(source, name));

export const daysAt = (source: JsonObject, name: string, most: number) =>
  readDays(valueAt(source, name), most);

/** Minor units of `currency`. */
export function amountAt(source: JsonObject, name: string, currency: string): Reading<bigint> {
  const value = valueAt(source, name);
  return isBlank(value) ? undefined : readAmount(value, currency);
}

/** The ISO code of one of the currencies Moka knows. */
export function currencyAt(
  source: JsonObject,
  name: string,
  known: readonly CurrencyName[],
): Reading<string> {
  const value = valueAt(source, name);
  return isBlank(value) ? undefined : readCurrency(value, known);
}

/** The object under a name, or an empty one. */
export function partAt(source: JsonObject, name: string): JsonObject {
  const value = valueAt(source, name);
  return isObject(value) ? value : {};
}

/** The objects of a list, at most so many; form fields may number them. */
export function partsAt(source: JsonObject, name: string, most: number): Reading<readonly JsonObject[]> {
  const value = valueAt(source, name);
  if (isBlank(value)) return undefined;
  const list =
    isObject(value) && Object.keys(value).every((key) => /^\d+$/.test(key)) ? Object.values(value) : value;
  return Array.isArray(list) && list.length <= most && list.every(isObject) ? list : null;
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

function plainText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
}

function calendar<Day>(read: () => Day): Day | null {
  try {
    return read();
  } catch {
    return null;
  }
}
