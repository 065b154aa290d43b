import { expect, test } from "vitest";
import { walletLocale } from "./locale.ts";

test.each([
  ["what was chosen before goes first", ["fi", "da"], "DK", "fi"],
  ["then what the shop asks for", [undefined, "DA"], "FI", "da"],
  ["Danish by its country's code", [undefined, "DK"], "FI", "da"],
  ["then what is spoken in the shop's country", [undefined, undefined], "FI", "fi"],
  ["a language that the wallet does not speak is passed over", ["sv", "xx"], "dk", "da"],
  ["English elsewhere", [], "SE", "en"],
  ["and where nothing is known", ["constructor"], undefined, "en"],
])("%s", (_name, wishes, country, locale) => {
  expect(walletLocale(wishes, country)).toBe(locale);
});
