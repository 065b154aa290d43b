import { hash, randomFillSync, randomInt, randomUUID } from "node:crypto";

/** A UUID version 7: the instant in milliseconds, then random bits, so that ids sort by creation. */
export function uuidAt(now: Temporal.Instant): string {
  if (now !== latest.instant) latest = { instant: now, beginning: `${timeOf(now)}-7` };
  // Version 4 has its random bits where version 7 has them, behind the digit of the version.
  return latest.beginning + randomUUID().slice(15);
}

/** What is made at the same time makes many ids. */
let latest: { readonly instant?: Temporal.Instant; readonly beginning: string } = { beginning: "" };

/** Twelve digits of the instant before a random token, so that rows that are found by it lie together in their index
 *  while they are new. */
export function orderedToken(now: Temporal.Instant, random: string): string {
  return timeOf(now).replace("-", "") + random;
}

/** The first twelve digits, with their dash. */
function timeOf(instant: Temporal.Instant): string {
  const time = instant.epochMilliseconds.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}

const timeLength = 13;

/** Below every UUID that `uuidAt` gives at this instant or later: what was made from then on is found by id. */
export function lowestUuidAt(instant: Temporal.Instant): string {
  return `${timeOf(instant)}-0000-0000-000000000000`;
}

/** The same UUID for the same name, always (version 8, from SHA-256). */
export function uuidOf(name: string): string {
  const bytes = hash("sha256", name, "buffer").subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return dashed(bytes.toString("hex"));
}

/** The same for what belongs to an owner with an id of its own. It begins with the owner's time, so that what belongs
 *  together lies together in an index, and what is new at its end. */
export function uuidBeside(ownerId: string, name: string): string {
  return ownerId.slice(0, timeLength) + uuidOf(name).slice(timeLength);
}

/** Random bytes as lower-case hex, for links and secrets. */
export function randomToken(bytes: number): string {
  if (bytes > unused.length) unused = randomFillSync(Buffer.alloc(atOnce + bytes));
  const token = unused.toString("hex", 0, bytes);
  unused = unused.subarray(bytes);
  return token;
}

/** The system is asked for many random bytes at once. */
const atOnce = 4_096;
let unused = Buffer.alloc(0);

function dashed(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** As many random decimal digits. */
export function randomDigits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join("");
}
