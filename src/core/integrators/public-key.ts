import { type Table, type Tx, table } from "../../platform/db/index.ts";

/** What cards are encrypted with on their way to an integrator, who keeps the private key. */
export type PublicKey = {
  readonly id: string;
  /** What requests name it by. */
  readonly number: bigint;
  readonly merchantId: string;
  /** SubjectPublicKeyInfo. */
  readonly pem: string;
  readonly createdAt: Temporal.Instant;
};

export const publicKeys: Table<PublicKey> = table<PublicKey>(
  "public_keys",
  { id: "uuid", number: "bigint", merchantId: "uuid", pem: "text", createdAt: "timestamptz" },
  { unique: [["number"]] },
);

export function addPublicKey(tx: Tx, key: Omit<PublicKey, "id" | "createdAt">): PublicKey {
  return tx.insert(publicKeys, { ...key, id: tx.id(), createdAt: tx.now });
}
