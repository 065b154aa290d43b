import {
  type AuthenticationForm,
  amend,
  type CardDetails,
  fail,
  lockPayment,
  type Payment,
  payments,
  prove,
} from "../../../core/payments/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { isObject, type JsonObject } from "../../toolkit/json.ts";
import { baseUrl, type Call } from "../call.ts";
import { decide } from "../pay.ts";
import type { Purse } from "../purse.ts";
import { toldBy } from "../wire.ts";
import { windowPath } from "./view.ts";

/** How long a shopper may be away at the bank. */
const awayTime = Temporal.Duration.from({ minutes: 15 });

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
  const { card, method, type } = purse;
  const luggage = { card: { ...card, expiresOn: card.expiresOn.toString() }, method, type };
  const expiresAt = house.now().add(awayTime);
  const MD = house.keyring.sealTransient(luggage, { context: contextOf(payment), expiresAt });
  return { ...form, fields: { ...form.fields, MD } };
}

/** Notes that the shopper is sent to the bank: until they come back, nobody has asked for money. */
export function leaveToBank(tx: Tx, payment: Payment): Promise<Payment> {
  const told = { ...toldBy(payment), atBank: attemptOf(payment) };
  return amend(tx, { id: payment.id, details: { ...payment.details, told } });
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

function readLuggage({ house }: Call, payment: Payment, text: unknown): Purse | undefined {
  if (typeof text !== "string") return undefined;
  const luggage = house.keyring.openTransient(text, { context: contextOf(payment), now: house.now() });
  if (!isObject(luggage) || !isObject(luggage.card)) return undefined;
  const card = luggage.card as Omit<CardDetails, "expiresOn"> & { expiresOn: string };
  return {
    method: luggage.method as Purse["method"],
    type: String(luggage.type),
    card: { ...card, expiresOn: Temporal.PlainDate.from(card.expiresOn) },
    instrument: payment.instrument ?? {},
    stored: undefined,
  };
}

/** Of one attempt of one payment only. */
function contextOf(payment: Payment): string {
  return `mondido 3-D Secure ${attemptOf(payment)}`;
}

function attemptOf({ id, instrument }: Payment): string {
  return instrument?.attempt ?? id;
}
