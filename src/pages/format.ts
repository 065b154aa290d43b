import { exponentOf, formatDecimal, type Money } from "../core/money/index.ts";
import type { Locale } from "./locale.ts";

const moneyFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** The amount as the reader's language writes it, always with all the decimals ISO 4217 gives the currency,
 *  exact at any size. */
export function formatMoney(money: Money, locale: Locale): string {
  // A decimal string: a number would round large amounts.
  return moneyFormat(money.currency, locale).format(formatDecimal(money) as Intl.StringNumericLiteral);
}

/** The day with the name of its month, such as "January 15, 2027". */
export function formatDate(day: Temporal.PlainDate, locale: Locale): string {
  return remember(dateFormats, locale, () => new Intl.DateTimeFormat(locale, { dateStyle: "long" })).format(
    day,
  );
}

function moneyFormat(currency: string, locale: Locale): Intl.NumberFormat {
  return remember(moneyFormats, `${locale} ${currency}`, () => {
    // Set by hand, because Intl's own table (CLDR) differs from ISO 4217 for some currencies, such as IQD.
    const decimals = exponentOf(currency);
    return new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
  });
}

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
