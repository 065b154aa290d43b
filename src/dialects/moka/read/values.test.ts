import fc from "fast-check";
import { expect, test } from "vitest";
import {
  amountAt,
  countAt,
  currencyAt,
  dateAt,
  daysAt,
  flagAt,
  guidAt,
  integerAt,
  momentAt,
  partAt,
  partsAt,
  textAt,
  valueAt,
} from "./index.ts";

const readers = {
  text: (value: unknown) => textAt({ X: value }, "X", 10),
  integer: (value: unknown) => integerAt({ X: value }, "X"),
  count: (value: unknown) => countAt({ X: value }, "X", 1, 12),
  flag: (value: unknown) => flagAt({ X: value }, "X"),
  date: (value: unknown) => dateAt({ X: value }, "X"),
  moment: (value: unknown) => momentAt({ X: value }, "X"),
  guid: (value: unknown) => guidAt({ X: value }, "X"),
  days: (value: unknown) => daysAt({ X: value }, "X", 31),
  amount: (value: unknown) => amountAt({ X: value }, "X", "TRY"),
  currency: (value: unknown) => currencyAt({ X: value }, "X", ["TL", "USD", "EUR"]),
  parts: (value: unknown) => partsAt({ X: value }, "X", 2),
};

test.each(Object.entries(readers))("no %s is given by nothing, null and blanks", (_, read) => {
  for (const value of [undefined, null, "", "  "]) expect(read(value)).toBeUndefined();
});

test.each(Object.entries(readers))("whatever stands in place of a %s is read or is null", (_, read) => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(() => read(value)).not.toThrow();
    }),
  );
});

test("names are found in any case; the last counts, the exact one most", () => {
  expect(valueAt({ username: 1, USERNAME: 2 }, "Username")).toBe(2);
  expect(valueAt({ Username: 1, USERNAME: 2 }, "Username")).toBe(1);
  expect(valueAt({}, "constructor")).toBeUndefined();
  expect(valueAt(JSON.parse('{"__proto__":5}'), "__PROTO__")).toBe(5);
});

test.each([
  ["1003", 1003n],
  [1003, 1003n],
  [" 7 ", 7n],
  ["007", 7n],
  ["999999999999999999", 999999999999999999n],
  ["-1", null],
  [1.5, null],
  ["1.0", null],
  ["x", null],
  ["1e3", null],
  ["9".repeat(19), null],
  [true, null],
  [[1], null],
])("the integer of %j is %s", (value, integer) => {
  expect(readers.integer(value)).toBe(integer);
});

test("a count stays within its bounds", () => {
  expect([0, 1, "12", 13, "x", "1".repeat(18)].map(readers.count)).toEqual([null, 1, 12, null, null, null]);
});

test("flags are 0 and 1", () => {
  expect([1, "1", true, "True"].map(readers.flag)).toEqual([true, true, true, true]);
  expect([0, "0", false, "false"].map(readers.flag)).toEqual([false, false, false, false]);
  expect([2, "yes", {}, []].map(readers.flag)).toEqual([null, null, null, null]);
});

test.each(["20170825", 20170825, " 20170825 "])("%j is a day", (value) => {
  expect(readers.date(value)?.toString()).toBe("2017-08-25");
});

test.each([
  "20260230",
  "20251301",
  "2017-08-25",
  "25082017",
  "18991231",
  "2017082",
  "201708255",
  "x",
  0,
  {},
  true,
])("%j is none", (value) => {
  expect(readers.date(value)).toBeNull();
});

test("29 February is a day every fourth year", () => {
  expect(["20240229", "20250229", "20000229", "19000229"].map((day) => Boolean(readers.date(day)))).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test("any day that there is can be read", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_900_000 }), (days) => {
      const day = Temporal.PlainDate.from("1900-01-01").add({ days });
      expect(readers.date(day.toString().replaceAll("-", ""))?.equals(day)).toBe(true);
    }),
  );
});

test("moments are local and may lack their time", () => {
  const told = ["2017-02-28 14:42", "2017-02-28T14:42:17", "2017-02-28"].map((value) =>
    String(readers.moment(value)),
  );
  expect(told).toEqual(["2017-02-28T14:42:00", "2017-02-28T14:42:17", "2017-02-28T00:00:00"]);
  expect(["2017-02-30 10:00", "20170228", "2017-02-28 25:00", "now"].map(readers.moment)).toEqual(
    Array(4).fill(null),
  );
});

test.each([
  "{51937236-82E0-4637-A8F5-2E1EC56EC870}",
  "51937236-82E0-4637-A8F5-2E1EC56EC870",
  "51937236-82e0-4637-a8f5-2e1ec56ec870",
])("%s is one card", (value) => {
  expect(readers.guid(value)).toBe("51937236-82e0-4637-a8f5-2e1ec56ec870");
});

test.each(["{51937236-82E0-4637-A8F5-2E1EC56EC870", "x", "5193723682E04637A8F52E1EC56EC870", 5, {}])(
  "%j is no GUID",
  (value) => {
    expect(readers.guid(value)).toBeNull();
  },
);

test("lists of days are in order, each once", () => {
  expect(readers.days("15, 1,15")).toEqual([1, 15]);
  expect(readers.days(5)).toEqual([5]);
  expect(readers.days([1, 31])).toEqual([1, 31]);
  expect(["0", "32", "1,,2", "1;2", "Monday", "1,x", "1,".repeat(200)].map(readers.days)).toEqual(
    Array(7).fill(null),
  );
});

test("text may be a number, and is not longer than it may be", () => {
  expect([5, "satis", "0123456789", "01234567890", {}, true].map(readers.text)).toEqual([
    "5",
    "satis",
    "0123456789",
    null,
    null,
    null,
  ]);
});

test("parts of a request are objects", () => {
  expect(partAt({ buyerinformation: { a: 1 } }, "BuyerInformation")).toEqual({ a: 1 });
  expect(partAt({ BuyerInformation: "x" }, "BuyerInformation")).toEqual({});
  expect(readers.parts([{ a: 1 }])).toEqual([{ a: 1 }]);
  expect(readers.parts({ 0: { a: 1 }, 1: { b: 2 } })).toEqual([{ a: 1 }, { b: 2 }]);
  expect([[1], [{}, {}, {}], "x", { a: {} }].map(readers.parts)).toEqual([null, null, null, null]);
});
