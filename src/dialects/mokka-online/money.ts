import { formatDecimal, money } from "../../core/money/index.ts";

export { readAmount } from "../toolkit/amount.ts";

/** A JSON number with the currency's decimals: 2500.00. */
export function writeAmount(amount: bigint, currency: string): unknown {
  return JSON.rawJSON(formatDecimal(money(amount, currency)));
}

/** The same as a string, as the Limit method answers: "9500.00". */
export function writeAmountText(amount: bigint, currency: string): string {
  return formatDecimal(money(amount, currency));
}
