import { expect, test } from "vitest";
import { amount, optional, redirectUrl, text, timestamp, uuid, webUrl } from "./fields.ts";

test.each([
  ["2019-08-24T14:15:22Z", "2019-08-24T14:15:22Z"],
  ["2019-08-24T14:15:22.1234567+00:00", "2019-08-24T14:15:22.1234567Z"],
  ["2019-08-24T14:15+02:00", "2019-08-24T12:15:00Z"],
  ["2019-08-24T14:15:22", "2019-08-24T14:15:22Z"],
  [" 2019-08-24t14:15:22z ", "2019-08-24T14:15:22Z"],
])("%s is %s", (told, read) => {
  expect(timestamp.parse(told).toString()).toBe(read);
});

test.each([
  "",
  "2019-08-24",
  "14:15:22Z",
  "2019-02-30T10:00:00Z",
  "2019-08-24T25:00:00Z",
  "now",
  "2019-08-24 14:15:22Z",
])("%j is no time", (told) => {
  expect(timestamp.safeParse(told).success).toBe(false);
});

test.each(["https://psp.dk/x?y=1#z", "http://127.0.0.1:4000/x", "https://no-logo.png"])(
  "%s is called",
  (url) => {
    expect(webUrl.parse(url)).toBe(url);
  },
);

test.each([
  "",
  "psp.dk",
  "//psp.dk",
  "ftp://psp.dk",
  "javascript:alert(1)",
  "https://",
  `https://psp.dk/${"x".repeat(2_000)}`,
])("%s is not called", (url) => {
  expect(webUrl.safeParse(url).success).toBe(false);
});

test("a user is also led back into an app, but nowhere a browser would run something", () => {
  for (const url of ["https://shop.dk", "myshop://done", "intent://done#Intent;end"])
    expect(redirectUrl.safeParse(url).success).toBe(true);
  for (const url of [
    "JavaScript:alert(1)",
    "\tjavascript:x",
    "data:text/html,x",
    "vbscript:x",
    "file:///x",
    "shop.dk",
  ])
    expect(redirectUrl.safeParse(url).success).toBe(false);
});

test("amounts are whole numbers that can be exact", () => {
  expect(amount.parse(495)).toBe(495n);
  expect(amount.parse(-1)).toBe(-1n);
  for (const told of ["495", 4.95, 2 ** 53, Number.NaN, null, true])
    expect(amount.safeParse(told).success).toBe(false);
});

test("what is optional may be missing or null; text may not be blank", () => {
  const field = optional(text(3));
  expect([field.parse(undefined), field.parse(null), field.parse("abc")]).toEqual([
    undefined,
    undefined,
    "abc",
  ]);
  for (const told of ["abcd", "   ", 5]) expect(field.safeParse(told).success).toBe(false);
  expect(uuid.parse("C3073B9D-EDD0-49F2-A28D-B7DED8FF9A8B")).toBe("c3073b9d-edd0-49f2-a28d-b7ded8ff9a8b");
});
