import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Liquid } from "liquidjs";
import type { Money } from "../core/money/index.ts";
import { formatDate, formatMoney } from "./format.ts";
import type { Locale } from "./locale.ts";
import { isTextKey, type Parameter, text } from "./texts/text.ts";

const directory = fileURLToPath(new URL(".", import.meta.url));
const extension = ".liquid";

export type PageModel = { readonly locale: Locale; readonly [name: string]: unknown };

type FilterThis = { context: { getSync(path: string[]): unknown } };

const engine = new Liquid({
  templates: readTemplates(),
  cache: true,
  outputEscape: "escape",
  strictFilters: true,
  strictVariables: false,
});

engine.registerFilter("t", function (this: FilterThis, key: string, ...named: [string, Parameter][]) {
  if (!isTextKey(key)) throw new Error(`there is no text ${key}`);
  return text(localeOf(this), key, Object.fromEntries(named));
});

engine.registerFilter("money", function (this: FilterThis, money: Money) {
  return formatMoney(money, localeOf(this));
});

engine.registerFilter("date", function (this: FilterThis, day: Temporal.PlainDate) {
  return formatDate(day, localeOf(this));
});

/** The HTML of one of our own templates, named by its path below this folder without the extension, such as
 *  `credit-form/code`. Everything printed is escaped. Throws when the template or one of its texts is
 *  missing. */
export function renderPage(template: string, model: PageModel): string {
  return engine.renderFileSync(template, model, { globals: { locale: model.locale } });
}

function localeOf(filter: FilterThis): Locale {
  return filter.context.getSync(["locale"]) as Locale;
}

function readTemplates(): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
  return Object.fromEntries(
    files
      .filter((file) => file.endsWith(extension))
      .map((file) => [
        file.slice(0, -extension.length).replaceAll("\\", "/"),
        readFileSync(`${directory}/${file}`, "utf8"),
      ]),
  );
}
