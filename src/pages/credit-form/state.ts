import { type Applicant, type Checkout, checkouts, isSession } from "../../core/checkouts/index.ts";
import { type Confirmation, confirmations } from "../../core/confirmations/index.ts";
import { freeLimitOf } from "../../core/credit/index.ts";
import type { House } from "../../core/house.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import { type Payment, payments } from "../../core/payments/index.ts";

/** Everything a screen of the form is drawn from. */
export type FormState = {
  readonly checkout: Checkout;
  readonly facts: StoreFacts;
  readonly payment: Payment | undefined;
  /** While a code is waited for. */
  readonly confirmation: Confirmation | undefined;
  /** What the customer may still borrow, minor units; where it is shown, and to whom. */
  readonly limit: bigint;
  /** Whether this browser is the one that filled the form in and, from `choose` on, confirmed the phone. */
  readonly isTheirs: boolean;
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
  const now = house.now();
  const isTheirs = isSession(checkout, session, now);
  const [payment, confirmation, limit] = await Promise.all([
    checkout.paymentId ? reader.find(payments, { id: checkout.paymentId }) : undefined,
    checkout.step === "confirm"
      ? reader.find(confirmations, { id: checkout.confirmationId ?? "" })
      : undefined,
    isTheirs && showsLimit(checkout) ? limitOf(house, checkout, facts) : 0n,
  ]);
  return { checkout, facts, payment, confirmation, limit, now, isTheirs };
}

function showsLimit({ step, purpose }: Checkout): boolean {
  return step === "choose" || (step === "done" && purpose === "registration");
}

async function limitOf({ reader }: House, { customerId }: Checkout, { store }: StoreFacts): Promise<bigint> {
  return customerId ? freeLimitOf(reader, customerId, store.currency) : 0n;
}

/** What the form is filled in with: what the shop knew, for anybody who has the link; what the shopper has told,
 *  for their browser alone. */
export function shownApplicant({ checkout, isTheirs }: FormState): Applicant {
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
