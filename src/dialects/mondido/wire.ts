import { type Attempt, latestAttempt } from "../../core/deliveries/index.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import { type Payer, payers } from "../../core/payers/index.ts";
import {
  type Payment,
  type PaymentMethod,
  type PaymentState,
  type Refund,
  refunds,
} from "../../core/payments/index.ts";
import { type Card, cards, masked } from "../../core/vault/index.ts";
import { type Webhook, webhooks } from "../../core/webhooks/index.ts";
import type { Reader } from "../../platform/db/index.ts";
import { remembered } from "../../platform/remembered.ts";
import { type ErrorName, errorBody, isErrorName, type Locale } from "./errors.ts";
import { costOf } from "./fees.ts";
import { responseHash } from "./hash.ts";
import { writeAmount } from "./money.ts";
import { toldBy } from "./told.ts";
import { webhookResponse } from "./webhook-response.ts";

/** What finds the rows around a payment: a reader, or a verb's Tx. */
export type Lookup = Pick<Reader, "list">;

/** A payment with what its JSON tells of its surroundings. */
export type Transaction = {
  readonly payment: Payment;
  readonly payer: Payer | undefined;
  readonly card: Card | undefined;
  readonly refunds: readonly Refund[];
  readonly webhooks: readonly TriedWebhook[];
};

/** A webhook with its latest try, where there was one. */
export type TriedWebhook = readonly [Webhook, Attempt | undefined];

/** Finds what a payment's JSON needs; questions of one turn are asked together. `known`: a payer who was found before. */
export async function withSurroundings(
  lookup: Lookup,
  payment: Payment,
  known?: Payer,
): Promise<Transaction> {
  const { id: paymentId, payerId, cardId } = payment;
  const payersOf = (id: string) => (known?.id === id ? [known] : lookup.list(payers, { id }));
  const [payer, card, given, hooks] = await Promise.all([
    payerId ? payersOf(payerId) : [],
    cardId ? lookup.list(cards, { id: cardId }) : [],
    payment.refunded > 0n || payment.state === "voided" ? lookup.list(refunds, { paymentId }) : [],
    toldBy(payment).hasWebhooks ? triedWebhooks(lookup, paymentId) : [],
  ]);
  return { payment, payer: payer[0], card: card[0], refunds: inOrderOfTime(given), webhooks: hooks };
}

function inOrderOfTime(given: readonly Refund[]): readonly Refund[] {
  return given.toSorted(
    (a, b) => Temporal.Instant.compare(a.createdAt, b.createdAt) || (a.number < b.number ? -1 : 1),
  );
}

async function triedWebhooks(lookup: Lookup, paymentId: string): Promise<readonly TriedWebhook[]> {
  const hooks = await lookup.list(webhooks, { paymentId });
  const inOrder = hooks.toSorted((a, b) => (a.number < b.number ? -1 : 1));
  return Promise.all(inOrder.map(async (hook) => [hook, await latestAttempt(lookup, hook.id)] as const));
}

/** Statuses of the document. A release leaves what the merchant was told before: authorized (facts 4.5). */
const statuses: Readonly<Record<PaymentState, string>> = {
  pending: "pending",
  processing: "pending",
  authorized: "authorized",
  captured: "approved",
  refunded: "approved",
  declined: "declined",
  failed: "failed",
  voided: "authorized",
  expired: "failed",
};

export function statusOf({ state }: Payment): string {
  return statuses[state];
}

/** What the merchant gets or asks: the captured part once there is one. */
export function amountOf(payment: Payment): bigint {
  return payment.captured > 0n ? payment.captured : payment.amount;
}

const kinds: Readonly<Partial<Record<PaymentMethod, string>>> = {
  card: "credit_card",
  stored_card: "stored_card",
  recurring: "recurring",
  invoice: "invoice",
};

function kindOf({ method }: Payment): string | null {
  return kinds[method] ?? null;
}

type Setting = { readonly facts: StoreFacts; readonly baseUrl: string; readonly locale: Locale };

/** A transaction as the API and webhooks tell it (facts 2.5). `extend` names children to tell whole. */
export function transactionJson(
  transaction: Transaction,
  { facts, baseUrl, locale }: Setting,
  extend: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  const { payment, payer, card } = transaction;
  const { currency, instrument } = payment;
  const told = toldBy(payment);
  const isProcessed = payment.processedAt !== null;
  return {
    id: numberOf(payment.number),
    created_at: instantText(payment.openedAt),
    merchant_id: Number.parseInt(facts.store.number, 10),
    amount: writeAmount(amountOf(payment), currency),
    vat_amount: told.vatAmount,
    payment_ref: payment.reference,
    ref: null,
    card_holder: instrument?.holder ?? null,
    card_number: instrument?.masked ?? null,
    test: payment.isTest,
    metadata: told.metadata,
    currency: currency.toLowerCase(),
    status: statusOf(payment),
    card_type: instrument?.brand ?? null,
    transaction_type: instrument || isProcessed ? kindOf(payment) : told.paymentMethod,
    template_id: told.templateId,
    error: errorOf(payment, locale),
    cost: costOf(facts.store, amountOf(payment), currency),
    success_url: told.successUrl,
    error_url: told.errorUrl,
    items: told.items,
    authorize: told.authorize,
    href: payment.token ? `${baseUrl}/v1/form/${payment.token}` : null,
    stored_card: card
      ? extend.has("stored_card")
        ? cardJson(card, facts, payer)
        : { id: numberOf(card.number) }
      : null,
    customer: payer ? (extend.has("customer") ? payerJson(payer) : { id: numberOf(payer.number) }) : null,
    subscription: told.subscription ? { id: Number.parseInt(told.subscription, 10) } : null,
    payment_details: paymentDetailsJson(payment),
    refunds: transaction.refunds.map((refund) => refundJson(refund, payment)),
    webhooks: transaction.webhooks.map(([hook, attempt]) => webhookJson(hook, attempt)),
    request_hash: told.requestHash,
    response_hash: responseHashOf(payment, facts, payer),
    customer_ref: told.customerRef === "" ? null : told.customerRef,
    mpi_ref: instrument?.authentication?.reference ?? "",
    processed_at: payment.processedAt ? instantText(payment.processedAt) : null,
    org_auth_amount: plainNumber(payment.authorized > 0n ? payment.authorized : payment.amount, currency),
    client_info: told.clientInfo,
    link_payment: told.linkPayment,
    log_events: logOf(transaction),
  };
}

/** The hash that proves to the merchant that an outcome is ours (facts 1.3). */
export function responseHashOf(payment: Payment, facts: StoreFacts, payer: Payer | undefined): string {
  return responseHash({
    merchantId: facts.store.number,
    paymentRef: payment.reference,
    customerRef: payer?.reference ?? toldBy(payment).customerRef,
    amount: amountOf(payment),
    currency: payment.currency,
    status: statusOf(payment),
    secret: facts.secret,
  });
}

/** What the core's reasons for a decline are called here. */
const declines: Readonly<Record<string, ErrorName>> = {
  declined: "errors.payment.declined",
  cvv_wrong: "errors.card_cvv.invalid",
  card_expired: "errors.card.expired",
  card_unsupported: "errors.card_type.unsupported",
  not_a_test_card: "errors.card_number.invalid",
  is_a_test_card: "errors.card_number.invalid",
  no_decision: "errors.payment.failed",
  no_service: "errors.service_not_available",
  canceled: "errors.payment.canceled",
  not_authenticated: "errors.mpi.not_approved",
  unknown_person: "errors.missing_or_invalid.ssn",
  credit_denied: "errors.invoice.credit_not_approved",
};

/** Which error a payment that came to nothing ended with. */
export function errorNameOf(payment: Payment): ErrorName | undefined {
  if (payment.state === "expired") return "errors.payment.failed";
  if (payment.state !== "declined" && payment.state !== "failed") return undefined;
  return errorOfDecline(payment.reason, payment.instrument?.declined?.code);
}

/** Which error a decline is; `code` tells what was asked for when it was. */
export function errorOfDecline(reason: string | null, code: string | undefined): ErrorName {
  if (reason === "instructed" && code !== undefined && isErrorName(code)) return code;
  return declines[reason ?? ""] ?? "errors.payment.declined";
}

function errorOf(payment: Payment, locale: Locale) {
  const name = errorNameOf(payment);
  return name ? errorBody(name, locale, detailOf(payment)) : null;
}

/** What is told behind the error's own text: what the merchant has asked for itself. */
export function detailOf({ reason, instrument }: Payment): string | undefined {
  return reason === "instructed" ? instrument?.declined?.message : undefined;
}

export function payerJson({ number, createdAt, reference, details }: Payer) {
  return {
    id: numberOf(number),
    created_at: instantText(createdAt),
    ref: reference,
    metadata: details.metadata ?? null,
  };
}

/** A stored card (facts 2.7); its currency is in capitals, unlike a transaction's. */
export function cardJson(card: Card, facts: StoreFacts, payer: Payer | undefined) {
  const end = card.expiresOn.toZonedDateTime({ timeZone: "UTC", plainTime: "23:59:59" });
  return {
    id: numberOf(card.number),
    created_at: instantText(card.createdAt),
    token: card.token,
    card_holder: card.holder || null,
    card_number: masked(card),
    status: card.state,
    currency: card.currency,
    expires: instantText(end.toInstant()),
    ref: null,
    merchant_id: Number.parseInt(facts.store.number, 10),
    test: card.isTest,
    customer: payer ? { id: numberOf(payer.number) } : null,
    card_type: String(card.details.type ?? card.brand.toUpperCase()),
    metadata: card.details.metadata ?? null,
  };
}

export function refundJson(refund: Refund, payment: Payment) {
  return {
    id: numberOf(refund.number),
    created_at: instantText(refund.createdAt),
    amount: writeAmount(refund.amount, payment.currency),
    reason: refund.reason,
    ref: null,
    transaction: { id: numberOf(payment.number) },
  };
}

/** A webhook (facts 2.10); of one that sends mails, whoever made it sees its template again. */
export function webhookJson(hook: Webhook, attempt: Attempt | undefined) {
  return {
    id: numberOf(hook.number),
    type: hook.email ? "Email" : "CustomHttp",
    response: attempt ? webhookResponse(attempt) : null,
    http_method: hook.email ? null : hook.httpMethod,
    email: hook.email,
    url: hook.url,
    trigger: hook.trigger,
    data_format: hook.email ? null : hook.dataFormat,
    created_at: instantText(hook.createdAt),
    ...(hook.template !== null && { template: hook.template }),
  };
}

function logOf({ payment, refunds: given }: Transaction) {
  const entry = (at: Temporal.Instant | null, event: string) => at && { created_at: instantText(at), event };
  return [
    entry(payment.openedAt, "created"),
    entry(payment.processedAt, statusOf(payment)),
    ...given.map(({ createdAt, kind }) => entry(createdAt, kind)),
  ].filter((line) => line !== null);
}

/** All keys, told or not: PHP clients look without asking (facts 2.6). */
function paymentDetailsJson(payment: Payment): Record<string, unknown> {
  const { paymentDetails } = toldBy(payment);
  const { instrument, processedAt, openedAt } = payment;
  return {
    id: numberOf(payment.number),
    type: instrument ? kindOf(payment) : null,
    card_type: instrument?.brand ?? null,
    card_number: instrument?.masked ?? null,
    card_holder: instrument?.holder ?? null,
    created_at: instantText(openedAt),
    updated_at: instantText(processedAt ?? openedAt),
    customer_number: null,
    ssn: null,
    email: null,
    phone: null,
    first_name: null,
    last_name: null,
    zip: null,
    address_1: null,
    address_2: null,
    city: null,
    country_code: null,
    segmentation: null,
    company_name: null,
    swish_number: null,
    bank_name: null,
    bank_acc_lastdigits: null,
    ...paymentDetails,
  };
}

/** Public numbers fit a JSON number for long. */
export function numberOf(number: bigint | null): number | null {
  return number === null ? null : Number.parseInt(String(number), 10);
}

/** To the second, as Rails writes it. Those of a commit share an instant. */
export const instantText: (instant: Temporal.Instant) => string = remembered((instant) =>
  instant.toString({ smallestUnit: "second" }),
);

/** As a JSON number: clients compare it with a sum of theirs (facts 2.5). */
function plainNumber(amount: bigint, currency: string): unknown {
  return JSON.rawJSON(writeAmount(amount, currency));
}
