import { expect, test } from "vitest";
import { readAlias, readEntered, splitPhone } from "./phone-number.ts";

test.each([
  ["45", "12345678", "+4512345678"],
  ["45", "12 34 56 78", "+4512345678"],
  ["45", "+45 12 34 56 78", "+4512345678"],
  ["45", "004512345678", "+4512345678"],
  ["45", "+358 40 1234567", "+358401234567"],
  ["358", "040 1234567", "+358401234567"],
  ["358", "401234567", "+358401234567"],
  ["45", "00000000", "+4500000000"],
  ["1", "12345678", "+4512345678"],
  ["45", "12", undefined],
  ["45", "", undefined],
  ["45", "phone", undefined],
  ["45", "1".repeat(50), undefined],
])("+%s and %j are %j", (prefix, phone, read) => {
  expect(readEntered({ prefix, phone })).toBe(read);
});

test.each([
  ["004512345678", "+4512345678"],
  ["+4512345678", "+4512345678"],
  [" 4512345678", "+4512345678"],
  [" 358401234567", "+358401234567"],
  ["12345678", "+4512345678"],
  ["", undefined],
  [undefined, undefined],
  ["nobody", undefined],
])("a link fills in %j as %j", (alias, read) => {
  expect(readAlias(alias)).toBe(read);
});

test.each([
  ["+4512345678", "DK", { prefix: "45", number: "12345678" }],
  ["+358401234567", "DK", { prefix: "358", number: "401234567" }],
  ["+46701234567", "DK", { prefix: "45", number: "+46701234567" }],
  [undefined, "FI", { prefix: "358", number: "" }],
  [undefined, "SE", { prefix: "45", number: "" }],
])("%s at a shop in %s is shown as %j", (phone, country, fields) => {
  expect(splitPhone(phone, country)).toEqual(fields);
});
