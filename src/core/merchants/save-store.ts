import type { Tx } from "../../platform/db/index.ts";
import { type Tariff, tariffs } from "../credit/index.ts";
import { Refusal } from "../refusal.ts";
import { type Merchant, merchants, type Store, stores } from "./merchant.ts";

/** What an operator tells of a store. `merchantId`: whose it is; without one the store's merchant is new, named
 *  like the store, and carries its own credit. */
export type StoreSheet = Omit<Store, "id" | "merchantId" | "sealedSecret" | "sealedKeys"> & {
  readonly merchantId?: string;
  /** For a store that is new, or gets a new key. */
  readonly sealedSecret: string;
  readonly replacesSecret: boolean;
  readonly sealedKeys?: string | null;
  readonly tariffs: readonly Omit<Tariff, "id" | "storeId" | "currency">[];
};

/** Creates a store, or brings the one with this dialect and number up to date: its name, settings and tariffs,
 *  which are matched by their number; what is not mentioned stays as it is, and so does the key unless it is
 *  replaced. Where a store is, and its currency, do not change. Refuses: merchant_not_found. */
export async function saveStore(tx: Tx, sheet: StoreSheet): Promise<Store> {
  const { merchantId, tariffs: offers, replacesSecret, ...facts } = sheet;
  const known = await tx.lock(stores, { dialect: sheet.dialect, number: sheet.number });
  const store = known
    ? tx.update(stores, changed(known, facts, replacesSecret))
    : tx.insert(stores, {
        ...facts,
        sealedKeys: facts.sealedKeys ?? null,
        id: tx.id(),
        merchantId: await ownerOf(tx, sheet),
      });
  for (const offer of offers) await saveTariff(tx, store, offer);
  return store;
}

function changed(
  known: Store,
  facts: Pick<StoreSheet, "name" | "settings" | "sealedSecret" | "sealedKeys">,
  replacesSecret: boolean,
): Store {
  const settings = { ...known.settings, ...facts.settings };
  const sealedSecret = replacesSecret ? facts.sealedSecret : known.sealedSecret;
  const sealedKeys = facts.sealedKeys ?? known.sealedKeys;
  return { ...known, name: facts.name, settings, sealedSecret, sealedKeys };
}

async function ownerOf(tx: Tx, { merchantId, name }: StoreSheet): Promise<string> {
  if (merchantId === undefined) return addMerchant(tx, name).id;
  const merchant = await tx.lock(merchants, { id: merchantId });
  if (!merchant) throw new Refusal("merchant_not_found");
  return merchant.id;
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
