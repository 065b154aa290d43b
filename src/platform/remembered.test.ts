import { expect, test } from "vitest";
import { remembered } from "./remembered.ts";

test("what was made is not made again, until the memory is full", () => {
  const made: number[] = [];
  const double = remembered(
    (number: number) => {
      made.push(number);
      return number * 2;
    },
    { most: 2 },
  );
  expect([1, 2, 1, 2].map(double)).toEqual([2, 4, 2, 4]);
  expect(made).toEqual([1, 2]);
  expect([3, 3, 1].map(double)).toEqual([6, 6, 2]);
  expect(made).toEqual([1, 2, 3, 1]);
});

test("keys that are not simple values are told apart by what they are told apart by", () => {
  let made = 0;
  const sum = remembered(({ a, b }: { a: number; b: number }) => ++made && a + b, {
    by: ({ a, b }) => `${a} ${b}`,
  });
  expect(
    [
      { a: 1, b: 2 },
      { a: 1, b: 2 },
      { a: 2, b: 2 },
    ].map(sum),
  ).toEqual([3, 3, 4]);
  expect(made).toBe(2);
});

test("an error is thrown again each time", () => {
  const refuse = remembered((key: string): string => {
    throw new RangeError(key);
  });
  expect(() => refuse("XXX")).toThrow("XXX");
  expect(() => refuse("XXX")).toThrow("XXX");
});
