import { money, toMajorNumber } from "../../core/money/index.ts";
import { readAmount as readUnsigned } from "../toolkit/amount.ts";

/** Moka's names of currencies and ISO 4217's. */
const isoOf = { TL: "TRY", USD: "USD", EUR: "EUR", GBP: "GBP" } as const;

export type CurrencyName = keyof typeof isoOf;

/** Those of sales and their steps (document, "Currency"); payments know the pound too (facts 3.1). */
export const saleCurrencies: readonly CurrencyName[] = ["TL", "USD", "EUR"];
export const paymentCurrencies: readonly CurrencyName[] = [...saleCurrencies, "GBP"];

/** The largest amount there is, in minor units: our choice. */
export const largestAmount = 99_999_999_999n;

/** Minor units of an amount with a dot: a number, or text of one, with at most two decimals; also of zero. null: it is
 *  no such amount, negative, or larger than the largest. */
export function readAmount(value: unknown, currency: string): bigint | null {
  const text = typeof value === "string" ? value.trim() : value;
  if (typeof text === "string" && !/^\d+(\.\d{1,2})?$/.test(text)) return null;
  const amount = readUnsigned(text, currency);
  return amount === undefined || amount > largestAmount ? null : amount;
}

/** The ISO code of a currency as Moka calls it, in whatever case. null: it is none of `known`. */
export function readCurrency(value: unknown, known: readonly CurrencyName[]): string | null {
  const name = typeof value === "string" ? value.trim().toUpperCase() : "";
  const found = known.find((one) => one === name);
  return found ? isoOf[found] : null;
}

/** As Moka calls a currency: TL for TRY. */
export function currencyName(iso: string): string {
  return Object.entries(isoOf).find(([, code]) => code === iso)?.[0] ?? iso;
}

/** Minor units as the number of an answer: 1, 25.45. */
export function writeAmount(amount: bigint, currency: string): number {
  return toMajorNumber(money(amount, currency));
}
