/** The digits of a card number as people write it, with spaces between; undefined when it has a hyphen or anything
 *  else, not 12 to 19 digits, or a wrong check digit. */
export function readCardNumber(text: string): string | undefined {
  if (text.length > 40) return undefined;
  const digits = text.replaceAll(" ", "");
  return /^[0-9]{12,19}$/.test(digits) && hasCheckDigit(digits) ? digits : undefined;
}

/** Luhn: from the right, every second digit counts twice, with its digits added up. */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number.parseInt(digit, 10) * (1 + (i % 2));
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

export type Brand = (typeof prefixes)[number][0];

/** Where the numbers of each brand begin, as first and last prefix. The first row that fits tells: narrow before
 *  wide. */
const prefixes = [
  ["electron", "4026", "4026"],
  ["electron", "417500", "417500"],
  ["electron", "4405", "4405"],
  ["electron", "4508", "4508"],
  ["electron", "4844", "4844"],
  ["electron", "4913", "4913"],
  ["electron", "4917", "4917"],
  ["visa", "4", "4"],
  ["mastercard", "51", "55"],
  ["mastercard", "2221", "2720"],
  ["amex", "34", "34"],
  ["amex", "37", "37"],
  ["dankort", "5019", "5019"],
  ["diners", "300", "305"],
  ["diners", "3095", "3095"],
  ["diners", "36", "36"],
  ["diners", "38", "39"],
  ["jcb", "3528", "3589"],
  ["mir", "2200", "2204"],
  ["troy", "9792", "9792"],
  ["discover", "6011", "6011"],
  ["discover", "644", "649"],
  ["discover", "65", "65"],
  ["unionpay", "62", "62"],
  ["maestro", "50", "50"],
  ["maestro", "56", "58"],
  ["maestro", "6", "6"],
  ["unknown", "", ""],
] as const;

/** Whose card has this number; `unknown` when nobody's that we know. */
export function brandOf(digits: string): Brand {
  const row = prefixes.find(([, first, last]) => {
    const start = digits.slice(0, first.length);
    return first <= start && start <= last;
  });
  return row?.[0] ?? "unknown";
}

/** The number as it may be shown: its first six and last four digits, with six asterisks for the rest. */
export function mask(digits: string): string {
  return masked({ firstSix: digits.slice(0, 6), lastFour: digits.slice(-4) });
}

/** A stored card's number as it may be shown. */
export function masked({ firstSix, lastFour }: { firstSix: string; lastFour: string }): string {
  return `${firstSix}******${lastFour}`;
}

/** The last day that a card is good for, of `MMYY` as it stands on the card; undefined when it is no month. Years
 *  are of this century. */
export function readExpiry(text: string): Temporal.PlainDate | undefined {
  const [, month = "", year = ""] = /^(0[1-9]|1[0-2])([0-9]{2})$/.exec(text) ?? [];
  if (!month) return undefined;
  const first = Temporal.PlainDate.from(`20${year}-${month}-01`);
  return first.with({ day: first.daysInMonth });
}

/** Whether this can be the security code of a card: three digits, or four of American Express. */
export function isCvv(text: string, brand: string): boolean {
  return (brand === "amex" ? /^[0-9]{4}$/ : /^[0-9]{3}$/).test(text);
}
