import { exponentOf } from "./currency.ts";
import type { Money } from "./money.ts";

const decimalPattern = /^(-?)(\d{1,15})(?:\.(\d+))?$/;

/** The minor units that a plain decimal stands for, exactly: "12", "12.5" and "12.50" PLN are 1200n, 1250n
 *  and 1250n. Decimals beyond the currency's own must be zeros. Anything else (exponents, signs other than a
 *  leading "-", blanks, commas, more than 15 integer digits) is undefined. Throws for an unknown currency. */
export function parseDecimal(text: string, currency: string): bigint | undefined {
  const exponent = exponentOf(currency);
  const [, sign, whole, fraction = ""] = decimalPattern.exec(text) ?? [];
  if (whole === undefined) return undefined;

  const excess = fraction.slice(exponent);
  if (/[^0]/.test(excess)) return undefined;

  const units = BigInt(whole + fraction.slice(0, exponent).padEnd(exponent, "0"));
  return sign === "-" ? -units : units;
}

/** The decimal with exactly the currency's decimals: "12.50" PLN, "12" JPY, "12.500" KWD, "-0.05" EUR. */
export function formatDecimal(m: Money): string {
  const exponent = exponentOf(m.currency);
  const sign = m.amount < 0n ? "-" : "";
  const digits = String(m.amount < 0n ? -m.amount : m.amount).padStart(exponent + 1, "0");
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** The nearest double in major units, for wires that want a JSON number. Below 10^15 minor units it prints
 *  and parses back to the same amount; above that a double no longer has a place for every cent. */
export function toMajorNumber(m: Money): number {
  // Through the text, because the parser rounds correctly once, where a division of doubles rounds twice.
  return Number(formatDecimal(m));
}
