import type { CardDetails, Payment } from "../../../core/payments/index.ts";
import { isObject, type JsonObject } from "../../toolkit/json.ts";
import type { Setting } from "../call.ts";

/** What a payment with 3-D Secure keeps beside what others do. JSON. */
export type Visit = {
  /** Where the shopper goes afterwards, in the whole window or in the frame; a path is a page of ours. */
  readonly redirectUrl: string;
  readonly staysInFrame: boolean;
  /** What the dealer checks the outcome by; null: it is told plainly. */
  readonly codeForHash: string | null;
  /** Whose card it is to be that is stored; null: none is. */
  readonly customer: JsonObject | null;
};

/** Undefined: the payment is without 3-D Secure. */
export function visitOf({ details }: Payment): Visit | undefined {
  return details.told?.visit as Visit | undefined;
}

/** How long the shopper has to come, and to stay away at the bank. */
const awayTime = Temporal.Duration.from({ minutes: 15 });

/** The card, sealed for the shopper's browser to carry, because its security code is never stored. Good for this attempt
 *  only. */
export function sealCard({ house }: Pick<Setting, "house">, payment: Payment, card: CardDetails): string {
  const luggage = { ...card, expiresOn: card.expiresOn.toString() };
  const expiresAt = house.now().add(awayTime);
  return house.keyring.sealTransient(luggage, { context: contextOf(payment), expiresAt });
}

/** Undefined when the text is not one of ours, of another payment, or too old. */
export function openCard(
  { house }: Pick<Setting, "house">,
  payment: Payment,
  text: string,
): CardDetails | undefined {
  const luggage = house.keyring.openTransient(text, { context: contextOf(payment), now: house.now() });
  if (!isObject(luggage)) return undefined;
  const card = luggage as unknown as Omit<CardDetails, "expiresOn"> & { readonly expiresOn: string };
  return { ...card, expiresOn: Temporal.PlainDate.from(card.expiresOn) };
}

/** What names the attempt to the bank and the acquirer. */
export function attemptOf({ id, instrument }: Payment): string {
  return instrument?.attempt ?? id;
}

function contextOf(payment: Payment): string {
  return `moka 3-D Secure ${attemptOf(payment)}`;
}
