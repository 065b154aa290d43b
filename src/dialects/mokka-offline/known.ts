import { freeLimitOf } from "../../core/credit/index.ts";
import type { Customer } from "../../core/customers/index.ts";
import type { ApplicationCall } from "./call.ts";
import { languageFor } from "./codes.ts";

/** A customer with what they may still spend, as answers show them. */
export async function knownAs(
  { house, facts, request }: Pick<ApplicationCall, "house" | "facts" | "request">,
  customer: Customer,
) {
  const { currency } = facts.store;
  const freeLimit = await freeLimitOf(house.reader, customer.id, currency);
  return { customer, freeLimit, currency, language: languageFor(request, facts) };
}
