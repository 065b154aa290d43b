import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";
import { type Customer, type CustomerDetails, customers, type Person, remember } from "./customer.ts";

/** Whose identity document has this number. */
export type CustomerPaper = {
  readonly lenderId: string;
  readonly number: string;
  readonly customerId: string;
};

export const customerPapers: Table<CustomerPaper> = table<CustomerPaper>(
  "customer_papers",
  { lenderId: "uuid", number: "text", customerId: "uuid" },
  { key: ["lenderId", "number"] },
);

/** The customer with this phone, as `remember` finds or creates them, who has shown papers with these numbers: what
 *  is known of them stays. Refuses: customer_exists, when the papers are another customer's, unless people may have
 *  several phones. */
export async function rememberWithPapers(
  tx: Tx,
  {
    lenderId,
    phone,
    person,
    papers,
    details,
    mayHaveOtherPhones,
  }: {
    lenderId: string;
    phone: string;
    person: Person;
    papers: readonly string[];
    details: CustomerDetails;
    mayHaveOtherPhones: boolean;
  },
): Promise<Customer> {
  const customer = await remember(tx, lenderId, phone, person);
  for (const number of papers) {
    const known = await tx.lock(customerPapers, { lenderId, number });
    if (!known) tx.insert(customerPapers, { lenderId, number, customerId: customer.id });
    else if (known.customerId !== customer.id && !mayHaveOtherPhones) throw new Refusal("customer_exists");
  }
  return tx.update(customers, {
    ...customer,
    birthOn: customer.birthOn ?? person.birthOn,
    details: { ...details, ...customer.details, consents: details.consents ?? [] },
  });
}
