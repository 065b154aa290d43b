import fc from "fast-check";
import { expect, test } from "vitest";
import { readFlag, readInteger, readTest } from "./values.ts";

test.each([true, 1, "1", "true", "TRUE", " true ", "on"])("%j sets a flag", (value) => {
  expect(readFlag(value)).toBe(true);
  expect(readFlag(value, true)).toBe(true);
});

test.each([false, 0, "0", "false", "", " ", "no", "off", "test", "2", 2, {}, [], ["true"]])(
  "%j sets none",
  (value) => {
    expect(readFlag(value)).toBe(false);
    expect(readFlag(value, true)).toBe(false);
  },
);

test.each([undefined, null])("%j leaves a flag as it is otherwise", (value) => {
  expect(readFlag(value)).toBe(false);
  expect(readFlag(value, true)).toBe(true);
});

test("the flag test is set by its own name, too", () => {
  expect([true, "1", "test", " Test "].map(readTest)).toEqual([true, true, true, true]);
  expect([false, "", "false", "tests", undefined, null, {}].some(readTest)).toBe(false);
});

test.each([
  ["0", 0],
  ["42", 42],
  [" 007 ", 7],
  [42, 42],
  ["999999999999999", 999_999_999_999_999],
])("%j is read as the number %i", (value, number) => {
  expect(readInteger(value)).toBe(number);
});

test.each([
  "",
  " ",
  null,
  undefined,
  "-1",
  -1,
  "1.0",
  1.5,
  "1e3",
  1e21,
  "٣",
  "0x1",
  "9".repeat(16),
  true,
  [1],
  {},
])("%j is no whole number", (value) => {
  expect(readInteger(value)).toBeUndefined();
});

test("whatever is given, reading it answers", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect([typeof readFlag(value), typeof readTest(value)]).toEqual(["boolean", "boolean"]);
      expect(["number", "undefined"]).toContain(typeof readInteger(value));
    }),
  );
});
