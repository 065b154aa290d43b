import { expect, test } from "vitest";
import { da } from "./da.ts";
import { en, type WalletTextKey } from "./en.ts";
import { fi } from "./fi.ts";

const catalogs = { en, da, fi };

test.each(["en", "da", "fi"] as const)(
  "the texts in %s are complete, with the master's parameters and no loose ends",
  (locale) => {
    const catalog: Readonly<Record<WalletTextKey, string>> = catalogs[locale];
    expect(Object.keys(catalog)).toEqual(Object.keys(en));
    for (const [key, master] of Object.entries(en)) {
      const form = catalog[key as WalletTextKey];
      expect(parameters(form), `${locale} ${key}`).toEqual(parameters(master));
      expect(form, `${locale} ${key}`).toBe(form.trim());
      expect(form, `${locale} ${key}`).not.toBe("");
    }
  },
);

test("Danish and Finnish are translations", () => {
  const same = Object.entries(en).filter(([key, form]) => {
    const isWord = /[a-z]{4}/i.test(form.replaceAll(/\{\w+\}/g, ""));
    return isWord && (da[key as WalletTextKey] === form || fi[key as WalletTextKey] === form);
  });
  // A name, and words that Danish has in common with English.
  expect(same.map(([key]) => key)).toEqual(["layout.app", "layout.menu", "profile.email"]);
});

function parameters(form: string): string[] {
  return [...form.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).toSorted();
}
