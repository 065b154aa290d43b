import { expect, test } from "vitest";
import { locales } from "../locale.ts";
import { en } from "./en.ts";
import { pl } from "./pl.ts";
import { ro } from "./ro.ts";
import { text } from "./text.ts";

const catalogs = { en, pl, ro };

test.each([
  [1, "1 monthly payment", "1 rata miesięczna", "1 rată lunară"],
  [3, "3 monthly payments", "3 raty miesięczne", "3 rate lunare"],
  [12, "12 monthly payments", "12 rat miesięcznych", "12 rate lunare"],
  [24, "24 monthly payments", "24 raty miesięczne", "24 de rate lunare"],
])("%s is followed by the plural of its language", (count, ...written) => {
  expect(locales.map((locale) => text(locale, "plan.monthly", { count }))).toEqual(written);
});

test("a missing parameter is an error, not a gap in the text", () => {
  expect(() => text("en", "code.greeting")).toThrow("name");
  expect(() => text("en", "plan.monthly")).toThrow("count");
});

test.each(locales)("the texts in %s have the master's parameters and no loose ends", (locale) => {
  for (const [key, master] of Object.entries(en)) {
    for (const form of forms(catalogs[locale][key as keyof typeof en])) {
      expect(parameters(form), `${locale} ${key}`).toEqual(parameters(forms(master)[0] ?? ""));
      expect(form, `${locale} ${key}`).toBe(form.trim());
      expect(form, `${locale} ${key}`).not.toBe("");
    }
  }
});

function forms(entry: string | Record<string, string>): string[] {
  return typeof entry === "string" ? [entry] : Object.values(entry);
}

function parameters(form: string): string[] {
  return [...form.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).toSorted();
}
