export const locales = ["en", "pl", "ro"] as const;

export type Locale = (typeof locales)[number];

type Wishes = { query?: string | undefined; acceptLanguage?: string | undefined; fallback: Locale };

/** The language of a page: what the address asks for, else what the browser prefers, else the fallback.
 *  Languages that Kassa does not speak are passed over. */
export function pickLocale({ query, acceptLanguage, fallback }: Wishes): Locale {
  return spoken(query ?? "") ?? preferred(acceptLanguage ?? "") ?? fallback;
}

function spoken(tag: string): Locale | undefined {
  const language = tag.trim().toLowerCase().split(/[-_]/, 1)[0];
  return locales.find((locale) => locale === language);
}

function preferred(acceptLanguage: string): Locale | undefined {
  const ranges = acceptLanguage.split(",").map((range) => {
    const [tag = "", ...parameters] = range.split(";");
    return { locale: spoken(tag), quality: qualityOf(parameters) };
  });
  return ranges
    .filter(({ locale, quality }) => locale && quality > 0)
    .toSorted((a, b) => b.quality - a.quality)[0]?.locale;
}

function qualityOf(parameters: string[]): number {
  const q = parameters.map((parameter) => /^\s*q=(.*)$/i.exec(parameter)?.[1]).find(Boolean);
  return q === undefined ? 1 : Number(q) || 0;
}
