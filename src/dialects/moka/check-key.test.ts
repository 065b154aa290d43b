import { expect, test } from "vitest";
import { checkKeyOf, isCheckKey } from "./check-key.ts";

const someone = { dealerCode: "1", username: "u", password: "p" };
const key = "3cfde6341c24cf4cc619d024d90f7a01cbc1d9842f56c2660a05f345082c9ad6";

test("the key is the hash of code, name and password with letters between (facts 1.4)", () => {
  expect(checkKeyOf(someone)).toBe(key);
});

test("its digits may be in any case, with blanks around", () => {
  for (const checkKey of [key, key.toUpperCase(), ` ${key}\n`])
    expect(isCheckKey({ ...someone, checkKey })).toBe(true);
});

test("another key, none, or the key of somebody else is wrong", () => {
  for (const checkKey of ["", "aabbccddeeff", key.slice(1), `${key}0`, key.replace("3", "4"), "ı".repeat(64)])
    expect(isCheckKey({ ...someone, checkKey })).toBe(false);
  expect(isCheckKey({ ...someone, password: "P", checkKey: key })).toBe(false);
});

test("empty credentials have a key too", () => {
  const nobody = { dealerCode: "", username: "", password: "" };
  expect(isCheckKey({ ...nobody, checkKey: checkKeyOf(nobody) })).toBe(true);
});
