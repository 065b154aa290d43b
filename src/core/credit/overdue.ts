import type { Tx } from "../../platform/db/index.ts";
import { customers } from "../customers/index.ts";

/** Keeps count of a customer's overdue instalments: whoever has one gets no new credit. */
export async function countOverdue(tx: Tx, customerId: string, change: number): Promise<void> {
  if (change === 0) return;
  const customer = await tx.lock(customers, { id: customerId });
  if (customer) tx.update(customers, { ...customer, overdue: customer.overdue + change });
}
