import {
  type AuthenticationForm,
  amend,
  attemptOf,
  fail,
  lockPayment,
  type Payment,
  payments,
  prove,
} from "../../../core/payments/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { openCard, sealCard } from "../../toolkit/card-payment.ts";
import type { JsonObject } from "../../toolkit/json.ts";
import { baseUrl, type Call } from "../call.ts";
import { decide } from "../pay.ts";
import type { Purse } from "../purse.ts";
import { toldBy } from "../told.ts";
import { windowPath } from "./view.ts";

/** Asks the card's bank whether it wants to see the shopper; undefined: it does not. What the payment needs afterwards
 *  goes along sealed, through the shopper's browser, because a security code is never stored. */
export async function beginChallenge(
  call: Call,
  payment: Payment,
  purse: Purse,
): Promise<AuthenticationForm | undefined> {
  const { house, facts } = call;
  const form = await house.authenticator.begin({
    id: attemptOf(payment),
    cardNumber: purse.card.number,
    amount: payment.amount,
    currency: payment.currency,
    merchantName: facts.store.name,
    returnUrl: baseUrl(call) + windowPath(call, payment, "/mpi"),
    isTest: payment.isTest,
    baseUrl: baseUrl(call),
  });
  if (!form) return undefined;
  return { ...form, fields: { ...form.fields, MD: sealCard(house, payment, purse.card) } };
}

/** Notes that the shopper is sent to the bank: until they come back, nobody has asked for money. */
export async function leaveToBank(tx: Tx, { id }: Pick<Payment, "id">): Promise<Payment> {
  const payment = await lockPayment(tx, { id });
  const told = { ...toldBy(payment), atBank: attemptOf(payment) };
  return amend(tx, { id, details: { ...payment.details, told } });
}

/** Whether the shopper is at the bank, and the payment waits for what they do there. */
export function isAtBank(payment: Payment): boolean {
  const { atBank } = toldBy(payment);
  const { state, instrument } = payment;
  return state === "processing" && atBank === attemptOf(payment) && !instrument?.authentication;
}

/** Gives up a visit to the bank; whatever else the payment is about stays as it is. */
export function leaveBank(call: Call, { id }: Payment, reason: string): Promise<Payment> {
  return call.house.write(async (tx) => {
    const payment = await lockPayment(tx, { id });
    return (isAtBank(payment) && (await fail(tx, { id, reason }))) || payment;
  });
}

/** The shopper is back from the bank: the payment goes on if it was the holder, and has failed otherwise. A payment that
 *  does not wait for this bank any more stays as it is. */
export async function endChallenge(call: Call, payment: Payment, fields: JsonObject): Promise<Payment> {
  const { house } = call;
  const purse = isAtBank(payment) ? readLuggage(call, payment, fields.MD) : undefined;
  if (!purse) return payment;
  const verdict = await house.authenticator.finish(attemptOf(payment), fields);
  if (!verdict?.authenticated) return leaveBank(call, payment, "not_authenticated");
  const { reference, eci } = verdict;
  const proven = await house.write((tx) => prove(tx, { id: payment.id, authentication: { reference, eci } }));
  return proven ? decide(call, proven, purse) : latest(call, payment);
}

/** Somebody else was faster. */
async function latest({ house }: Call, payment: Payment): Promise<Payment> {
  return (await house.reader.find(payments, { id: payment.id })) ?? payment;
}

/** The card that the shopper has carried, and what the payment knows of it. */
function readLuggage({ house }: Call, payment: Payment, text: unknown): Purse | undefined {
  const card = typeof text === "string" ? openCard(house, payment, text) : undefined;
  if (!card) return undefined;
  const instrument = payment.instrument ?? {};
  const method = payment.method === "stored_card" ? "stored_card" : "card";
  return { method, type: String(instrument.brand), card, instrument, stored: undefined };
}
