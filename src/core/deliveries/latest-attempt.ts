import type { Tx } from "../../platform/db/index.ts";
import { type Attempt, deliveries, deliveryAttempts } from "./delivery.ts";

/** The latest try of the latest delivery about a subject that has few of them. */
export async function latestAttempt(
  lookup: Pick<Tx, "list">,
  subjectId: string,
): Promise<Attempt | undefined> {
  const delivery = newest(await lookup.list(deliveries, { subjectId }));
  return delivery && newest(await lookup.list(deliveryAttempts, { deliveryId: delivery.id }));
}

/** Ids tell the order in which rows came into being. */
function newest<Row extends { readonly id: string }>(rows: readonly Row[]): Row | undefined {
  return rows.reduce<Row | undefined>(
    (latest, row) => (latest && latest.id > row.id ? latest : row),
    undefined,
  );
}
