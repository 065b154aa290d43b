import { exponentOf, formatDecimal, type Money } from "../core/money/index.ts";
import type { Locale } from "./locale.ts";
import { remembered } from "./remembered.ts";

const amountsIn = remembered((locale: Locale) =>
  remembered((currency: string) => {
    const format = moneyFormat(currency, locale);
    // A decimal string: a number would round large amounts.
    return remembered((amount: bigint) =>
      format.format(formatDecimal({ amount, currency }) as Intl.StringNumericLiteral),
    );
  }),
);

const daysIn = remembered((locale: Locale) => {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long" });
  return remembered((day: string) => format.format(Temporal.PlainDate.from(day)));
});

const numbersIn = remembered((locale: Locale) => new Intl.NumberFormat(locale));

/** The amount as the reader's language writes it, always with all the decimals ISO 4217 gives the currency,
 *  exact at any size. */
export function formatMoney({ amount, currency }: Money, locale: Locale): string {
  return amountsIn(locale)(currency)(amount);
}

/** The day with the name of its month, such as "January 15, 2027". */
export function formatDate(day: Temporal.PlainDate, locale: Locale): string {
  return daysIn(locale)(day.toString());
}

/** The number as the reader's language writes it, such as "1,234.5". */
export function formatNumber(number: number, locale: Locale): string {
  return numbersIn(locale).format(number);
}

function moneyFormat(currency: string, locale: Locale): Intl.NumberFormat {
  // Set by hand, because Intl's own table (CLDR) differs from ISO 4217 for some currencies, such as IQD.
  const decimals = exponentOf(currency);
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}
