import { type Checkout, checkouts, isSession } from "../../core/checkouts/index.ts";
import { type Confirmation, confirmations } from "../../core/confirmations/index.ts";
import { freeLimitOf } from "../../core/credit/index.ts";
import { type Customer, customers } from "../../core/customers/index.ts";
import type { House } from "../../core/house.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import { type Payment, payments } from "../../core/payments/index.ts";

/** Everything a screen of the form is drawn from. */
export type FormState = {
  readonly checkout: Checkout;
  readonly facts: StoreFacts;
  readonly payment: Payment | undefined;
  readonly customer: Customer | undefined;
  readonly confirmation: Confirmation | undefined;
  /** What the customer may still borrow, minor units. */
  readonly limit: bigint;
  /** Whether this browser is the one that confirmed the phone. */
  readonly isConfirmed: boolean;
  readonly now: Temporal.Instant;
};

/** The form behind a link; undefined when there is none. */
export async function loadForm(
  house: House,
  token: string,
  session?: string,
): Promise<FormState | undefined> {
  const { reader, directory } = house;
  const checkout = await reader.find(checkouts, { token });
  const facts = checkout && (await directory.byId(checkout.storeId));
  if (!checkout || !facts) return undefined;
  const { paymentId, customerId, confirmationId } = checkout;
  const [payment, customer, confirmation, limit] = await Promise.all([
    paymentId ? reader.find(payments, { id: paymentId }) : undefined,
    customerId ? reader.find(customers, { id: customerId }) : undefined,
    confirmationId ? reader.find(confirmations, { id: confirmationId }) : undefined,
    customerId ? freeLimitOf(reader, customerId, facts.store.currency) : 0n,
  ]);
  const now = house.now();
  return {
    checkout,
    facts,
    payment,
    customer,
    confirmation,
    limit,
    now,
    isConfirmed: isSession(checkout, session, now),
  };
}
