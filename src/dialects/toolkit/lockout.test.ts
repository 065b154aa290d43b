import { expect, test } from "vitest";
import { Lockout } from "./lockout.ts";

const start = Temporal.Instant.from("2027-01-01T12:00:00Z");
const after = (seconds: number) => start.add({ seconds });

function guess(lockout: Lockout, who: string, times: number, at = start): void {
  for (let i = 0; i < times; i++) lockout.count(who, at);
}

test("twenty wrong passwords within a minute lock for a minute", () => {
  const lockout = new Lockout();
  guess(lockout, "1 a", 19);
  expect(lockout.isLocked("1 a", start)).toBe(false);
  guess(lockout, "1 a", 1, after(59));
  expect(lockout.isLocked("1 a", after(59))).toBe(true);
  expect(lockout.isLocked("1 a", after(118))).toBe(true);
  expect(lockout.isLocked("1 a", after(119))).toBe(false);
});

test("a minute later they are forgotten", () => {
  const lockout = new Lockout();
  guess(lockout, "1 a", 19);
  guess(lockout, "1 a", 1, after(60));
  expect(lockout.isLocked("1 a", after(60))).toBe(false);
});

test("another address is not locked, and neither is another merchant", () => {
  const lockout = new Lockout();
  guess(lockout, "1 a", 20);
  expect([lockout.isLocked("1 b", start), lockout.isLocked("2 a", start)]).toEqual([false, false]);
});

test("a flood of addresses does not fill the memory: the oldest is forgotten", () => {
  const lockout = new Lockout();
  guess(lockout, "first", 20);
  for (let i = 0; i < 10_000; i++) lockout.count(`1 ${i}`, start);
  expect(lockout.isLocked("first", start)).toBe(false);
});

test("a password that was right after all does not count", () => {
  const lockout = new Lockout();
  guess(lockout, "1 a", 19);
  lockout.count("1 a", start);
  expect(lockout.isLocked("1 a", start)).toBe(true);
  lockout.forgive("1 a");
  expect(lockout.isLocked("1 a", start)).toBe(false);
  lockout.forgive("nobody");
});
