import type { Delivery } from "../../../core/deliveries/index.ts";
import type { StoreFacts } from "../../../core/merchants/index.ts";
import type { OutgoingCallback } from "../../dialect.ts";
import { isObject, type JsonObject, textAt } from "../../toolkit/json.ts";
import { responseHash } from "../hash.ts";
import { readDecimal, writeAmountTwoDecimals } from "../money.ts";
import { isScalar, parseTold, textOf } from "./told-json.ts";
import { writeXml } from "./xml.ts";

/** How a webhook is to be sent, and what it is about. */
export type Envelope = {
  readonly method: string;
  readonly format: string;
  /** The merchant's name for the payer, as the hash takes it. */
  readonly customerRef: string;
  /** The payment's public number, where it is about one. */
  readonly transaction: string | null;
};

/** A webhook as it goes over the wire. The hash is put in only here: the outbox holds no merchant's secret. */
export function seal(delivery: Delivery, facts: StoreFacts): OutgoingCallback {
  const { method = "post", format = "json", customerRef } = (delivery.envelope ?? {}) as Partial<Envelope>;
  const body = hashed(parseTold(delivery.body), { facts, customerRef, kind: delivery.kind });
  const verb = methods[method] ?? "POST";
  if (verb === "GET")
    return { method: verb, url: withQuery(delivery.destination, body), headers: {}, body: "" };
  const { type, write } = formats[format] ?? formats.json;
  return {
    method: verb,
    url: delivery.destination,
    headers: { "content-type": type },
    body: write(body, rootOf(delivery.kind)),
  };
}

const methods: Readonly<Record<string, NonNullable<OutgoingCallback["method"]>>> = {
  post: "POST",
  get: "GET",
  put: "PUT",
  patch: "PATCH",
  delete: "DELETE",
};

type Format = { readonly type: string; write(body: JsonObject, root: string): string };

const formats: Readonly<Record<string, Format>> & { readonly json: Format } = {
  json: { type: "application/json; charset=utf-8", write: (body) => JSON.stringify(body) },
  form_data: {
    type: "application/x-www-form-urlencoded; charset=utf-8",
    write: (body) => new URLSearchParams(formFields(body)).toString(),
  },
  xml: { type: "application/xml; charset=utf-8", write: (body, root) => writeXml(root, body) },
};

function rootOf(kind: string): string {
  return kind === "stored_card" || kind === "subscription" ? kind : "transaction";
}

/** Flat, with exactly two decimals of the amount; what is nested is JSON text (facts 5.2). */
function formFields(body: JsonObject): [string, string][] {
  return Object.entries(body).map(([key, value]) => [
    key,
    key === "amount" ? withTwoDecimals(body) : textOf(value),
  ]);
}

function withTwoDecimals({ amount, currency }: JsonObject): string {
  const code = textOf(currency).toUpperCase();
  const minor = readDecimal(textOf(amount), code);
  return minor === undefined ? textOf(amount) : writeAmountTwoDecimals(minor, code);
}

/** A GET has no body: the flat fields go into the address, and what is nested, which could be too long for one, stays
 *  away (our choice). */
function withQuery(destination: string, body: JsonObject): string {
  const url = new URL(destination);
  const flat = Object.fromEntries(Object.entries(body).filter(([, value]) => isScalar(value)));
  for (const [key, value] of formFields(flat)) url.searchParams.append(key, value);
  return url.href;
}

type Hashing = {
  readonly facts: StoreFacts;
  readonly customerRef: string | undefined;
  readonly kind: string;
};

/** What is about a payment proves by its hash whom it comes from (facts 1.3). Of a stored card that is the payment it
 *  was stored with, as JSON text (facts 5.2). */
function hashed(body: JsonObject, hashing: Hashing): JsonObject {
  if (hashing.kind === "subscription") return body;
  if (hashing.kind !== "stored_card") return { ...body, response_hash: hashOf(body, hashing) };
  const { transaction } = body;
  if (!isObject(transaction)) return body;
  const whole = { ...transaction, response_hash: hashOf(transaction, hashing) };
  return { ...body, transaction: JSON.stringify(whole) };
}

function hashOf(body: JsonObject, { facts, customerRef }: Hashing): string {
  const currency = textAt(body, "currency") ?? facts.store.currency;
  return responseHash({
    merchantId: facts.store.number,
    paymentRef: textAt(body, "payment_ref"),
    customerRef: customerRef ?? textAt(body, "customer_ref"),
    amount: readDecimal(textOf(body.amount), currency.toUpperCase()) ?? 0n,
    currency,
    status: textAt(body, "status") ?? "",
    secret: facts.secret,
  });
}
