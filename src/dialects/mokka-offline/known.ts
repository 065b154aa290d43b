import { freeLimitOf } from "../../core/credit/index.ts";
import type { Customer } from "../../core/customers/index.ts";
import type { House } from "../../core/house.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import { languageOf } from "./codes.ts";

/** A customer with what they may still spend, as answers show them. */
export async function knownAs(house: House, facts: StoreFacts, customer: Customer) {
  const { currency } = facts.store;
  const freeLimit = await freeLimitOf(house.reader, customer.id, currency);
  return { customer, freeLimit, currency, language: languageOf(facts) };
}
