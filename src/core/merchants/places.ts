import type { Tx } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";
import { type Store, stores } from "./merchant.ts";

/** A store that an integrator opens for a merchant of its own: nobody signs in to it, so it has no secret, and its
 *  number is its id. */
export function addStore(tx: Tx, sheet: Omit<Store, "id" | "number" | "sealedSecret" | "sealedKeys">): Store {
  const id = tx.id();
  return tx.insert(stores, { ...sheet, id, number: id, sealedSecret: "", sealedKeys: null });
}

/** What is told of it changes; what is not mentioned stays. Refuses: store_not_found, also when it is another merchant's. */
export async function changeStore(
  tx: Tx,
  {
    id,
    merchantId,
    settings,
    ...changes
  }: Pick<Store, "id" | "merchantId"> & Partial<Pick<Store, "name" | "currency" | "country" | "settings">>,
): Promise<Store> {
  const store = await tx.lock(stores, { id });
  if (store?.merchantId !== merchantId) throw new Refusal("store_not_found");
  return tx.update(stores, { ...store, ...changes, settings: { ...store.settings, ...settings } });
}
