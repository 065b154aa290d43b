import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { emit } from "../events/index.ts";
import type { Store } from "../merchants/index.ts";
import type { Payment } from "../payments/index.ts";
import { Refusal } from "../refusal.ts";
import { closeForMandate } from "./request.ts";

/** What lets an integrator charge a user's card again and again in the name of a store. The user's first approval
 *  activates it. */
export type Mandate = {
  readonly id: string;
  readonly merchantId: string;
  readonly storeId: string;
  /** The integrator's own name of it. */
  readonly reference: string;
  readonly state: "proposed" | "active" | "terminated";
  readonly payerId: string | null;
  /** What is charged; null when the user has to choose one. */
  readonly cardId: string | null;
  /** The latest payment that only checked the card. */
  readonly verificationId: string | null;
  /** As told by the integrator, in the dialect's words. JSON. */
  readonly terms: Readonly<Record<string, unknown>>;
  readonly createdAt: Temporal.Instant;
  readonly activatedAt: Temporal.Instant | null;
  readonly terminatedAt: Temporal.Instant | null;
};

export const mandates: Table<Mandate> = table<Mandate>("mandates", {
  id: "uuid",
  merchantId: "uuid",
  storeId: "uuid",
  reference: "text",
  state: "text",
  payerId: "uuid",
  cardId: "uuid",
  verificationId: "uuid",
  terms: "json",
  createdAt: "timestamptz",
  activatedAt: "timestamptz",
  terminatedAt: "timestamptz",
});

/** Refuses: store_closed. */
export function proposeMandate(
  tx: Tx,
  {
    store,
    ...sheet
  }: { store: Pick<Store, "id" | "merchantId" | "settings"> } & Pick<Mandate, "reference" | "terms">,
): Mandate {
  if (store.settings.closedAt) throw new Refusal("store_closed");
  return tx.insert(mandates, {
    ...sheet,
    id: tx.id(),
    merchantId: store.merchantId,
    storeId: store.id,
    state: "proposed",
    payerId: null,
    cardId: null,
    verificationId: null,
    createdAt: tx.now,
    activatedAt: null,
    terminatedAt: null,
  });
}

/** Refuses: mandate_not_found, mandate_not_open (terminated). */
export async function changeMandate(
  tx: Tx,
  { id, merchantId, terms }: Pick<Mandate, "id" | "merchantId" | "terms">,
): Promise<Mandate> {
  const mandate = await lockMandate(tx, { id, merchantId });
  if (mandate.state === "terminated") throw new Refusal("mandate_not_open");
  return tx.update(mandates, { ...mandate, terms: { ...mandate.terms, ...terms } });
}

/** Ends it for good, and the payments that wait to be approved for it; what is terminated already stays so. `payerId`:
 *  its user does; otherwise its integrator, `merchantId`. Refuses: mandate_not_found. */
export async function terminateMandate(
  tx: Tx,
  { id, ...by }: { id: string } & ({ readonly merchantId: string } | { readonly payerId: string }),
): Promise<Mandate> {
  // Payments are locked before mandates.
  await closeForMandate(tx, id);
  const mandate = await lockMandate(tx, { id, ...by });
  if (mandate.state === "terminated") return mandate;
  const terminated = tx.update(mandates, { ...mandate, state: "terminated", terminatedAt: tx.now });
  tell(tx, "mandate.terminated", terminated, { by: "payerId" in by ? "payer" : "integrator" });
  return terminated;
}

/** Its user has approved a payment for it. */
export async function activate(
  tx: Tx,
  { mandateId, payerId, cardId, id, amount, details }: Payment,
): Promise<void> {
  const mandate = mandateId ? await tx.lock(mandates, { id: mandateId }) : undefined;
  if (!mandate || mandate.state === "terminated") return;
  const verificationId = details.verifies || amount === 0n ? id : mandate.verificationId;
  const activatedAt = mandate.activatedAt ?? tx.now;
  const active = { ...mandate, state: "active", payerId, cardId, verificationId, activatedAt } as const;
  tx.update(mandates, active);
  if (mandate.state === "proposed") tell(tx, "mandate.activated", active, {});
}

/** Whether a payment is for a mandate that is over. */
export async function isTerminated(tx: Tx, { mandateId }: Payment): Promise<boolean> {
  const mandate = mandateId ? await tx.lock(mandates, { id: mandateId }) : undefined;
  return mandate?.state === "terminated";
}

/** Refuses: mandate_not_found, also when it is somebody else's. */
export async function lockMandate(
  tx: Tx,
  { id, ...owner }: Pick<Mandate, "id"> & Partial<Pick<Mandate, "merchantId" | "payerId">>,
): Promise<Mandate> {
  const mandate = await tx.lock(mandates, { id });
  const isTheirs = Object.entries(owner).every(([key, value]) => mandate?.[key as keyof Mandate] === value);
  if (!mandate || !isTheirs) throw new Refusal("mandate_not_found");
  return mandate;
}

function tell(
  tx: Tx,
  type: "mandate.activated" | "mandate.terminated",
  { id, merchantId, storeId }: Mandate,
  more: Record<string, unknown>,
): void {
  emit(tx, { merchantId, type, subjectId: id, data: { storeId, ...more } });
}
