import { formatDecimal, money, parseDecimal } from "../../core/money/index.ts";

declare global {
  interface JSON {
    /** JSON text that is written as it is. */
    rawJSON(text: string): unknown;
  }
}

/** Minor units of an amount as Mokka's clients send it: a number, or a string of one. Undefined when it is
 *  neither, negative, or finer than the currency. */
export function readAmount(value: unknown, currency: string): bigint | undefined {
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const amount = parseDecimal(String(value).trim(), currency);
  return amount === undefined || amount < 0n ? undefined : amount;
}

/** A JSON number with the currency's decimals: 2500.00. */
export function writeAmount(amount: bigint, currency: string): unknown {
  return JSON.rawJSON(formatDecimal(money(amount, currency)));
}

/** The same as a string, as the Limit method answers: "9500.00". */
export function writeAmountText(amount: bigint, currency: string): string {
  return formatDecimal(money(amount, currency));
}
