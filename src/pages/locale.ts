export const locales = ["en", "pl", "ro"] as const;

export type Locale = (typeof locales)[number];

type Wishes<Known> = { query?: string | undefined; acceptLanguage?: string | undefined; fallback: Known };

/** The language of a page: what the address asks for, else what the browser prefers, else the fallback.
 *  Languages that Kassa does not speak are passed over. */
export function pickLocale(wishes: Wishes<Locale>): Locale {
  return pickAmong(locales, wishes);
}

/** The same among other languages, for pages that speak those. */
export function pickAmong<Known extends string>(
  known: readonly Known[],
  { query, acceptLanguage, fallback }: Wishes<Known>,
): Known {
  return spoken(known, query ?? "") ?? preferred(known, acceptLanguage ?? "") ?? fallback;
}

function spoken<Known extends string>(known: readonly Known[], tag: string): Known | undefined {
  const language = tag.trim().toLowerCase().split(/[-_]/, 1)[0];
  return known.find((locale) => locale === language);
}

function preferred<Known extends string>(known: readonly Known[], acceptLanguage: string): Known | undefined {
  const ranges = acceptLanguage.split(",").map((range) => {
    const [tag = "", ...parameters] = range.split(";");
    return { locale: spoken(known, tag), quality: qualityOf(parameters) };
  });
  return ranges
    .filter(({ locale, quality }) => locale && quality > 0)
    .toSorted((a, b) => b.quality - a.quality)[0]?.locale;
}

function qualityOf(parameters: string[]): number {
  const q = parameters.map((parameter) => /^\s*q=(.*)$/i.exec(parameter)?.[1]).find(Boolean);
  return q === undefined ? 1 : Number(q) || 0;
}
