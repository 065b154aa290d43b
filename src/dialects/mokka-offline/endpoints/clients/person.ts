import { type Customer, nationalPhone } from "../../../../core/customers/index.ts";
import { dayAt, type Store } from "../../../../core/merchants/index.ts";

/** A customer as the back office's calls show one. The keys are the recorded ones, the day is written as there. */
export function writePerson(customer: Customer, store: Store, now: Temporal.Instant) {
  const { birthOn, details } = customer;
  return {
    guid: customer.id,
    name: customer.firstName,
    surname: customer.surname,
    gender: "",
    age: birthOn ? birthOn.until(dayAt(store, now), { largestUnit: "years" }).years : null,
    birth_date: birthOn?.toString() ?? null,
    email: customer.email ?? "",
    phone_number: nationalPhone(customer.phone, store.country),
    personal_identification: details.polishId ?? "",
    address_street_actual: writeAddress(details.address),
    documents: {},
  };
}

function writeAddress(address: Customer["details"]["address"] = {}): string {
  const { area, settlement, street, house, building, apartment } = address;
  return [area, settlement, street, house, building, apartment].filter(Boolean).join(", ");
}
