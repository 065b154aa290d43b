import type { Payment } from "../../../core/payments/index.ts";
import { ageOf } from "../../../core/wallet/index.ts";
import { countryName, type Refused, type RequestScreen } from "../../../pages/wallet/index.ts";
import { eligibleCards } from "../accept.ts";
import type { Stage } from "../landing/stage.ts";
import { toldBy } from "../told.ts";
import { cardsOf } from "../users.ts";
import { addressChoice, cardChoice, merchantOf } from "./shown.ts";
import type { UserVisit } from "./visit.ts";

/** A payment that waits for its user, with what a form has chosen already. */
export async function requestScreen(
  visit: UserVisit,
  payment: Payment,
  { stage, refused }: { readonly stage: Stage; readonly refused: Refused | undefined },
): Promise<RequestScreen> {
  const { house, user, fields } = visit;
  const now = house.now();
  const told = toldBy(payment);
  const [all, eligible] = await Promise.all([cardsOf(house, user), eligibleCards(house, payment, user)]);
  const usable = new Set(eligible.map(({ card }) => card.id));
  const { id, amount, currency, details, mandateId, expiresAt } = payment;
  const isTooYoung = told.minimumAge !== null && ageOf(user, now) < told.minimumAge;
  const no = refused ?? (isTooYoung ? { why: "too_young" as const, age: told.minimumAge ?? 0 } : undefined);
  return {
    name: "request",
    asking: {
      id,
      merchant: merchantOf(told),
      amount: { amount, currency },
      isVerification: details.verifies === true,
      isAgreement: mandateId !== null,
    },
    orderId: told.merchantOrderId,
    website: told.merchantUrl,
    cards: all.map((card) => cardChoice(card, now, usable)),
    ...(fields.card && { chosenCard: fields.card }),
    ...(told.checkout && { checkout: checkoutOf(visit, payment) }),
    ...("failure" in stage && stage.failure !== undefined && { failure: stage.failure }),
    ...(no && { refused: no }),
    secondsLeft: now.until(expiresAt).total("seconds"),
  };
}

function checkoutOf({ user, fields, locale }: UserVisit, payment: Payment) {
  const { checkout, deliveryAddressAllowed, deliveryAddressDisallowedReasonCode } = toldBy(payment);
  const limitedTo = checkout?.deliveryLimitedTo ?? [];
  const chosen = (place: string | undefined) => (/^\d{1,3}$/.test(place ?? "") ? Number(place) : undefined);
  const delivery = chosen(fields.delivery);
  const billing = chosen(fields.billing);
  return {
    addresses: user.addresses.map((address, i) => addressChoice(address, i, { limitedTo, locale })),
    delivery: deliveryAddressAllowed ? (true as const) : (deliveryAddressDisallowedReasonCode ?? 1),
    limitedTo: limitedTo.map((code) => countryName(code, locale)),
    ...(delivery !== undefined && { chosenDelivery: delivery }),
    ...(billing !== undefined && { chosenBilling: billing }),
    email: user.email,
  };
}
