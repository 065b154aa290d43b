import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { merchants } from "../merchants/index.ts";
import { Refusal } from "../refusal.ts";

/** Who calls an API on behalf of many merchants: a payment service provider. Its merchants are stores of the one
 *  core merchant that is made with it, so that two integrators see nothing of each other. */
export type Client = {
  /** What it names itself by. */
  readonly id: string;
  readonly merchantId: string;
  readonly integrator: string;
  readonly name: string;
  /** As `hashPassword` makes it. */
  readonly secretHash: string;
  /** Whoever has asked for credentials waits until an operator lets it in. */
  readonly state: "waiting" | "active";
  readonly createdAt: Temporal.Instant;
};

export const clients: Table<Client> = table<Client>("clients", {
  id: "text",
  merchantId: "uuid",
  integrator: "text",
  name: "text",
  secretHash: "text",
  state: "text",
  createdAt: "timestamptz",
});

/** A new client, with a core merchant of its own. */
export function addClient(tx: Tx, sheet: Omit<Client, "merchantId" | "createdAt">): Client {
  const id = tx.id();
  const createdAt = tx.now;
  const merchant = tx.insert(merchants, { id, lenderId: id, name: sheet.integrator, createdAt });
  return tx.insert(clients, { ...sheet, merchantId: merchant.id, createdAt });
}

/** Refuses: client_not_found. */
export async function changeClient(
  tx: Tx,
  { id, ...changes }: { id: string } & Partial<Pick<Client, "integrator" | "name" | "secretHash" | "state">>,
): Promise<Client> {
  const client = await tx.lock(clients, { id });
  if (!client) throw new Refusal("client_not_found");
  return tx.update(clients, { ...client, ...changes });
}
