import { exponentOf, formatDecimal, type Money } from "../core/money/index.ts";
import { remembered } from "../platform/remembered.ts";

const amountsIn = remembered((locale: string) =>
  remembered((currency: string) => {
    const format = moneyFormat(currency, locale);
    // A decimal string: a number would round large amounts.
    return remembered((amount: bigint) =>
      format.format(formatDecimal({ amount, currency }) as Intl.StringNumericLiteral),
    );
  }),
);

const daysIn = remembered((locale: string) => {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long" });
  return remembered((day: string) => format.format(Temporal.PlainDate.from(day)));
});

const numbersIn = remembered((locale: string) => new Intl.NumberFormat(locale));

/** The amount as the reader's language (a BCP 47 tag) writes it, always with all the decimals ISO 4217 gives the currency,
 *  exact at any size. */
export function formatMoney({ amount, currency }: Money, locale: string): string {
  return amountsIn(locale)(currency)(amount);
}

/** The day with the name of its month, such as "January 15, 2027". */
export function formatDate(day: Temporal.PlainDate, locale: string): string {
  return daysIn(locale)(day.toString());
}

/** The number as the reader's language writes it, such as "1,234.5". */
export function formatNumber(number: number, locale: string): string {
  return numbersIn(locale).format(number);
}

function moneyFormat(currency: string, locale: string): Intl.NumberFormat {
  // Set by hand, because Intl's own table (CLDR) differs from ISO 4217 for some currencies, such as IQD.
  const decimals = exponentOf(currency);
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}
