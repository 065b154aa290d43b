import type { Money } from "../../core/money/index.ts";
import { formatDate, formatMoney, formatNumber } from "../format.ts";
import type { Locale } from "../locale.ts";
import { remembered } from "../remembered.ts";
import { en, type TextKey } from "./en.ts";
import { pl } from "./pl.ts";
import { ro } from "./ro.ts";

export type { TextKey };

type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

export type Parameter = string | number | Money | Temporal.PlainDate;

const catalogs: Record<Locale, Readonly<Record<TextKey, string | Plural>>> = { en, pl, ro };

const pluralRules: Record<Locale, Intl.PluralRules> = {
  en: new Intl.PluralRules("en"),
  pl: new Intl.PluralRules("pl"),
  ro: new Intl.PluralRules("ro"),
};

export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}

/** A text taken apart: what stands between its parameters at even places, their names at odd ones. */
const piecesOf = remembered((form: string) => form.split(/\{(\w+)\}/));

/** The text in that language, with its `{parameters}` filled in as the language writes them. It is plain
 *  text: whoever puts it into HTML escapes it. */
export function text(locale: Locale, key: TextKey, parameters: Record<string, Parameter> = {}): string {
  const form = fitting(locale, catalogs[locale][key], parameters);
  if (!form.includes("{")) return form;
  const filled = piecesOf(form).map((piece, i) => {
    if (i % 2 === 0) return piece;
    const parameter = parameters[piece];
    if (parameter === undefined) throw new Error(`text ${key} needs the parameter ${piece}`);
    return written(parameter, locale);
  });
  return filled.join("");
}

function fitting(locale: Locale, forms: string | Plural, { count }: Record<string, Parameter>): string {
  if (typeof forms === "string") return forms;
  if (typeof count !== "number") throw new Error(`text ${forms.other} needs the number count`);
  return forms[pluralRules[locale].select(count)] ?? forms.other;
}

function written(parameter: Parameter, locale: Locale): string {
  if (typeof parameter === "string") return parameter;
  if (typeof parameter === "number") return formatNumber(parameter, locale);
  return parameter instanceof Temporal.PlainDate
    ? formatDate(parameter, locale)
    : formatMoney(parameter, locale);
}
