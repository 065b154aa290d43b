import type { House } from "../../core/house.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import { sameText } from "../../platform/crypto/index.ts";
import type { Credentials } from "./check-key.ts";
import { authenticationCodes } from "./codes/index.ts";
import { Fault } from "./envelope.ts";
import type { MethodPath } from "./methods.ts";

/** The dealer with these credentials: a store's number, its user (a setting) and its secret, the password. Faults
 *  InvalidAccount, in the same time whatever of the three is wrong. */
export async function accountOf(
  { directory }: Pick<House, "directory">,
  { dealerCode, username, password }: Credentials,
  path: MethodPath,
): Promise<StoreFacts> {
  const facts = await directory.byNumber("moka", dealerCode.trim());
  const isUser = sameText(username, facts?.store.settings.username ?? "");
  const isPassword = sameText(password, facts?.secret ?? "");
  if (!facts?.store.settings.username || !isUser || !isPassword)
    throw new Fault(authenticationCodes(path).noAccount);
  return facts;
}
