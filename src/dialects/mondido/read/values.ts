import { isAbsent } from "../../toolkit/json.ts";

const yes: readonly unknown[] = [true, 1, "true", "1", "on"];

/** Whether a flag is set, in the ways that clients set one. What is sent empty is not set: PHP sends false as "".
 *  What is not sent at all, or null, is as `otherwise` says (`process` is set unless told). */
export function readFlag(value: unknown, otherwise = false): boolean {
  if (value === undefined || value === null) return otherwise;
  return yes.includes(plain(value));
}

/** The flag `test`, which some clients set to its own name (facts 1.1). */
export function readTest(value: unknown): boolean {
  return readFlag(value) || plain(value) === "test";
}

/** A whole number from 0 up to fifteen digits, also as text; undefined when it is none. */
export function readInteger(value: unknown): number | undefined {
  if (isAbsent(value) || (typeof value !== "number" && typeof value !== "string")) return undefined;
  const text = String(value).trim();
  return /^\d{1,15}$/.test(text) ? Number.parseInt(text, 10) : undefined;
}

function plain(value: unknown): unknown {
  return typeof value === "string" ? value.trim().toLowerCase() : value;
}
