import { formatDecimal, money } from "../../core/money/index.ts";

export { readAmount } from "../toolkit/amount.ts";

/** As the servers print amounts, which count in floating point: 126.0, 27.75, 0.0. */
export function floatText(amount: bigint, currency: string): string {
  return formatDecimal(money(amount, currency)).replace(/(\.\d+?)0+$/, "$1");
}

/** The same as a JSON number. */
export function writeFloat(amount: bigint, currency: string): unknown {
  return JSON.rawJSON(floatText(amount, currency));
}
