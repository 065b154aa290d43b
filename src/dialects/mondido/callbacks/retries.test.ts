import { expect, test } from "vitest";
import { retryAfter } from "./retries.ts";

const serverError = { outcome: "status", status: 500 } as const;

test("twenty retries, each later than the one before, in about two days", () => {
  const pauses = Array.from({ length: 21 }, (_, i) => retryAfter(i + 1, serverError)?.total("seconds"));
  expect(pauses.at(-1)).toBeUndefined();
  const seconds = pauses.slice(0, 20) as number[];
  expect(seconds.every((pause, i) => pause > (seconds[i - 1] ?? 0))).toBe(true);
  const hours = seconds.reduce((sum, pause) => sum + pause) / 3600;
  expect(hours).toBeGreaterThan(46);
  expect(hours).toBeLessThan(50);
});

test.each([
  ["500", { outcome: "status", status: 500 }, true],
  ["503", { outcome: "status", status: 503 }, true],
  ["400", { outcome: "status", status: 400 }, false],
  ["429", { outcome: "status", status: 429 }, false],
  ["a redirect", { outcome: "status", status: 301 }, false],
  ["no answer in time", { outcome: "timeout", status: null }, true],
  ["no connection", { outcome: "connection", status: null }, true],
  ["an address that may not be called", { outcome: "forbidden_address", status: null }, false],
] as const)("after %s", (_, failure, isRetried) => {
  expect(retryAfter(1, failure) !== null).toBe(isRetried);
});
