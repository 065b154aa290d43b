import { exponentOf } from "./currency.ts";

/** An amount in minor units of an ISO 4217 currency: 12.50 PLN is `{ amount: 1250n, currency: "PLN" }`. */
export type Money = { readonly amount: bigint; readonly currency: string };

/** Money of that many minor units. Throws a RangeError for an unknown currency. */
export function money(amount: bigint, currency: string): Money {
  exponentOf(currency);
  return { amount, currency };
}

/** The sum. Throws a TypeError when the currencies differ. */
export function add(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return { amount: a.amount + b.amount, currency: a.currency };
}

/** What is left of `a` without `b`; may be negative. Throws a TypeError when the currencies differ. */
export function subtract(a: Money, b: Money): Money {
  return add(a, negate(b));
}

export function negate(m: Money): Money {
  return { amount: -m.amount, currency: m.currency };
}

export function isZero(m: Money): boolean {
  return m.amount === 0n;
}

/** Negative, zero or positive, as `Array.prototype.sort` wants it. Throws a TypeError when the currencies
 *  differ: there is no exchange rate here. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  sameCurrency(a, b);
  if (a.amount === b.amount) return 0;
  return a.amount < b.amount ? -1 : 1;
}

function sameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new TypeError(`${a.currency} and ${b.currency} do not mix`);
}
