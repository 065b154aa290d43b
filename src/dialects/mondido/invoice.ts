import type { StoreFacts } from "../../core/merchants/index.ts";
import type { InvoiceProvider, Person } from "../../core/payments/index.ts";
import { isAbsent, isObject, type JsonObject, plainText } from "../toolkit/json.ts";
import type { Call } from "./call.ts";
import { type ErrorName, Fault } from "./errors.ts";
import { type PaymentDetails, readPaymentDetails } from "./read/index.ts";
import { parseRelaxed } from "./read/relaxed-json.ts";
import type { Told } from "./told.ts";

/** What an invoice needs to know of its payer, in the order of the error codes (document, "Payment Details"). */
const required: readonly (readonly [keyof PaymentDetails, ErrorName])[] = [
  ["ssn", "errors.personal_number.missing"],
  ["zip", "errors.zip.missing"],
  ["first_name", "errors.first_name.missing"],
  ["last_name", "errors.last_name.missing"],
  ["country_code", "errors.country_code.missing"],
  ["address_1", "errors.address.missing"],
  ["city", "errors.city.missing"],
];

/** Countries as clients write them, by the alpha-3 code that the document asks for. */
const countries: Readonly<Record<string, string>> = {
  SWE: "SWE",
  SE: "SWE",
  NOR: "NOR",
  NO: "NOR",
  FIN: "FIN",
  FI: "FIN",
  DNK: "DNK",
  DK: "DNK",
};

/** Where invoices can be paid, and in what. */
const currencies: Readonly<Record<string, string>> = { SWE: "SEK", NOR: "NOK", FIN: "EUR" };

/** Whether somebody somewhere can buy on account in it. */
export function isInvoiceCurrency(currency: string): boolean {
  return Object.values(currencies).includes(currency);
}

/** Smallest and largest purchase on account, in minor units. */
const smallest = 1_00n;
const largest = 100_000_00n;

/** Somebody who wants an invoice, with all that the provider needs to decide. */
export type Applicant = { readonly country: string; readonly ssn: string; readonly details: PaymentDetails };

/** Whether shoppers of this store may buy on account. */
export function offersInvoices({ store }: Pick<StoreFacts, "store">): boolean {
  return store.settings.invoices ?? true;
}

/** Whether a request wants an invoice. */
export function wantsInvoice(params: JsonObject, told: Pick<Told, "paymentMethod">): boolean {
  const method = isAbsent(params.payment_method) ? told.paymentMethod : params.payment_method;
  return plainText(method).toLowerCase() === "invoice";
}

/** What is to be paid on account. */
type Purchase = {
  readonly amount: bigint;
  readonly currency: string;
  readonly told: Pick<Told, "items" | "paymentDetails" | "planId">;
};

/** Reads who wants the invoice: what the payment knows, and what a window's form says now, beside or within
 *  `payment_details`. Faults 154 (a subscription), 156 to 166, 181, 211 to 228. */
export function readApplicant(
  { params, facts }: Pick<Call, "params" | "facts">,
  { amount, currency, told }: Purchase,
): Applicant {
  if (!offersInvoices(facts)) throw new Fault("errors.merchant.invoice.not_configured");
  if (told.planId !== null) throw new Fault("errors.invoice.not_purchable");
  const details = mergedDetails(params, told.paymentDetails);
  if (!details) throw new Fault("errors.payment_details.missing");
  if (!saysSsn(params, told.paymentDetails)) throw new Fault("errors.must_be_submitted.ssn");
  for (const [key, error] of required) if (isAbsent(details[key])) throw new Fault(error);
  if (isAbsent(details.phone) || !/^[+\d][\d\s()-]{5,30}$/.test(details.phone ?? ""))
    throw new Fault("errors.missing_or_invalid.phone_number");
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(details.email ?? "")) throw new Fault("errors.invalid.email");
  const { country, ssn } = readPersonalNumber(details.country_code ?? "", details.ssn ?? "");
  if (told.items.length === 0) throw new Fault("errors.items.missing");
  if (currencies[country] !== currency) throw new Fault("errors.invoice.purchase_for_different_country");
  if (amount < smallest)
    throw new Fault("errors.invoice.amount.requested.lower_than_minimum_purchase_amount");
  if (amount > largest)
    throw new Fault("errors.invoice.amount.requested.higher_than_maximum_purchase_amount");
  return { country, ssn, details };
}

/** Whether anything is said about the personal number, be it nothing. */
function saysSsn(params: JsonObject, known: PaymentDetails | null): boolean {
  const told = params.payment_details;
  const nested = typeof told === "string" ? parseRelaxed(told) : told;
  return !isAbsent(known?.ssn) || [params, nested].some((part) => isObject(part) && part.ssn !== undefined);
}

/** A personal number and its country, as the invoice provider knows them. Faults 220, 238, 240. */
export function readPersonalNumber(countryCode: string, number: string): Pick<Applicant, "country" | "ssn"> {
  const country = countries[countryCode.toUpperCase()];
  if (!country) throw new Fault("errors.missing_or_invalid.country_code");
  const ssn = number.replace(/[\s+-]/g, "");
  refuseFormat(country, ssn);
  return { country, ssn };
}

/** Swedish numbers have ten digits, or twelve with the century. */
const formats: Readonly<Record<string, RegExp>> = {
  SWE: /^\d{10}(\d\d)?$/,
  NOR: /^\d{11}$/,
  FIN: /^\d{6}[A-Y]?\d{3}[0-9A-Y]$/i,
  DNK: /^\d{10}$/,
};

function refuseFormat(country: string, ssn: string): void {
  if (country === "SWE" && /^\d{11}$/.test(ssn))
    throw new Fault("errors.helper.ssn.for_sweden_must_be_12_digits");
  if (!formats[country]?.test(ssn)) throw new Fault("errors.helper.ssn.invalid_format");
}

function mergedDetails(params: JsonObject, known: PaymentDetails | null): PaymentDetails | null {
  const flat = readPaymentDetails(params);
  const nested = readPaymentDetails(params.payment_details);
  if (!known && !nested && !anyTold(flat)) return null;
  return { ...empty, ...toldOnly(known), ...toldOnly(nested), ...toldOnly(flat) };
}

const empty = readPaymentDetails({}) as PaymentDetails;

function toldOnly(details: PaymentDetails | null | undefined): Partial<PaymentDetails> {
  return Object.fromEntries(Object.entries(details ?? {}).filter(([, value]) => value !== null));
}

function anyTold(details: PaymentDetails | null | undefined): boolean {
  return Object.keys(toldOnly(details)).some((key) => key !== "segmentation");
}

/** Who has a personal number; undefined: nobody known. Faults 243 when the provider does not answer. */
export async function findPerson(
  { invoices }: { readonly invoices: InvoiceProvider },
  who: Pick<Applicant, "country" | "ssn">,
): Promise<Person | undefined> {
  try {
    return await invoices.find(who);
  } catch {
    throw new Fault("errors.service_not_available");
  }
}

/** Asks whether somebody may buy on account, as an answer that settles a payment. */
export async function askProvider(
  invoices: InvoiceProvider,
  request: { id: string; amount: bigint; currency: string },
  { country, ssn }: Applicant,
) {
  const answer = await invoices.approve({ ...request, country, ssn });
  return answer.outcome === "approved"
    ? ({ outcome: "approved", authorizationId: answer.reference } as const)
    : answer;
}
