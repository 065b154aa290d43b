import { type Tariff, tariffs } from "../core/credit/index.ts";
import { merchants, type Store, stores } from "../core/merchants/index.ts";
import type { Seal } from "../platform/crypto/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { uuidOf } from "../platform/ids/index.ts";

const lenderId = uuidOf("sandbox:lender");
const merchantId = uuidOf("sandbox:merchant");

/** Credentials that every sandbox has and no live installation ever gets. */
export const mokkaSecret = "9fff8c602b08b00323567be0001480f6";

const mokkaStores = [
  { number: "1", name: "Demo Shop", currency: "PLN", country: "PL", timeZone: "Europe/Warsaw" },
  { number: "2", name: "Demo Magazin", currency: "RON", country: "RO", timeZone: "Europe/Bucharest" },
] as const;

const mokkaTariffs = [
  { number: 101, kind: "bnpl", term: 1, monthlyRatePpm: 0n, commissionPpm: 40_000n, every: "30days" },
  {
    number: 103,
    kind: "installments",
    term: 3,
    monthlyRatePpm: 10_000n,
    commissionPpm: 30_000n,
    every: "month",
  },
  {
    number: 106,
    kind: "installments",
    term: 6,
    monthlyRatePpm: 15_000n,
    commissionPpm: 20_000n,
    every: "month",
  },
  {
    number: 112,
    kind: "installments",
    term: 12,
    monthlyRatePpm: 18_000n,
    commissionPpm: 10_000n,
    every: "month",
  },
] as const;

/** Puts the demo merchants there, once; running it again changes nothing. */
export async function seedSandbox(tx: Tx, seal: Seal): Promise<void> {
  if (await tx.lock(merchants, { id: lenderId })) return;
  tx.insert(merchants, { id: lenderId, lenderId, name: "Demo Lender", createdAt: tx.now });
  tx.insert(merchants, { id: merchantId, lenderId, name: "Demo Shop", createdAt: tx.now });
  for (const { number, name, currency, country, timeZone } of mokkaStores) {
    const store: Store = {
      id: uuidOf(`sandbox:mokka-online:${number}`),
      merchantId,
      dialect: "mokka-online",
      number,
      name,
      currency,
      country,
      timeZone,
      sealedSecret: seal.seal(mokkaSecret),
      settings: {},
    };
    tx.insert(stores, store);
    for (const offer of mokkaTariffs) tx.insert(tariffs, tariffOf(store, offer));
  }
}

function tariffOf(store: Store, offer: (typeof mokkaTariffs)[number]): Tariff {
  return {
    ...offer,
    id: uuidOf(`sandbox:tariff:${store.id}:${offer.number}`),
    storeId: store.id,
    currency: store.currency,
    minimum: 1_000n,
    maximum: 100_000_00n,
    overpaymentStep: 1n,
    instalmentStep: 1n,
    weekends: "keep",
  };
}
