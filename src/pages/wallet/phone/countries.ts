import { remembered } from "../../../platform/remembered.ts";
import type { WalletLocale } from "../texts/text.ts";

/** Where a user may live or have something sent (facts 1.6: countries of merchants). */
export const deliverable: readonly string[] =
  "AT BE BG CH CY CZ DE DK EE ES FI FO FR GB GL GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK US".split(
    " ",
  );

const namesIn = remembered((locale: WalletLocale) => new Intl.DisplayNames(locale, { type: "region" }));
const listsIn = remembered((locale: WalletLocale) => new Intl.ListFormat(locale, { type: "conjunction" }));

/** What a country (ISO 3166-1 alpha-2) is called in that language; the code itself where it is none. */
export function countryName(code: string, locale: WalletLocale): string {
  return /^[A-Z]{2}$/.test(code) ? (namesIn(locale).of(code) ?? code) : code;
}

/** The words as one phrase, such as "Denmark, Finland, and Sweden". */
export function listed(words: readonly string[], locale: WalletLocale): string {
  return listsIn(locale).format(words);
}
