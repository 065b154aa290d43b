import type { Money } from "../../core/money/index.ts";
import { remembered } from "../../platform/remembered.ts";
import { formatDate, formatMoney, formatNumber } from "../format.ts";
import type { Locale } from "../locale.ts";
import { en, type TextKey } from "./en.ts";
import { pl } from "./pl.ts";
import { ro } from "./ro.ts";

export type { TextKey };

type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

export type Parameter = string | number | Money | Temporal.PlainDate;

type Parameters = Readonly<Record<string, Parameter>>;

/** The texts of some pages in their languages. */
export type Texts<Language extends string, Key extends string> = {
  readonly isKey: (key: string) => key is Key;
  /** The text in that language, with its `{parameters}` filled in as the language writes them. It is plain text:
   *  whoever puts it into HTML escapes it. */
  readonly text: (locale: Language, key: Key, parameters?: Parameters) => string;
};

const pluralRules = remembered((locale: string) => new Intl.PluralRules(locale));

/** A text taken apart: what stands between its parameters at even places, their names at odd ones. */
const piecesOf = remembered((form: string) => form.split(/\{(\w+)\}/));

/** The texts of these catalogs, one for each language. All have the same keys. */
export function textsOf<Language extends string, Key extends string>(
  catalogs: Readonly<Record<Language, Readonly<Record<Key, string | Plural>>>>,
): Texts<Language, Key> {
  const [master] = Object.values<object>(catalogs);
  return {
    isKey: (key): key is Key => Object.hasOwn(master ?? {}, key),
    text(locale, key, parameters = {}) {
      const form = fitting(locale, catalogs[locale][key], parameters);
      return form.includes("{") ? filled(form, { locale, key, parameters }) : form;
    },
  };
}

export const ownTexts: Texts<Locale, TextKey> = textsOf<Locale, TextKey>({ en, pl, ro });

export const { text, isKey: isTextKey } = ownTexts;

type Filling = { readonly locale: string; readonly key: string; readonly parameters: Parameters };

function filled(form: string, { locale, key, parameters }: Filling): string {
  const pieces = piecesOf(form).map((piece, i) => {
    if (i % 2 === 0) return piece;
    const parameter = parameters[piece];
    if (parameter === undefined) throw new Error(`text ${key} needs the parameter ${piece}`);
    return written(parameter, locale);
  });
  return pieces.join("");
}

function fitting(locale: string, forms: string | Plural, { count }: Parameters): string {
  if (typeof forms === "string") return forms;
  if (typeof count !== "number") throw new Error(`text ${forms.other} needs the number count`);
  return forms[pluralRules(locale).select(count)] ?? forms.other;
}

function written(parameter: Parameter, locale: string): string {
  if (typeof parameter === "string") return parameter;
  if (typeof parameter === "number") return formatNumber(parameter, locale);
  return parameter instanceof Temporal.PlainDate
    ? formatDate(parameter, locale)
    : formatMoney(parameter, locale);
}
