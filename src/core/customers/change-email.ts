import type { Tx } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";
import { type Customer, customers } from "./customer.ts";

/** The customer can be reached at another address from now on. Refuses: customer_not_found. */
export async function changeEmail(tx: Tx, { id, email }: { id: string; email: string }): Promise<Customer> {
  const customer = await tx.lock(customers, { id });
  if (!customer) throw new Refusal("customer_not_found");
  return tx.update(customers, { ...customer, email });
}
