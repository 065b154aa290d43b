import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Eta } from "eta/core";
import type { Money } from "../core/money/index.ts";
import { remembered } from "../platform/remembered.ts";
import { escapeHtml } from "./escape-html.ts";
import { formatDate, formatMoney } from "./format.ts";
import type { Locale } from "./locale.ts";
import { ownTexts, type Parameter, type Texts } from "./texts/text.ts";

const directory = fileURLToPath(new URL(".", import.meta.url));
const extension = ".eta";

export type PageModel<Language extends string = Locale> = {
  readonly locale: Language;
  readonly [name: string]: unknown;
};

const engine = new Eta({
  // Names the template and the line in an error.
  debug: true,
  escapeFunction: escapeHtml,
  functionHeader: "const { t, money, date, part } = it;",
});

for (const { name, template } of readTemplates()) engine.loadTemplate(name, template);

/** The HTML of one of our own templates, named by its path below this folder without the extension, such as
 *  `credit-form/code`. Everything printed is escaped. Throws when the template, one of its texts or a value it
 *  prints is missing. */
export const renderPage = rendererIn(ownTexts);

/** What renders templates with other texts than those of the credit form, and promises the same. */
export function rendererIn<Language extends string, Key extends string>(texts: Texts<Language, Key>) {
  const wordsOf = remembered((locale: Language) => wordsIn(locale, texts));
  return (template: string, model: PageModel<Language>): string =>
    engine.render(template, { ...model, ...wordsOf(model.locale) }, { filepath: template });
}

/** What every template may call, beside `it`, which is what it was given. */
function wordsIn<Language extends string, Key extends string>(
  locale: Language,
  { isKey, text }: Texts<Language, Key>,
) {
  const inLanguage = {
    locale,
    t(key: string, parameters?: Record<string, Parameter>): string {
      if (!isKey(key)) throw new Error(`there is no text ${key}`);
      return text(locale, key, parameters);
    },
    money: (money: Money) => formatMoney(money, locale),
    date: (day: Temporal.PlainDate) => formatDate(day, locale),
    /** Another template's HTML, which sees nothing but what it is given here. */
    part: (template: string, given: object): string =>
      engine.render(template, { ...given, ...inLanguage }, { filepath: template }),
  };
  return inLanguage;
}

function readTemplates(): { name: string; template: string }[] {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(extension))
    .map((file) => ({
      name: file.slice(0, -extension.length).replaceAll("\\", "/"),
      template: readFileSync(`${directory}/${file}`, "utf8"),
    }));
}
