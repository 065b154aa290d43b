import type { House } from "../../../core/house.ts";
import type { StoreFacts } from "../../../core/merchants/index.ts";
import { sameText, sha1Hex } from "../../../platform/crypto/index.ts";
import { textAt } from "../../toolkit/json.ts";
import type { Call } from "../call.ts";
import { notFound, unsigned } from "../errors.ts";

/** `X-Revo-Body-Signature`: SHA-1 over the trader's id and access token, the same for every call (document,
 *  "Signature generation"). */
export function signTrader(traderId: string, accessToken: string): string {
  return sha1Hex(traderId, accessToken);
}

/** The store of the path, if its trader has signed. Faults 401, 404. */
export async function authenticate({ house, params, path, request }: Call): Promise<StoreFacts> {
  const traderId = textAt(params, "trader_id", 100);
  const signature = request.headers["x-revo-body-signature"];
  if (!traderId || typeof signature !== "string") throw unsigned();
  const facts = await storeByNumber(house, path.store_id ?? "");
  if (!facts) throw notFound();
  const isTheirs = facts.store.settings.traderId === traderId;
  const isSigned = sameText(signature.trim().toLowerCase(), signTrader(traderId, facts.secret));
  if (!isTheirs || !isSigned) throw unsigned();
  if (request.note) request.note.storeId = facts.store.id;
  return facts;
}

async function storeByNumber({ directory }: House, number: string): Promise<StoreFacts | undefined> {
  return /^[\w-]{1,64}$/.test(number) ? directory.byNumber("mokka-offline", number) : undefined;
}
