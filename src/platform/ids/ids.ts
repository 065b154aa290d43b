import { hash, randomBytes, randomFillSync, randomInt } from "node:crypto";

/** A UUID version 7: the instant in milliseconds, then random bits, so that ids sort by creation. */
export function uuidAt(now: Temporal.Instant): string {
  const bytes = freshBytes(16);
  bytes.writeUIntBE(now.epochMilliseconds, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return dashed(bytes.toString("hex"));
}

/** The same UUID for the same name, always (version 8, from SHA-256). */
export function uuidOf(name: string): string {
  const bytes = hash("sha256", name, "buffer").subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return dashed(bytes.toString("hex"));
}

const pool = Buffer.alloc(4_096);
let used = pool.length;

/** Random bytes from a pool that is filled a page at a time; each is given out once. */
function freshBytes(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += count;
  return Buffer.from(pool.subarray(used - count, used));
}

/** Random bytes as lower-case hex, for links and secrets. */
export function randomToken(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}

function dashed(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** As many random decimal digits. */
export function randomDigits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join("");
}
