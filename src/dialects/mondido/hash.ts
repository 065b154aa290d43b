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
 *  clients differ in that (facts 1.1). A hash in capitals is none. `isLegacyTaken`: recipes of older clients count,
 *  too. */
export function isRequestHash(
  given: unknown,
  { isLegacyTaken = false, ...parts }: RequestHashParts & { readonly isLegacyTaken?: boolean },
): boolean {
  const text = typeof given === "string" ? given : "";
  const amounts = [parts.amount, withTwoDecimals(parts)];
  const recipes = isLegacyTaken ? [requestHash, ...legacyHashes] : [requestHash];
  const expected = recipes.flatMap((recipe) => amounts.map((amount) => recipe({ ...parts, amount })));
  return expected.map((hex) => sameText(text, hex)).includes(true);
}

/** How clients before 2015 sign, the newest first (facts 1.2): without the mode; before August 2014 without the
 *  customer either; before that without the currency, which then nothing protects. */
const legacyHashes: readonly ((parts: RequestHashParts) => string)[] = [
  (parts) => requestHash({ ...parts, isTest: false }),
  (parts) => requestHash({ ...parts, isTest: false, customerRef: undefined }),
  ({ merchantId, paymentRef = "", amount, secret }) =>
    hash("md5", merchantId + paymentRef + String(amount) + secret),
];

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
