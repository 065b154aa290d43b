import type { Tx } from "../../platform/db/index.ts";
import { check, type Guess } from "../confirmations/index.ts";
import { type Assessment, decide, freeLimit } from "../credit/index.ts";
import { type Customer, customers, lockByPhone, remember } from "../customers/index.ts";
import { emit } from "../events/index.ts";
import { approve, decline, financed, payments } from "../payments/index.ts";
import { Refusal } from "../refusal.ts";
import {
  type Applicant,
  advance,
  type Checkout,
  checkouts,
  lockAt,
  newSession,
  type Position,
} from "./checkout.ts";

export type Confirmed = { readonly guess: Guess; readonly checkout: Checkout; readonly session?: string };

/** The shopper has typed a code. When it is right they are the customer with that phone, and the form goes on:
 *  to the bureau for somebody not approved yet, else to the order or the end. Somebody whom the lender knows
 *  under another phone has to talk to support, unless they may have several. Refuses: checkout_… */
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

/** The bureau has answered. An answer that comes twice changes nothing. Refuses: checkout_not_found. */
export async function assess(
  tx: Tx,
  { token, currency, assessment }: { token: string; currency: string; assessment: Assessment },
): Promise<Checkout> {
  const checkout = await tx.lock(checkouts, { token });
  if (!checkout) throw new Refusal("checkout_not_found");
  if (checkout.step !== "assess") return checkout;
  const customer = await tx.lock(customers, { id: checkout.customerId ?? "" });
  if (!customer) throw new Refusal("customer_not_found");
  return goOn(tx, checkout, await decide(tx, { customer, currency, assessment }), currency);
}

/** What follows once it is known what to think of the customer. */
async function goOn(tx: Tx, checkout: Checkout, customer: Customer, currency: string): Promise<Checkout> {
  const refusal = refusalReason(customer);
  if (refusal) return declineAll(tx, checkout, customer, "declined", refusal);
  if (checkout.purpose === "registration" || !checkout.paymentId)
    return finish(tx, checkout, "approved", null);

  const payment = await tx.lock(payments, { id: checkout.paymentId });
  if (!payment) throw new Refusal("payment_not_found");
  if ((await freeLimit(tx, customer.id, currency)) < financed(payment)) {
    return declineAll(tx, checkout, customer, "approved", "limit_not_enough");
  }
  await approve(tx, { id: payment.id, customerId: customer.id });
  return advance(tx, checkout, { step: "choose" });
}

function refusalReason({ standing, reason, overdue }: Customer): string | undefined {
  if (standing === "declined") return reason ?? "policy";
  return overdue > 0 ? "overdue" : undefined;
}

async function declineAll(
  tx: Tx,
  checkout: Checkout,
  customer: Customer,
  decision: "approved" | "declined",
  reason: string,
): Promise<Checkout> {
  if (checkout.paymentId)
    await decline(tx, { id: checkout.paymentId, customerId: customer.id, decision, reason });
  return finish(tx, checkout, "declined", reason);
}

/** Ends the form and tells whoever waits for it. */
export function finish(
  tx: Tx,
  checkout: Checkout,
  outcome: NonNullable<Checkout["outcome"]>,
  reason: string | null,
  changes: Partial<Checkout> = {},
): Checkout {
  const { merchantId, id, purpose, reference } = checkout;
  emit(tx, {
    merchantId,
    type: "checkout.finished",
    subjectId: id,
    data: { purpose, reference, outcome, reason },
  });
  return advance(tx, checkout, { ...changes, step: "done", outcome, reason });
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
  const namesakes = await tx.list(customers, { lenderId, surname, firstName, birthOn: birthOn.toString() });
  return namesakes.length > 0;
}
