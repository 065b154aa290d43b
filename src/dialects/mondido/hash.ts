import { hash } from "node:crypto";
import { isCurrency } from "../../core/money/index.ts";
import { sameText } from "../../platform/crypto/index.ts";
import { readDecimal, writeAmountTwoDecimals } from "./money.ts";

type HashParts = {
  readonly merchantId: string;
  readonly paymentRef: string | undefined;
  readonly customerRef: string | undefined;
  /** In either case; the recipe takes it in lower case. */
  readonly currency: string;
  readonly secret: string;
};

/** What goes into a request's hash; `amount` as it was posted. */
export type RequestHashParts = HashParts & { readonly amount: string | number; readonly isTest: boolean };

/** What goes into a response's hash; `amount` in minor units, `status` in either case. */
export type ResponseHashParts = HashParts & { readonly amount: bigint; readonly status: string };

/** The MD5 that a request to pay carries, in lower case (document, "hash"; facts 1.1). */
export function requestHash({ amount, isTest, ...parts }: RequestHashParts): string {
  return md5(parts, String(amount), isTest ? "test" : "");
}

/** Whether the hash is the request's, over the amount as it was posted or as it is written with two decimals:
 *  clients differ in that (facts 1.1). A hash in capitals is none. */
export function isRequestHash(given: unknown, parts: RequestHashParts): boolean {
  const text = typeof given === "string" ? given : "";
  const expected = [parts.amount, withTwoDecimals(parts)].map((amount) => requestHash({ ...parts, amount }));
  return expected.map((hex) => sameText(text, hex)).includes(true);
}

/** The MD5 that redirects and webhooks carry, in lower case (document, "Params you'll get back"; facts 1.3). */
export function responseHash({ amount, status, ...parts }: ResponseHashParts): string {
  return md5(parts, writeAmountTwoDecimals(amount, parts.currency.toUpperCase()), status.toLowerCase());
}

function withTwoDecimals({ amount, currency }: RequestHashParts): string | number {
  const code = currency.toUpperCase();
  const units = isCurrency(code) ? readDecimal(amount, code) : undefined;
  return units === undefined ? amount : writeAmountTwoDecimals(units, code);
}

function md5(parts: HashParts, amount: string, outcome: string): string {
  const { merchantId, paymentRef = "", customerRef = "", currency, secret } = parts;
  return hash(
    "md5",
    merchantId + paymentRef + customerRef + amount + currency.toLowerCase() + outcome + secret,
  );
}
