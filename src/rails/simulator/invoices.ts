import type { InvoiceProvider, Person } from "../../core/payments/index.ts";
import { uuidOf } from "../../platform/ids/index.ts";
import { approvedPersons, deniedPersons } from "./persons.ts";

/** Whoever is asked about this one gets no answer. */
const silent = { country: "SWE", ssn: "190101010101" };

/** The invoice provider of the sandbox: it knows the documented persons and nobody else. */
export const invoices: InvoiceProvider = {
  async find({ country, ssn }) {
    const isAsked = isPerson(country, ssn);
    if (isAsked(silent)) throw new Error("the invoice provider does not answer");
    return [...approvedPersons, ...deniedPersons].find(isAsked);
  },
  async approve({ id, country, ssn }) {
    const isAsked = isPerson(country, ssn);
    if (isAsked(silent)) throw new Error("the invoice provider does not answer");
    if (approvedPersons.some(isAsked)) return { outcome: "approved", reference: uuidOf(`invoice:${id}`) };
    const reason = deniedPersons.some(isAsked) ? "credit_denied" : "unknown_person";
    return { outcome: "declined", reason };
  },
};

/** Whether somebody is meant by a number as people write it: with blanks, with a hyphen (in Sweden a plus from the
 *  age of 100), and in Sweden without the century. */
function isPerson(country: string, written: string): (person: Pick<Person, "country" | "ssn">) => boolean {
  const asked = written.replaceAll(/[\s+-]/g, "").toUpperCase();
  return (person) =>
    person.country === country &&
    (person.ssn === asked || (country === "SWE" && person.ssn.slice(2) === asked));
}
