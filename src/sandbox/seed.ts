import { agentStores, agents } from "../core/agents/index.ts";
import { type Tariff, tariffs } from "../core/credit/index.ts";
import { type Merchant, merchants, type Store, type StoreKeys, stores } from "../core/merchants/index.ts";
import type { Seal } from "../platform/crypto/index.ts";
import type { Reader, Tx } from "../platform/db/index.ts";
import { uuidOf } from "../platform/ids/index.ts";
import { seedPayments } from "./seed-payments.ts";
import { seedPlans } from "./seed-plans.ts";
import { seedWallet, walletStore } from "./seed-wallet.ts";

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

const tillTariffs = [
  { ...tillTariff(173, 3, "bnpl"), monthlyRatePpm: 45_000n, commissionPpm: 10_000n, every: "30days" },
  { ...tillTariff(176, 3, "installments"), monthlyRatePpm: 30_000n, commissionPpm: 50_000n, minimum: 6_500n },
  { ...tillTariff(191, 12, "installments"), monthlyRatePpm: 0n, commissionPpm: 50_000n },
] as const;

/** The tariffs of the document's example. */
function tillTariff(number: number, term: number, kind: Tariff["kind"]) {
  const terms = { minimum: 5_000n, maximum: null, overpaymentStep: 100n, every: "month" } as const;
  return { number, term, kind, ...terms };
}

const mondidoSecret = "secret";
const mondidoPassword = "password";
const mondidoStore = {
  dialect: "mondido",
  number: "1",
  name: "Demo Shop",
  currency: "SEK",
  country: "SE",
  timeZone: "Europe/Stockholm",
  settings: { feePpm: 25_000, feeFixed: 0 },
} as const;

const mokaPassword = "demo";
const mokaStore = {
  dialect: "moka",
  number: "1730",
  name: "Demo Shop",
  currency: "TRY",
  country: "TR",
  timeZone: "Europe/Istanbul",
  sealedKeys: null,
  settings: { username: "demo" },
} as const;

/** Who works at the sandbox's till. */
export const tillAgent = { login: "kontakt@test.pl", password: "1111", traderToken: "demo-trader-token" };

/** Whether `seedSandbox` has nothing to do. */
export async function isSeeded(reader: Reader): Promise<boolean> {
  const { dialect, number } = walletStore;
  return (await reader.find(stores, { dialect, number })) !== undefined;
}

/** What takes a while to make, and is made before. */
export type SeedSecrets = {
  readonly seal: Seal;
  /** Of the till agent's password. */
  readonly passwordHash: string;
  readonly keyPair: Pick<StoreKeys, "publicKey" | "privateKey">;
  /** Of the demo integrator's secret. */
  readonly clientHash: string;
  /** Of its cards, as PEM. */
  readonly clientKey: string;
};

/** Puts the demo merchants there: whatever is missing; running it again changes nothing. */
export async function seedSandbox(
  tx: Tx,
  { seal, passwordHash, keyPair, clientHash, clientKey }: SeedSecrets,
): Promise<void> {
  await seedMerchant(tx, { id: lenderId, lenderId, name: "Demo Lender", createdAt: tx.now });
  await seedMerchant(tx, { id: merchantId, lenderId, name: "Demo Shop", createdAt: tx.now });
  for (const place of mokkaStores) {
    const sealedSecret = seal.seal(mokkaSecret);
    await seedStore(
      tx,
      { ...place, dialect: "mokka-online", sealedSecret, settings: {}, sealedKeys: null },
      mokkaTariffs,
    );
  }
  const till = await seedStore(tx, tillStore(seal.seal(tillAgent.traderToken)), tillTariffs);
  await seedAgent(tx, till, passwordHash);
  const sealedKeys = seal.seal(JSON.stringify({ password: mondidoPassword, ...keyPair } satisfies StoreKeys));
  const sealedSecret = seal.seal(mondidoSecret);
  const window = await seedStore(tx, { ...mondidoStore, sealedSecret, sealedKeys }, []);
  await seedStore(tx, { ...mokaStore, sealedSecret: seal.seal(mokaPassword) }, []);
  await seedWallet(tx, { lenderId, secretHash: clientHash, publicKey: clientKey });
  await seedPlans(tx, merchantId);
  await seedPayments(tx, window, lenderId);
}

async function seedMerchant(tx: Tx, merchant: Merchant): Promise<void> {
  if (!(await tx.lock(merchants, { id: merchant.id }))) tx.insert(merchants, merchant);
}

function tillStore(sealedSecret: string) {
  return {
    dialect: "mokka-offline",
    number: "422",
    name: "Test",
    currency: "PLN",
    country: "PL",
    timeZone: "Europe/Warsaw",
    sealedSecret,
    sealedKeys: null,
    settings: { merchantNumber: "0002", traderId: "470", address: ", , Warszawa, Warszawa" },
  } as const;
}

type Offer = Partial<Tariff> & Pick<Tariff, "number" | "kind" | "term" | "every">;

async function seedStore(
  tx: Tx,
  place: Omit<Store, "id" | "merchantId">,
  offers: readonly Offer[],
): Promise<Store> {
  const { dialect, number } = place;
  const known = await tx.lock(stores, { dialect, number });
  if (known) return known;
  const store = tx.insert(stores, { ...place, id: uuidOf(`sandbox:${dialect}:${number}`), merchantId });
  for (const offer of offers) tx.insert(tariffs, tariffOf(store, offer));
  return store;
}

function tariffOf(store: Store, offer: Offer): Tariff {
  return {
    minimum: 1_000n,
    maximum: 100_000_00n,
    monthlyRatePpm: 0n,
    commissionPpm: 0n,
    overpaymentStep: 1n,
    instalmentStep: 1n,
    weekends: "keep",
    ...offer,
    id: uuidOf(`sandbox:tariff:${store.id}:${offer.number}`),
    storeId: store.id,
    currency: store.currency,
  };
}

async function seedAgent(tx: Tx, store: Store, passwordHash: string): Promise<void> {
  const { login } = tillAgent;
  if (await tx.lock(agents, { login })) return;
  const { id } = tx.insert(agents, {
    id: uuidOf(`sandbox:agent:${login}`),
    merchantId: store.merchantId,
    login,
    phone: "48333306300",
    firstName: "Test",
    lastName: "Testsur",
    passwordHash,
    failures: 0,
    lockedUntil: null,
    createdAt: tx.now,
  });
  tx.insert(agentStores, { agentId: id, storeId: store.id });
}
