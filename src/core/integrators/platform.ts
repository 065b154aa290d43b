import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";

/** A group of an integrator's merchants. */
export type Platform = {
  readonly id: string;
  readonly merchantId: string;
  readonly name: string;
  readonly createdAt: Temporal.Instant;
};

export const platforms: Table<Platform> = table<Platform>("platforms", {
  id: "uuid",
  merchantId: "uuid",
  name: "text",
  createdAt: "timestamptz",
});

export function addPlatform(tx: Tx, sheet: Pick<Platform, "merchantId" | "name">): Platform {
  return tx.insert(platforms, { ...sheet, id: tx.id(), createdAt: tx.now });
}

/** Refuses: platform_not_found, also when it is another integrator's. */
export async function renamePlatform(
  tx: Tx,
  { id, merchantId, name }: Pick<Platform, "id" | "merchantId" | "name">,
): Promise<Platform> {
  const platform = await tx.lock(platforms, { id });
  if (platform?.merchantId !== merchantId) throw new Refusal("platform_not_found");
  return tx.update(platforms, { ...platform, name });
}
