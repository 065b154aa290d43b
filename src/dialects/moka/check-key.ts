import { sameText, sha256Hex } from "../../platform/crypto/index.ts";

/** What a request says of who sends it. */
export type Credentials = {
  readonly dealerCode: string;
  readonly username: string;
  readonly password: string;
};

/** The key that goes with the credentials, in lower case (document, "CheckKey"). */
export function checkKeyOf({ dealerCode, username, password }: Credentials): string {
  return sha256Hex(`${dealerCode}MK${username}PD${password}`);
}

/** Whether the key belongs to the credentials, in whatever case its digits are. It does not say that the dealer or the
 *  password is right. */
export function isCheckKey(auth: Credentials & { readonly checkKey: string }): boolean {
  return sameText(checkKeyOf(auth), auth.checkKey.trim().toLowerCase());
}
