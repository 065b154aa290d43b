import type { House } from "../../core/house.ts";
import {
  type AuthorizationAnswer,
  type AuthorizationRequest,
  attemptOf,
  authorizationOf,
  begin,
  type CardDetails,
  fail,
  type Instrument,
  type Payment,
} from "../../core/payments/index.ts";
import type { Card } from "../../core/vault/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { isObject } from "./json.ts";

/** What a shopper pays with, as far as a payment keeps it: a card that was told, or the stored one. */
export type PaidWith = { readonly instrument: Instrument; readonly stored: Card | undefined };

/** Claims a payment for this card; the acquirer is to be asked next. Refuses as `begin`. */
export function beginWith(tx: Tx, id: string, { instrument, stored }: PaidWith): Promise<Payment> {
  return begin(tx, {
    id,
    method: stored ? "stored_card" : "card",
    instrument,
    cardId: stored?.id ?? null,
    ...(stored?.payerId && { payerId: stored.payerId }),
  });
}

/** Asks the acquirer about a payment that has begun, the shopper being there. Undefined: no answer came, and the outcome
 *  is unknown; `giveUp` is to follow. */
export async function askAcquirer(
  { acquirer }: Pick<House, "acquirer">,
  payment: Payment,
  card: CardDetails,
  instructions?: AuthorizationRequest["instructions"],
): Promise<AuthorizationAnswer | undefined> {
  try {
    const request = authorizationOf(payment, card, "shopper");
    return await acquirer.authorize({ ...request, ...(instructions && { instructions }) });
  } catch {
    return undefined;
  }
}

/** No answer came: what may have been held is let go, and the payment has failed. */
export async function giveUp(
  { acquirer, write }: Pick<House, "acquirer" | "write">,
  payment: Payment,
): Promise<Payment> {
  await acquirer.reverse(attemptOf(payment)).catch(() => undefined);
  return (await write((tx) => fail(tx, { id: payment.id, reason: "no_decision" }))) ?? payment;
}

/** How long a shopper may be away at the bank. */
const awayTime = Temporal.Duration.from({ minutes: 15 });

type Sealing = Pick<House, "keyring" | "now">;

/** A card, sealed for the shopper's browser to carry through 3-D Secure, because its security code is never stored. Good
 *  for this attempt only (docs/decisions/0015). */
export function sealCard({ keyring, now }: Sealing, payment: Payment, card: CardDetails): string {
  const luggage = { ...card, expiresOn: card.expiresOn.toString() };
  return keyring.sealTransient(luggage, { context: contextOf(payment), expiresAt: now().add(awayTime) });
}

/** Undefined when the text is not one of ours, of another attempt, or too old. */
export function openCard({ keyring, now }: Sealing, payment: Payment, text: string): CardDetails | undefined {
  const luggage = keyring.openTransient(text, { context: contextOf(payment), now: now() });
  if (!isObject(luggage)) return undefined;
  const card = luggage as unknown as Omit<CardDetails, "expiresOn"> & { readonly expiresOn: string };
  return { ...card, expiresOn: Temporal.PlainDate.from(card.expiresOn) };
}

function contextOf(payment: Payment): string {
  return `${payment.dialect} 3-D Secure ${attemptOf(payment)}`;
}
