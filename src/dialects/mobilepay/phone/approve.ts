import type { Payment } from "../../../core/payments/index.ts";
import { Refusal } from "../../../core/refusal.ts";
import type { Address } from "../../../core/wallet/index.ts";
import type { Refused } from "../../../pages/wallet/index.ts";
import { acceptPayment } from "../accept.ts";
import { Fault } from "../errors.ts";
import { toldBy } from "../told.ts";
import type { UserVisit } from "./visit.ts";

/** The user has swiped. Undefined: the integrator is being told; else why not. Refuses as `acceptPayment`. */
export async function approve(visit: UserVisit, payment: Payment): Promise<Refused | undefined> {
  const { house, user, fields } = visit;
  if (payment.mandateId && fields.agree !== "yes") return { why: "agree" };
  if (!fields.card) return { why: "card" };
  const addresses = toldBy(payment).checkout ? addressesOf(visit, payment) : {};
  if (!addresses) return { why: "address" };
  await acceptPayment(house, { paymentId: payment.id, userId: user.id, cardId: fields.card, ...addresses });
  return undefined;
}

/** The addresses that were chosen; undefined: there is none, or the shop does not deliver there. */
function addressesOf(
  { user, fields }: UserVisit,
  payment: Payment,
): { readonly billing: Address; readonly delivery?: Address } | undefined {
  const { checkout, deliveryAddressAllowed } = toldBy(payment);
  const at = (place: string | undefined) =>
    /^\d{1,3}$/.test(place ?? "") ? user.addresses[Number(place)] : undefined;
  if (!deliveryAddressAllowed) {
    const billing = at(fields.billing);
    return billing && { billing };
  }
  const delivery = at(fields.delivery);
  const limitedTo = checkout?.deliveryLimitedTo ?? [];
  const isOutside = delivery && limitedTo.length > 0 && !limitedTo.includes(delivery.country);
  const billing = fields.billing ? at(fields.billing) : delivery;
  return delivery && !isOutside && billing ? { billing, delivery } : undefined;
}

/** What a user is told of a refusal or fault; undefined: it is neither, or not about them. */
export function refusedFor(error: unknown, age: number): Refused | undefined {
  if (error instanceof Fault) return { why: error.code === 4041 ? "card" : "over" };
  if (!(error instanceof Refusal)) return undefined;
  switch (error.code) {
    case "payer_too_young":
      return { why: "too_young", age };
    case "card_not_found":
    case "card_not_active":
      return { why: "card" };
    case "attempt_under_way":
      return { why: "under_way" };
    case "payment_expired":
    case "payment_not_open":
    case "payment_not_found":
    case "mandate_not_open":
      return { why: "over" };
    default:
      return undefined;
  }
}
