import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../../core/house.ts";
import {
  attemptOf,
  type CardDetails,
  fail,
  type Payment,
  payments,
  prove,
} from "../../../core/payments/index.ts";
import { renderHandOver, renderWindowError, sendPage } from "../../../pages/payment-window/index.ts";
import { publicUrl, rawBody } from "../../../platform/http/index.ts";
import type { Logger } from "../../../platform/log/index.ts";
import { openCard, sealCard } from "../../toolkit/card-payment.ts";
import type { Setting } from "../call.ts";
import { bankResultOf } from "../codes/index.ts";
import { decide, prepareKeeping } from "../pay.ts";
import { orderIdOf } from "../payment.ts";
import { paymentHash } from "../payment-hash.ts";
import { localeFor } from "../payment-link/view.ts";
import type { Locale } from "../payment-link/words.ts";
import { isAway, type Visit, visitOf } from "./visit.ts";

/** Where DoDirectPaymentThreeD sends the shopper (facts 3.2). */
export const threeDPath = "/PaymentDealerThreeDProcess";

const returnPath = `${threeDPath}/Return`;

/** A shopper on the way to the bank, or back. */
type Trip = Setting & {
  readonly payment: Payment;
  readonly visit: Visit;
  readonly card: CardDetails;
  readonly reply: FastifyReply;
  readonly locale: Locale;
};

/** Mounts the pages between the dealer's site and the bank's: both only pass the shopper on. */
export function registerThreeD(server: FastifyInstance, house: House, log: Logger): void {
  const serve =
    (
      operation: string,
      read: (request: FastifyRequest) => Luggage,
      go: (trip: Trip, r: FastifyRequest) => Promise<FastifyReply>,
    ) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      request.note = { dialect: "moka", operation };
      const locale = localeFor(request);
      try {
        const trip = await tripOf(house, read(request));
        if (!trip) return sendPage(reply.code(404), renderWindowError({ kind: "expired", locale }));
        return await go({ ...trip, reply, locale }, request);
      } catch (error) {
        log.error({ err: error, requestId: request.id }, "a payment with 3-D Secure failed");
        return sendPage(reply.code(500), renderWindowError({ kind: "invalid", locale }));
      }
    };
  server.get(threeDPath, serve("3-D Secure", luggageOfLink, leave));
  server.post(returnPath, serve("back from 3-D Secure", luggageOfReturn, comeBack));
}

/** Which payment, and what the browser carries for it. */
type Luggage = { readonly id: string; readonly sealed: string };

function luggageOfLink({ query }: FastifyRequest): Luggage {
  const [, id = "", sealed = ""] = /^([^.]*)\.(.*)$/.exec(textOf(query, "threeDTrxCode")) ?? [];
  return { id, sealed };
}

function luggageOfReturn(request: FastifyRequest): Luggage {
  return { id: textOf(request.query, "payment"), sealed: fieldsOf(request).MD ?? "" };
}

async function tripOf(
  house: House,
  { id, sealed }: Luggage,
): Promise<Omit<Trip, "reply" | "locale"> | undefined> {
  const isId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id);
  const payment = isId ? await house.reader.find(payments, { id }) : undefined;
  const visit = payment && visitOf(payment);
  const card = payment && visit && openCard(house, payment, sealed);
  const facts = card && (await house.directory.byId(payment.storeId));
  return facts && { house, facts, payment, visit, card };
}

/** To the bank; on from here when the payment is decided already, or no bank wants to see the shopper. */
async function leave(trip: Trip, request: FastifyRequest): Promise<FastifyReply> {
  const { house, facts, payment, card, reply, locale } = trip;
  if (!isAway(payment)) return goBack(trip, payment);
  const baseUrl = publicUrl(request, house.publicUrl);
  const form = await house.authenticator
    .begin({
      id: attemptOf(payment),
      cardNumber: card.number,
      amount: payment.amount,
      currency: payment.currency,
      merchantName: facts.store.name,
      returnUrl: `${baseUrl}${returnPath}?payment=${payment.id}`,
      isTest: payment.isTest,
      isForced: true,
      baseUrl,
    })
    .catch(() => "unreachable" as const);
  if (form === "unreachable") return goBack(trip, await giveUp(trip, "no_decision"));
  if (!form) return goBack(trip, await concludeVisit(trip, payment));
  const fields = { ...form.fields, MD: sealCard(trip.house, payment, card) };
  return sendPage(reply, renderHandOver({ action: form.url, fields, locale }));
}

/** From the bank: the payment goes on if it was the holder, and has failed otherwise. */
async function comeBack(trip: Trip, request: FastifyRequest): Promise<FastifyReply> {
  const { house, payment } = trip;
  if (!isAway(payment)) return goBack(trip, payment);
  const verdict = await house.authenticator.finish(attemptOf(payment), fieldsOf(request));
  if (!verdict?.authenticated) return goBack(trip, await giveUp(trip, "not_authenticated"));
  const { reference, eci } = verdict;
  const proven = await house.write((tx) => prove(tx, { id: payment.id, authentication: { reference, eci } }));
  return goBack(trip, proven ? await concludeVisit(trip, proven) : await latest(trip));
}

/** Asks the bank for the money of a payment that has begun; what is paid may store its card. */
export async function concludeVisit(
  trip: Setting & Pick<Trip, "card" | "visit">,
  payment: Payment,
): Promise<Payment> {
  const { card, visit } = trip;
  const purse = { card, stored: undefined, instrument: {} };
  const order = { isTokenized: true, customer: visit.customer ?? {} };
  const path = "PaymentDealer/DoDirectPaymentThreeD";
  const keep = visit.customer ? await prepareKeeping({ ...trip, path }, order, purse) : undefined;
  return decide(trip, payment, purse, keep);
}

async function giveUp(trip: Trip, reason: string): Promise<Payment> {
  const { house, payment } = trip;
  return (await house.write((tx) => fail(tx, { id: payment.id, reason }))) ?? payment;
}

/** Somebody else was faster. */
async function latest({ house, payment }: Trip): Promise<Payment> {
  return (await house.reader.find(payments, { id: payment.id })) ?? payment;
}

/** The dealer's site gets the outcome in a form that the shopper's browser posts; with the hash it is told by that
 *  only. */
export function goBack(
  { visit, reply, locale }: Pick<Trip, "visit" | "reply" | "locale">,
  payment: Payment,
): FastifyReply {
  const isPaid = payment.state === "captured" || payment.state === "authorized";
  const { code, message } = isPaid
    ? { code: "", message: "" }
    : bankResultOf({ code: payment.instrument?.declined?.code, reason: payment.reason });
  const { codeForHash, redirectUrl, staysInFrame } = visit;
  if (redirectUrl.startsWith("/")) return reply.redirect(redirectUrl, 303);
  const fields = {
    ...(codeForHash === null
      ? { isSuccessful: isPaid ? "True" : "False" }
      : { hashValue: paymentHash(codeForHash, isPaid) }),
    resultCode: code,
    resultMessage: message,
    trxCode: orderIdOf(payment),
    OtherTrxCode: payment.reference,
  };
  return sendPage(
    reply,
    renderHandOver({ action: redirectUrl, fields, locale, to: "shop", leavesFrame: !staysInFrame }),
  );
}

function textOf(source: unknown, name: string): string {
  const value = (source as Readonly<Record<string, unknown>>)[name];
  return typeof value === "string" ? value : "";
}

export function fieldsOf(request: FastifyRequest): Readonly<Record<string, string>> {
  return Object.fromEntries([...new URLSearchParams(rawBody(request).toString())].slice(0, 20));
}
