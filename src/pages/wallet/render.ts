import { sha256Hex } from "../../platform/crypto/index.ts";
import { rendererIn } from "../render.ts";
import { stylesheet } from "../theme/assets.ts";
import { walletStylesheet } from "./assets.ts";
import { languages } from "./locale.ts";
import { type WalletLocale, walletTexts } from "./texts/text.ts";

type Model = {
  readonly locale: WalletLocale;
  readonly documentTitle: string;
  readonly script: string;
  readonly [name: string]: unknown;
};

const render = rendererIn(walletTexts);

export const { text, isKey } = walletTexts;

/** The HTML of one of the wallet's templates, in its layout unless it has one of its own. */
export function renderWallet(template: string, model: Model): string {
  const styles = [stylesheet.path, walletStylesheet.path];
  return render(`wallet/${template}`, { styles, languages: [], ...model });
}

/** What leads to the same page in each language. `address`: of this page, with or without a query. */
export function languageLinks(address: string, locale: WalletLocale) {
  const [path = "", query = ""] = address.split("?", 2);
  return languages.map((language) => {
    const parameters = new URLSearchParams(query);
    parameters.set("lang", language.locale);
    return { ...language, href: `${path}?${parameters}`, isCurrent: language.locale === locale };
  });
}

/** Names what a page shows: another name, and the page has to be loaded again. */
export function stampOf(shown: unknown): string {
  const json = JSON.stringify(shown, (_key, value) => (typeof value === "bigint" ? String(value) : value));
  return sha256Hex(json).slice(0, 16);
}

/** The text of this key; a key that is put together may be none. Throws then. */
export function textOf(locale: WalletLocale, key: string, parameters?: Parameters<typeof text>[2]): string {
  if (!isKey(key)) throw new Error(`there is no text ${key}`);
  return text(locale, key, parameters);
}

/** The whole seconds as minutes and seconds, such as 9:05. */
export function clockText(seconds: number): string {
  const left = Math.max(0, Math.floor(seconds));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}

/** What stands where a logo would: the first letter of the name. */
export function initialOf(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? "?";
}

export type { WalletLocale };
