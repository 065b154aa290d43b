import { isDeepStrictEqual } from "node:util";
import type { Item as CoreItem } from "../../core/payments/index.ts";
import { isAbsent, type JsonObject, plainText, textAt } from "../toolkit/json.ts";
import type { Call } from "./call.ts";
import { currencies } from "./currencies.ts";
import { type ErrorName, Fault } from "./errors.ts";
import { isRequestHash } from "./hash.ts";
import { readAmount, readDecimal, writeAmount } from "./money.ts";
import {
  itemsTotal,
  readFlag,
  readInteger,
  readItems,
  readMetadata,
  readPaymentDetails,
  readTest,
} from "./read/index.ts";
import type { ClientInfo, Told, WireItem } from "./told.ts";

/** An order that is fit to be opened or amended. Amount in minor units. */
export type Order = {
  readonly reference: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly isTest: boolean;
  readonly told: Told;
};

const longestReference = 255;
export const largestQuantity = 100_000;

/** Reads an order: from a form, which has to say where the shopper goes next; or from the API, which need not. Checked
 *  in the order of the error codes, the hash once its parts are there. Faults as the document names them. */
export function readOrder({ params, facts, request }: Call, from: "form" | "api"): Order {
  const { merchant_id: merchant } = params;
  if (!isAbsent(merchant) && plainText(merchant).trim() !== facts.store.number)
    throw new Fault("errors.merchant.invalid");
  const currency = readCurrency(params);
  const amount = readOrderAmount(params, currency);
  const reference = readReference(params);
  const isTest = readTest(params.test);
  checkHash(params, { facts, amount: params.amount as string, currency, reference, isTest });
  const successUrl = readUrl(params, "success_url", from);
  const errorUrl = readUrl(params, "error_url", from);
  const told = readTold(params, currency, amount);
  const clientInfo = from === "form" ? clientInfoOf(request) : null;
  return { reference, currency, amount, isTest, told: { ...told, successUrl, errorUrl, clientInfo } };
}

/** The same for a payment that is there: what is not mentioned stays. A hash is checked where one is sent. */
export function readAmendment({ params, facts }: Call, known: Order): Order {
  const currency = isAbsent(params.currency) ? known.currency : readCurrency(params);
  const amount = isAbsent(params.amount) ? known.amount : readOrderAmount(params, currency);
  const reference = isAbsent(params.payment_ref) ? known.reference : readReference(params);
  const isTest = isAbsent(params.test) ? known.isTest : readTest(params.test);
  const customerRef = textAt(params, "customer_ref") ?? known.told.customerRef;
  if (!isAbsent(params.hash)) {
    const posted = isAbsent(params.amount) ? writeAmount(amount, currency) : (params.amount as string);
    const hashed = { ...params, customer_ref: customerRef };
    checkHash(hashed, { facts, amount: posted, currency, reference, isTest });
  }
  const told = { ...known.told, ...mentioned(params, readTold(params, currency, amount)) };
  return { reference, currency, amount, isTest, told };
}

/** By which parameter a part of what is told is mentioned. */
const parameters: Readonly<Partial<Record<keyof Told, string>>> = {
  customerRef: "customer_ref",
  vatAmount: "vat_amount",
  metadata: "metadata",
  items: "items",
  paymentDetails: "payment_details",
  templateId: "template_id",
  paymentMethod: "payment_method",
  authorize: "authorize",
  storeCard: "store_card",
  planId: "plan_id",
  subscriptionQuantity: "subscription_quantity",
  subscriptionItems: "subscription_items",
  segmentation: "segmentation",
  requestHash: "hash",
};

/** What nobody changes any more once somebody pays. */
const agreed = [
  "customerRef",
  "authorize",
  "planId",
  "subscriptionQuantity",
  "subscriptionItems",
] as const satisfies readonly (keyof Told)[];

/** Whether an amendment asks for something else than what is being paid. */
export function isAgreed(known: Order, wanted: Order): boolean {
  const sameTold = agreed.every((key) => isDeepStrictEqual(known.told[key], wanted.told[key]));
  return sameTold && known.amount === wanted.amount;
}

function mentioned(params: JsonObject, told: Partial<Told>): Partial<Told> {
  const entries = Object.entries(told).filter(
    ([key]) => !isAbsent(params[parameters[key as keyof Told] ?? ""]),
  );
  return Object.fromEntries(entries);
}

function readTold(
  params: JsonObject,
  currency: string,
  amount: bigint,
): Omit<Told, "successUrl" | "errorUrl" | "clientInfo"> {
  const paymentMethod = methodIn(params);
  const isInvoice = paymentMethod === "invoice";
  const items = readItems(params.items, currency, isInvoice ? "invoice" : "order");
  if (items.length > 0 && itemsTotal(items) !== amount)
    throw new Fault(
      isInvoice ? "errors.item.total_amount_error" : "errors.items.transaction_amount_mismatch",
    );
  return {
    customerRef: readCustomerRef(params),
    vatAmount: readVatAmount(params, currency),
    metadata: readMetadata(params.metadata),
    items: items.map(({ asSent }) => asSent),
    paymentDetails: readPaymentDetails(params.payment_details) ?? null,
    templateId: readNumber(params.template_id, "errors.template.not_found"),
    paymentMethod,
    authorize: readFlag(params.authorize),
    storeCard: readFlag(params.store_card),
    planId: readNumber(params.plan_id, "errors.plan.not_found"),
    subscriptionQuantity: readQuantity(params.subscription_quantity),
    subscriptionItems: readItems(params.subscription_items, currency).map(({ asSent }) => asSent),
    segmentation: textAt(params, "segmentation", 10)?.toLowerCase() ?? null,
    requestHash: textAt(params, "hash", 64) ?? null,
    linkPayment: false,
  };
}

function methodIn(params: JsonObject): string | null {
  return textAt(params, "payment_method", 50)?.toLowerCase() ?? null;
}

/** The number of something; what is no number is not there. */
export function readNumber(value: unknown, otherwise: ErrorName): number | null {
  if (isAbsent(value)) return null;
  const number = readInteger(value);
  if (number === undefined) throw new Fault(otherwise);
  return number;
}

/** How many times a plan's price is to be paid; 0 counts as 1. Faults 253. */
function readQuantity(value: unknown): number {
  const quantity = readNumber(value, "errors.request.bad_format") ?? 1;
  if (quantity > largestQuantity) throw new Fault("errors.request.bad_format");
  return Math.max(quantity, 1);
}

export function readCurrency({ currency }: JsonObject): string {
  if (isAbsent(currency)) throw new Fault("errors.currency.missing");
  const code = plainText(currency).toUpperCase();
  if (!currencies.has(code)) throw new Fault("errors.currency.unsupported");
  return code;
}

/** Invoices speak the words of their provider here, too. */
function readOrderAmount(params: JsonObject, currency: string): bigint {
  const { amount, raw_amount: raw } = params;
  const isInvoice = methodIn(params) === "invoice";
  const invoices = "errors.missing_or_invalid.amount_error";
  if (isAbsent(amount)) throw new Fault(isInvoice ? invoices : "errors.amount.missing");
  if (isInvoice && /^\d+\.\d{3,}$/.test(plainText(amount)))
    throw new Fault("errors.invoice.amount.maximal_decimal");
  const minor = readAmount(amount, currency);
  if (minor === undefined || minor > 9_223_372_036_854n)
    throw new Fault(isInvoice ? invoices : "errors.amount.invalid");
  if (isAbsent(raw)) return minor;
  const told = readInteger(raw);
  if (told === undefined) throw new Fault("errors.raw_amount.invalid");
  if (BigInt(told) !== minor) throw new Fault("errors.amount.mismatch");
  return minor;
}

/** Old clients say `order_id` (facts 1.2), and get the errors of that name. */
function readReference(params: JsonObject): string {
  const name = saysOrderId(params) ? "order_id" : "payment_ref";
  const reference = textAt(params, name, longestReference + 1);
  if (reference && reference.length <= longestReference) return reference;
  const isInvoice = methodIn(params) === "invoice";
  throw new Fault(isInvoice ? "errors.missing_or_too_long.order_reference" : `errors.${name}.invalid`);
}

export function saysOrderId({ payment_ref: reference, order_id: legacy }: JsonObject): boolean {
  return isAbsent(reference) && !isAbsent(legacy);
}

export function readCustomerRef(params: JsonObject): string {
  const { customer_ref: told } = params;
  const isText = isAbsent(told) || typeof told === "string" || typeof told === "number";
  const reference = textAt(params, "customer_ref", longestReference + 1) ?? "";
  if (!isText || reference.length > longestReference) throw new Fault("errors.customer_ref.invalid");
  return reference;
}

function readVatAmount({ vat_amount: vat }: JsonObject, currency: string): string | null {
  if (isAbsent(vat)) return null;
  const minor = readDecimal(vat, currency);
  if (minor === undefined || minor < 0n) throw new Fault("errors.amount.invalid");
  return writeAmount(minor, currency);
}

type Hashed = Pick<Order, "currency" | "reference" | "isTest"> & {
  readonly facts: Call["facts"];
  readonly amount: string | number;
};

function checkHash(params: JsonObject, { facts, amount, currency, reference, isTest }: Hashed): void {
  if (isAbsent(params.hash)) throw new Fault("errors.hash.missing");
  const isRight = isRequestHash(params.hash, {
    merchantId: facts.store.number,
    paymentRef: reference,
    customerRef: readCustomerRef(params),
    amount,
    currency,
    isTest,
    secret: facts.secret,
    isLegacyTaken: facts.store.settings.acceptLegacyHash ?? false,
  });
  if (!isRight) throw new Fault("errors.hash.invalid");
}

/** A form needs both; one that leads back into the payment window is reserved for it. */
function readUrl(params: JsonObject, name: "success_url" | "error_url", from: "form" | "api"): string | null {
  if (isAbsent(params[name]) && from === "api") return null;
  const url = textAt(params, name, 2_048);
  if (!url || !/^https?:\/\//i.test(url)) throw new Fault(`errors.${name}.missing` as ErrorName);
  if (/^https?:\/\/[^?#]*\/v1\/form(\/|\?|#|$)/i.test(url))
    throw new Fault(`errors.${name}.reserved` as ErrorName);
  return url;
}

export function clientInfoOf(request: Call["request"]): ClientInfo {
  const agent = (request.headers["user-agent"] ?? "").slice(0, 500);
  const [, browser = "", version = ""] =
    /(Edg|OPR|Firefox|Chrome|Safari|MSIE|curl)[/ ]([\d.]+)/.exec(agent) ?? [];
  const [, platform = ""] = /\(([^;)]+)/.exec(agent) ?? [];
  const language = (request.headers["accept-language"] ?? "").slice(0, 200);
  return { raw_user_agent: agent, browser, version, platform, ip: request.ip, accept_language: language };
}

/** An order's lines as the core knows lines. */
export function coreItems(items: readonly WireItem[]): readonly CoreItem[] {
  return items.map(({ artno, description, amount, qty }) => ({
    name: String(description),
    sku: String(artno),
    price: String(amount),
    quantity: Number.parseInt(String(qty), 10) || null,
  }));
}
