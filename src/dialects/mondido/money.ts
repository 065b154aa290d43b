import { exponentOf, formatDecimal, money } from "../../core/money/index.ts";
import { readAmount as readUnsigned } from "../toolkit/amount.ts";

/** Minor units of a payment's amount. As text it has two decimals, always ("12.00"; document, "amount"); a JSON
 *  number may have fewer, as plugins send it. So it is for all currencies: JPY has zeros there, and KWD no third
 *  decimal. Anything else is undefined, and so is a negative amount. */
export function readAmount(value: unknown, currency: string): bigint | undefined {
  if (typeof value === "string" && !/^\d+\.\d\d$/.test(value)) return undefined;
  const amount = readUnsigned(value, currency);
  return amount === undefined || amount % finest(currency) !== 0n ? undefined : amount;
}

/** Minor units of any other sum, such as a plan's price or an item's amount: a number, or text of one with as many
 *  decimals as the client likes, up to the currency's. May be negative, as a discount's is. */
export function readDecimal(value: unknown, currency: string): bigint | undefined {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || !text.trimStart().startsWith("-")) return readUnsigned(value, currency);
  const amount = readUnsigned(typeof value === "number" ? -value : text.trimStart().slice(1), currency);
  return amount === undefined ? undefined : -amount;
}

/** As JSON answers carry amounts: "10.0", "5.25", "0.0" (facts 2.5). */
export function writeAmount(amount: bigint, currency: string): string {
  const [whole, fraction = "0"] = formatDecimal(money(amount, currency)).split(".");
  return `${whole}.${fraction.replace(/(?<=.)0+$/, "")}`;
}

/** As hashes and webhooks of form data want them: "10.00". A third decimal is rounded, half away from zero. */
export function writeAmountTwoDecimals(amount: bigint, currency: string): string {
  const unit = finest(currency);
  const size = amount < 0n ? -amount : amount;
  const cents = ((size + unit / 2n) / unit) * 10n ** BigInt(Math.max(2 - exponentOf(currency), 0));
  const digits = String(cents).padStart(3, "0");
  const sign = amount < 0n && cents > 0n ? "-" : "";
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The minor units that two decimals can tell apart: 1, but 10 for KWD. */
function finest(currency: string): bigint {
  return 10n ** BigInt(Math.max(exponentOf(currency) - 2, 0));
}
