import type { InvoiceProvider } from "../../core/payments/index.ts";
import { isAbsent, type JsonObject, plainText } from "../toolkit/json.ts";
import { type ErrorName, Fault } from "./errors.ts";
import type { Told } from "./order.ts";
import { type PaymentDetails, readPaymentDetails } from "./read/index.ts";

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

/** Whether a request wants an invoice. */
export function wantsInvoice(params: JsonObject, told: Pick<Told, "paymentMethod">): boolean {
  const method = isAbsent(params.payment_method) ? told.paymentMethod : params.payment_method;
  return plainText(method).toLowerCase() === "invoice";
}

/** Reads who wants the invoice: what the payment knows, and what a window's form says now, beside or within
 *  `payment_details`. Faults 154 to 166, 209 to 228. */
export function readApplicant(
  params: JsonObject,
  {
    amount,
    currency,
    told,
  }: { amount: bigint; currency: string; told: Pick<Told, "items" | "paymentDetails" | "segmentation"> },
): Applicant {
  const details = mergedDetails(params, told.paymentDetails);
  if (!details) throw new Fault("errors.payment_details.missing");
  for (const [key, error] of required) if (isAbsent(details[key])) throw new Fault(error);
  if (isAbsent(details.phone) || !/^[+\d][\d\s()-]{5,30}$/.test(details.phone ?? ""))
    throw new Fault("errors.missing_or_invalid.phone_number");
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(details.email ?? "")) throw new Fault("errors.invalid.email");
  const country = countries[details.country_code?.toUpperCase() ?? ""];
  if (!country) throw new Fault("errors.missing_or_invalid.country_code");
  const ssn = (details.ssn ?? "").replace(/[\s-]/g, "");
  refuseFormat(country, ssn);
  if (told.items.length === 0) throw new Fault("errors.items.missing");
  if (currencies[country] !== currency) throw new Fault("errors.invoice.purchase_for_different_country");
  if (amount < smallest)
    throw new Fault("errors.invoice.amount.requested.lower_than_minimum_purchase_amount");
  if (amount > largest)
    throw new Fault("errors.invoice.amount.requested.higher_than_maximum_purchase_amount");
  return { country, ssn, details };
}

/** Swedish numbers have ten digits, or twelve with the century. */
function refuseFormat(country: string, ssn: string): void {
  if (country === "SWE" && /^\d{11}$/.test(ssn))
    throw new Fault("errors.helper.ssn.for_sweden_must_be_12_digits");
  const isRight =
    country === "SWE" ? /^\d{10}(\d\d)?$/ : country === "FIN" ? /^\d{6}[-+A-Y]?\d{3}[0-9A-Y]$/i : /^\d{11}$/;
  if (!isRight.test(ssn)) throw new Fault("errors.helper.ssn.invalid_format");
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
