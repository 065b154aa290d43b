import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { addPublicKey, clients } from "../core/integrators/index.ts";
import { merchants, stores } from "../core/merchants/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { uuidOf } from "../platform/ids/index.ts";

/** Who asks a wallet's users for payments. */
const integratorId = uuidOf("sandbox:integrator");
export const demoClient = { id: "demo-client-id", secret: "demo-client-secret" } as const;

const demoKeyNumber = 1n;

/** What cards are encrypted with for the demo integrator, as PEM. Its private key is public: the sandbox's integrators may
 *  use it as they use the demo secret. */
export function readDemoKey(): string {
  const privateKey = readFileSync(new URL("./demo-psp-key.pem", import.meta.url));
  return createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
}

export const walletStore = {
  dialect: "mobilepay",
  number: "wallet",
  name: "MobilePay",
  currency: "DKK",
  country: "DK",
  timeZone: "Europe/Copenhagen",
  sealedSecret: "",
  sealedKeys: null,
  settings: { feePpm: 10_000, feeFixed: 0 },
} as const;

const walletMerchant = {
  ...walletStore,
  id: "c3073b9d-edd0-49f2-a28d-b7ded8ff9a8b",
  number: "c3073b9d-edd0-49f2-a28d-b7ded8ff9a8b",
  name: "Demo Shop",
  settings: {
    registered: { reference: "demo-shop", country: "DK", categoryCode: 5999, vatNumber: "DK12345678" },
  },
} as const;

/** A wallet of the operator's (`lenderId`), and an integrator with one merchant, a secret and a public key (PEM). */
export async function seedWallet(
  tx: Tx,
  { lenderId, secretHash, publicKey }: { lenderId: string; secretHash: string; publicKey: string },
): Promise<void> {
  const { id } = demoClient;
  if (await tx.lock(clients, { id })) return;
  const name = "Demo PSP";
  tx.insert(merchants, { id: integratorId, lenderId: integratorId, name, createdAt: tx.now });
  const client = { id, merchantId: integratorId, integrator: name, name: "Demo client", secretHash } as const;
  tx.insert(clients, { ...client, state: "active", createdAt: tx.now });
  addPublicKey(tx, { number: demoKeyNumber, merchantId: integratorId, pem: publicKey });
  tx.insert(stores, { ...walletMerchant, merchantId: integratorId });
  tx.insert(stores, { ...walletStore, id: uuidOf("sandbox:mobilepay:wallet"), merchantId: lenderId });
}
