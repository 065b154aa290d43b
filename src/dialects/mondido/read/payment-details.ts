import { isAbsent, isObject, textAt } from "../../toolkit/json.ts";
import { type ErrorName, Fault } from "../errors.ts";
import { parseRelaxed } from "./relaxed-json.ts";

/** What a client may tell about who pays, and the error when it is too long. The other keys of the wire's object, such
 *  as those of the card, are the server's to fill (document, "Payment Details"; facts 2.6). */
const keys = {
  customer_number: "errors.request.bad_format",
  ssn: "errors.missing_or_invalid.ssn",
  email: "errors.invalid.email",
  phone: "errors.missing_or_invalid.phone_number",
  first_name: "errors.missing_or_too_long.first_name",
  last_name: "errors.missing_or_too_long.last_name",
  zip: "errors.missing_or_too_long.zip_code",
  address_1: "errors.missing_or_too_long.address_1",
  address_2: "errors.missing.address_2",
  city: "errors.missing_or_too_long.city",
  country_code: "errors.missing_or_invalid.country_code",
  segmentation: "errors.request.bad_format",
  company_name: "errors.request.bad_format",
  swish_number: "errors.request.bad_format",
} as const satisfies Readonly<Record<string, ErrorName>>;

type Key = keyof typeof keys;

/** Every key that a client may tell, null where it did not. */
export type PaymentDetails = Readonly<Record<Key, string | null>>;

const longest = 150;

/** The details of an object or of its JSON text; null when nothing was sent. Faults errors.json.malformed,
 *  errors.request.bad_format when it is no object, and what `keys` says of a text above 150 characters. */
export function readPaymentDetails(value: unknown): PaymentDetails | null {
  if (isAbsent(value)) return null;
  const told = typeof value === "string" ? parseRelaxed(value) : value;
  if (told === undefined) throw new Fault("errors.json.malformed");
  if (!isObject(told)) throw new Fault("errors.request.bad_format");
  const entries = (Object.keys(keys) as Key[]).map((key): [Key, string | null] => {
    const text = textAt(told, key) ?? null;
    if (text !== null && text.length > longest) throw new Fault(keys[key]);
    return [key, text];
  });
  return Object.fromEntries(entries) as PaymentDetails;
}
