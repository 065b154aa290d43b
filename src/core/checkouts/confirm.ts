import type { Tx } from "../../platform/db/index.ts";
import { check, type Guess } from "../confirmations/index.ts";
import { customers, lockByPhone, remember } from "../customers/index.ts";
import { decline } from "../payments/index.ts";
import { goOn } from "./assess.ts";
import { type Applicant, advance, type Checkout, lockAt, newSession, type Position } from "./checkout.ts";
import { finish } from "./finish.ts";

export type Confirmed = { readonly guess: Guess; readonly checkout: Checkout; readonly session?: string };

/** The shopper has typed a code. When it is right they are the customer with that phone, and the form goes on:
 *  to the bureau for somebody not approved yet, else to the order or the end. Somebody whom the lender knows
 *  under another phone has to talk to support, unless they may have several.
 *  Refuses: checkout_…, confirmation_not_found, payment_not_found, payment_exists. */
export async function confirm(
  tx: Tx,
  {
    position,
    code,
    currency,
    mayHaveOtherPhones,
  }: { position: Position; code: string; currency: string; mayHaveOtherPhones: boolean },
): Promise<Confirmed> {
  const checkout = await lockAt(tx, position, ["confirm"]);
  const guess = await check(tx, { id: checkout.confirmationId ?? "", code });
  if (guess !== "confirmed") return { guess, checkout: advance(tx, checkout, {}) };

  const { session, changes } = newSession(tx);
  const { phone, ...person } = personOf(checkout.applicant);
  if (!mayHaveOtherPhones && (await isKnownUnderAnotherPhone(tx, checkout.lenderId, phone, person))) {
    const { paymentId: id } = checkout;
    if (id) await decline(tx, { id, customerId: null, decision: "declined", reason: "policy" });
    return { guess, session, checkout: finish(tx, checkout, "contact_support", "policy", changes) };
  }
  const customer = await remember(tx, checkout.lenderId, phone, person);
  const known = { ...checkout, ...changes, customerId: customer.id };
  if (customer.standing !== "approved")
    return { guess, session, checkout: advance(tx, known, { step: "assess" }) };
  return { guess, session, checkout: await goOn(tx, known, customer, currency) };
}

function personOf(applicant: Applicant) {
  const { phone, birthOn, ...rest } = applicant;
  if (!phone) throw new TypeError("a shopper is asked for a phone before a code is sent to it");
  return { ...rest, phone, birthOn: birthOn ? Temporal.PlainDate.from(birthOn) : null };
}

async function isKnownUnderAnotherPhone(
  tx: Tx,
  lenderId: string,
  phone: string,
  { firstName, surname, birthOn }: Omit<ReturnType<typeof personOf>, "phone">,
): Promise<boolean> {
  if (!birthOn || !surname || (await lockByPhone(tx, lenderId, phone))) return false;
  const namesakes = await tx.list(customers, { lenderId, surname, firstName, birthOn });
  return namesakes.length > 0;
}
