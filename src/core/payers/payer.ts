import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";

/** Whom a merchant charges: known to the merchant by `reference`, to us by `number`. */
export type Payer = {
  readonly id: string;
  readonly number: bigint;
  readonly merchantId: string;
  /** null: the merchant has no name for this one. */
  readonly reference: string | null;
  readonly state: "active" | "deleted";
  /** What the merchant keeps of somebody, in the dialect's words. JSON. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly createdAt: Temporal.Instant;
};

export const payers: Table<Payer> = table<Payer>(
  "payers",
  {
    id: "uuid",
    number: "bigint",
    merchantId: "uuid",
    reference: "text",
    state: "text",
    details: "json",
    createdAt: "timestamptz",
  },
  { unique: [["number"], ["merchantId", "reference"]] },
);

type NewPayer = Pick<Payer, "merchantId" | "number" | "reference"> & { readonly details?: Payer["details"] };

/** The merchant's payer of this reference; a new one, under `number`, when there is none. */
export async function knowPayer(tx: Tx, wanted: NewPayer & { readonly reference: string }): Promise<Payer> {
  const { merchantId, reference } = wanted;
  return (await tx.lock(payers, { merchantId, reference })) ?? insert(tx, wanted);
}

/** Refuses: payer_exists. */
export async function addPayer(tx: Tx, wanted: NewPayer): Promise<Payer> {
  const { merchantId, reference } = wanted;
  if (reference !== null && (await tx.lock(payers, { merchantId, reference })))
    throw new Refusal("payer_exists");
  return insert(tx, wanted);
}

/** Refuses: payer_not_found, payer_exists. */
export async function changePayer(
  tx: Tx,
  { id, ...changes }: { id: string } & Partial<Pick<Payer, "reference" | "details" | "state">>,
): Promise<Payer> {
  const payer = await tx.lock(payers, { id });
  if (!payer || payer.state === "deleted") throw new Refusal("payer_not_found");
  const { merchantId } = payer;
  const { reference } = changes;
  const isRenamed = typeof reference === "string" && reference !== payer.reference;
  if (isRenamed && (await tx.lock(payers, { merchantId, reference }))) throw new Refusal("payer_exists");
  return tx.update(payers, { ...payer, ...changes });
}

function insert(tx: Tx, { details = {}, ...wanted }: NewPayer): Payer {
  return tx.insert(payers, { ...wanted, details, id: tx.id(), state: "active", createdAt: tx.now });
}
