import type { Tx } from "../../platform/db/index.ts";
import { type Tariff, tariffs } from "../credit/index.ts";
import { type Merchant, merchants, type Store, stores } from "./merchant.ts";

/** What an operator tells of a store. `merchantId`: whose it is; without one the store's merchant is new, named
 *  like the store, and carries its own credit. */
export type StoreSheet = Omit<Store, "id" | "merchantId"> & {
  readonly merchantId?: string;
  readonly tariffs: readonly Omit<Tariff, "id" | "storeId" | "currency">[];
};

/** Creates a store, or brings the one with this dialect and number up to date. Tariffs are matched by their
 *  number; those that are not mentioned stay as they are. */
export async function saveStore(tx: Tx, sheet: StoreSheet): Promise<Store> {
  const { merchantId, tariffs: offers, ...facts } = sheet;
  const known = await tx.lock(stores, { dialect: sheet.dialect, number: sheet.number });
  const store = known
    ? tx.update(stores, { ...known, ...facts })
    : tx.insert(stores, { ...facts, id: tx.id(), merchantId: merchantId ?? addMerchant(tx, sheet.name).id });
  for (const offer of offers) await saveTariff(tx, store, offer);
  return store;
}

function addMerchant(tx: Tx, name: string): Merchant {
  const id = tx.id();
  return tx.insert(merchants, { id, lenderId: id, name, createdAt: tx.now });
}

async function saveTariff(tx: Tx, store: Store, offer: StoreSheet["tariffs"][number]): Promise<void> {
  const known = await tx.lock(tariffs, { storeId: store.id, number: offer.number });
  const tariff = { ...offer, storeId: store.id, currency: store.currency };
  if (known) tx.update(tariffs, { ...tariff, id: known.id });
  else tx.insert(tariffs, { ...tariff, id: tx.id() });
}
