import { expect, test } from "vitest";
import { pickLocale } from "./locale.ts";

test.each([
  ["pl", undefined, "pl"],
  ["pl-PL", "ro", "pl"],
  ["RO_ro", undefined, "ro"],
  ["xx", "pl-PL,pl;q=0.9,en;q=0.8", "pl"],
  [undefined, "de, en;q=0.5, ro;q=0.7", "ro"],
  [undefined, "en;q=0, de", "ro"],
  [undefined, "pl;q=rubbish, en;q=0.1", "en"],
  [undefined, "", "ro"],
  ["__proto__", "*", "ro"],
])("query %s and Accept-Language %s give %s", (query, acceptLanguage, locale) => {
  expect(pickLocale({ query, acceptLanguage, fallback: "ro" })).toBe(locale);
});
