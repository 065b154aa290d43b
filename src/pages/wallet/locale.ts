import type { WalletLocale } from "./texts/text.ts";

/** The languages of the wallet, each by its own name. */
export const languages: readonly { readonly locale: WalletLocale; readonly name: string }[] = [
  { locale: "en", name: "English" },
  { locale: "da", name: "Dansk" },
  { locale: "fi", name: "Suomi" },
];

/** `DK` is how some write Danish. */
const spoken: Readonly<Record<string, WalletLocale>> = { en: "en", da: "da", dk: "da", fi: "fi" };

/** What a merchant's country speaks, where the wallet speaks it too. */
const ofCountries: Readonly<Record<string, WalletLocale>> = { DK: "da", GL: "da", FO: "da", FI: "fi" };

/** The language of a wallet's page: the first of the wishes, codes such as `da` or `DK`, that it speaks; else that of
 *  the merchant's country (ISO 3166-1 alpha-2); else English. */
export function walletLocale(wishes: readonly (string | undefined)[], country = ""): WalletLocale {
  for (const wish of wishes) {
    const language = (wish ?? "").trim().toLowerCase().split(/[-_]/, 1)[0] ?? "";
    const known = Object.hasOwn(spoken, language) ? spoken[language] : undefined;
    if (known) return known;
  }
  return ofCountries[country.toUpperCase()] ?? "en";
}
