import { sha256Hex } from "../../platform/crypto/index.ts";

/** What a shopper's browser brings back from 3-D Secure (facts 3.2): the SHA-256, in lower case, of the payment's
 *  `CodeForHash` in capitals and T when it is paid, F when not. */
export function paymentHash(codeForHash: string, isPaid: boolean): string {
  return sha256Hex(`${codeForHash.toUpperCase()}${isPaid ? "T" : "F"}`);
}
