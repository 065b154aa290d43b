import { createHash, timingSafeEqual } from "node:crypto";
import { decimalText } from "./money.ts";

type Account = { merchantId: string; secret: string };
type Order = { reference: string; customerRef: string; amount: number; currency: string };

/** Proves that the shop asks: every request that creates a payment carries it. */
export function requestHash(account: Account, order: Order, isTest: boolean): string {
  return md5(account.merchantId + orderPart(order) + (isTest ? "test" : "") + account.secret);
}

/** Proves that Mondido answers: `hash` in the address that the shopper comes back to, `response_hash` in a webhook. */
export function responseHash(account: Account, order: Order, status: string): string {
  return md5(account.merchantId + orderPart(order) + status.toLowerCase() + account.secret);
}

/** Compares in constant time, so that the answer's delay tells nothing about the right hash. */
export function isSameHash(right: string, claimed: unknown): boolean {
  if (typeof claimed !== "string" || !/^[0-9a-f]{32}$/i.test(claimed)) return false;
  return timingSafeEqual(Buffer.from(claimed, "hex"), Buffer.from(right, "hex"));
}

/** No separators; two decimals; the currency in lower case. */
function orderPart({ reference, customerRef, amount, currency }: Order): string {
  return reference + customerRef + decimalText(amount) + currency.toLowerCase();
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
