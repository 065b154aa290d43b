import { type Applicant, type Checkout, checkouts, isSession } from "../../core/checkouts/index.ts";
import { type Confirmation, confirmations } from "../../core/confirmations/index.ts";
import { freeLimitOf } from "../../core/credit/index.ts";
import type { House } from "../../core/house.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import { type Payment, payments } from "../../core/payments/index.ts";

/** A form as whoever posts to it finds it. */
export type Form = {
  readonly checkout: Checkout;
  readonly facts: StoreFacts;
  /** Whether this browser is the one that filled the form in and, from `choose` on, confirmed the phone. */
  readonly isTheirs: boolean;
  readonly now: Temporal.Instant;
};

/** Everything a screen of the form is drawn from. */
export type FormState = Form & {
  readonly payment: Payment | undefined;
  /** While a code is waited for. */
  readonly confirmation: Confirmation | undefined;
  /** What the customer may still borrow, minor units; where it is shown, and to whom. */
  readonly limit: bigint;
};

/** The form behind a link; undefined when there is none. */
export async function findForm(house: House, token: string, session?: string): Promise<Form | undefined> {
  const { reader, directory } = house;
  const checkout = await reader.find(checkouts, { token });
  const facts = checkout && (await directory.byId(checkout.storeId));
  if (!checkout || !facts) return undefined;
  const now = house.now();
  return { checkout, facts, now, isTheirs: isSession(checkout, session, now) };
}

/** The same with what its screen shows. */
export async function loadForm(
  house: House,
  token: string,
  session?: string,
): Promise<FormState | undefined> {
  const form = await findForm(house, token, session);
  if (!form) return undefined;
  const { checkout, facts, isTheirs } = form;
  const { confirmationId, step } = checkout;
  const [payment, confirmation, limit] = await Promise.all([
    findPayment(house, checkout),
    step === "confirm" ? house.reader.find(confirmations, { id: confirmationId ?? "" }) : undefined,
    isTheirs && showsLimit(checkout) ? limitOf(house, checkout, facts) : 0n,
  ]);
  return { ...form, payment, confirmation, limit };
}

/** The payment that a form is about; a registration has none. */
export async function findPayment({ reader }: House, { paymentId }: Checkout): Promise<Payment | undefined> {
  return paymentId ? reader.find(payments, { id: paymentId }) : undefined;
}

function showsLimit({ step, purpose }: Checkout): boolean {
  return step === "choose" || (step === "done" && purpose === "registration");
}

async function limitOf({ reader }: House, { customerId }: Checkout, { store }: StoreFacts): Promise<bigint> {
  return customerId ? freeLimitOf(reader, customerId, store.currency) : 0n;
}

/** What the form is filled in with: what the shop knew, for anybody who has the link; what the shopper has told,
 *  for their browser alone. */
export function shownApplicant({ checkout, isTheirs }: Form): Applicant {
  return isTheirs || checkout.sessionDigest === null ? checkout.applicant : nobody;
}

const nobody: Applicant = {
  phone: null,
  firstName: "",
  surname: "",
  patronymic: "",
  birthOn: null,
  email: null,
};
