import { exponentOf, formatDecimal, money } from "../../core/money/index.ts";
import { readAmount } from "../toolkit/amount.ts";
import { plainText } from "../toolkit/json.ts";

export { readAmount } from "../toolkit/amount.ts";

/** An amount that is only asked about, as shops compute it: what is finer than the currency is rounded, half up. */
export function readRoundedAmount(value: unknown, currency: string): bigint | undefined {
  const [, whole, fraction = ""] = /^\s*(\d{1,15})\.(\d{1,100})\s*$/.exec(plainText(value)) ?? [];
  const finer = fraction.length - exponentOf(currency);
  if (!whole || finer <= 0) return readAmount(value, currency);
  const unit = 10n ** BigInt(finer);
  return (BigInt(whole + fraction) + unit / 2n) / unit;
}

/** A JSON number with the currency's decimals: 2500.00. */
export function writeAmount(amount: bigint, currency: string): unknown {
  return JSON.rawJSON(formatDecimal(money(amount, currency)));
}

/** The same as a string, as the Limit method answers: "9500.00". */
export function writeAmountText(amount: bigint, currency: string): string {
  return formatDecimal(money(amount, currency));
}
