import { exponentOf, formatDecimal, money, parseDecimal } from "../../core/money/index.ts";

declare global {
  interface JSON {
    /** JSON text that is written as it is. */
    rawJSON(text: string): unknown;
  }
}

/** Minor units of an amount as clients send it: a number, or a string of one. Undefined when it is
 *  neither, negative, or finer than the currency. */
export function readAmount(value: unknown, currency: string): bigint | undefined {
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const text = typeof value === "number" ? withoutNoise(String(value), currency) : value.trim();
  const amount = parseDecimal(text, currency);
  return amount === undefined || amount < 0n ? undefined : amount;
}

/** 100.09999999999999 is how the floats of some clients print 100.10: a long tail within a millionth of a minor
 *  unit is taken off. */
function withoutNoise(text: string, currency: string): string {
  const [, whole, fraction = ""] = text.match(/^(\d{1,15})\.(\d{10,})$/) ?? [];
  if (!whole) return text;
  const unit = 10n ** BigInt(fraction.length - exponentOf(currency));
  const exact = BigInt(whole + fraction);
  const rounded = (exact + unit / 2n) / unit;
  const tail = rounded * unit - exact;
  const isNoise = (tail < 0n ? -tail : tail) * 1_000_000n < unit;
  return isNoise ? formatDecimal(money(rounded, currency)) : text;
}
