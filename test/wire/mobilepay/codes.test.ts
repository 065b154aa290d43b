import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type DomainErrorCode, domainErrors, Fault, worded } from "../../../src/dialects/mobilepay/errors.ts";
import { reasonCodes } from "../../../src/dialects/mobilepay/reason-codes.ts";

const tests = globSync("*.test.ts", { cwd: import.meta.dirname })
  .filter((name) => name !== "codes.test.ts")
  .map((name) => readFileSync(`${import.meta.dirname}/${name}`, "utf8"))
  .join("\n");

const readme = readFileSync(new URL("../../../src/dialects/mobilepay/README.md", import.meta.url), "utf8");

test("each code is waited for by a test here, and stands in the README", () => {
  const codes = Object.keys(domainErrors);
  expect(codes.filter((code) => !tests.includes(`"${code}"`))).toEqual([]);
  expect(codes.filter((code) => !readme.includes(`| ${code} |`))).toEqual([]);
});

test("the provider's numbers are only its own", () => {
  const theirs = ["2000", "2010", "2020", "2030", "2040", "2050", "2100", "2101", "2110"];
  const ours = Object.keys(domainErrors).filter((code) => !theirs.includes(code));
  expect(Object.keys(domainErrors)).toEqual(expect.arrayContaining(theirs));
  expect(ours.every((code) => Number(code) >= 4000 && Number(code) < 5000)).toBe(true);
});

test("each reason code stands in the README", () => {
  expect(Object.keys(reasonCodes).filter((code) => !readme.includes(`| ${code} |`))).toEqual([]);
});

test("a refusal has the words of its code, a status, or is not foreseen", () => {
  expect(worded({ code: "order_exhausted" })).toMatchObject({ code: 4001 satisfies DomainErrorCode });
  expect(worded({ code: "order_exhausted" })).toBeInstanceOf(Fault);
  expect(worded({ code: "payment_not_found" })).toMatchObject({ status: 404 });
  expect(worded({ code: "server_busy" })).toMatchObject({ status: 503 });
  expect(worded({ code: "sale_not_found" })).toBeUndefined();
});
