import { fieldText } from "../../../pages/payment-window/index.ts";
import type { JsonObject } from "../../toolkit/json.ts";
import { type ErrorName, errorBody, Fault, type Locale } from "../errors.ts";
import type { Mistake } from "./view.ts";

/** Fields of the window that errors are about but are not called like. */
const fields: Readonly<Partial<Record<ErrorName, string>>> = {
  "errors.personal_number.missing": "ssn",
  "errors.missing_or_invalid.ssn": "ssn",
  "errors.helper.ssn.invalid_format": "ssn",
  "errors.helper.ssn.for_sweden_must_be_12_digits": "ssn",
  "errors.address.missing": "address_1",
  "errors.missing_or_invalid.phone_number": "phone",
  "errors.invalid.email": "email",
  "errors.missing_or_invalid.country_code": "country_code",
  "errors.card.expired": "card_expiry",
  "errors.missing_or_too_long.zip_code": "zip",
};

/** The window's fields, with something that nobody objects to. */
const rightValues: Readonly<Record<string, string>> = {
  card_number: "4111111111111111",
  card_type: "VISA",
  card_holder: "A",
  card_cvv: "000",
  card_expiry: "1299",
  ssn: "195203198089",
  zip: "1",
  first_name: "A",
  last_name: "A",
  country_code: "SWE",
  address_1: "A",
  address_2: "A",
  city: "A",
  phone: "0000000",
  email: "a@a.se",
};

/** Everything that is wrong with a form. */
class Faults extends Fault {
  readonly all: readonly Fault[];

  constructor(first: Fault, others: readonly Fault[]) {
    super(first.error, first.detail);
    this.all = [first, ...others];
  }
}

/** Reads a form whole: what `read` would only object to after a first mistake is mended is told along with it. */
export function readWhole<Result>(params: JsonObject, read: (params: JsonObject) => Result): Result {
  try {
    return read(params);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Faults(error, faultsBehind(error, params, read));
  }
}

function faultsBehind(fault: Fault, params: JsonObject, read: (params: JsonObject) => unknown): Fault[] {
  const field = fieldOf(fault.error);
  if (!field) return [];
  const mended = { ...params, [field]: rightValues[field] };
  try {
    read(mended);
    return [];
  } catch (error) {
    const next = error instanceof Fault ? fieldOf(error.error) : undefined;
    if (!(error instanceof Fault) || !next || mended[next] === rightValues[next]) return [];
    return [error, ...faultsBehind(error, mended, read)];
  }
}

/** A fault as the window shows it: beside the fields it is about, or above the form. */
export function mistakeOf(fault: Fault, locale: Locale, params: JsonObject): Mistake {
  const all = fault instanceof Faults ? fault.all : [fault];
  const values = Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const told = all.flatMap(({ error }) => {
    const field = fieldOf(error);
    return field ? [[field, textOf(error, field, locale)]] : [];
  });
  if (told.length > 0) return { errors: Object.fromEntries(told), values };
  const isChanged = fault.error === "errors.amount.mismatch";
  const notice = isChanged && fieldText(locale, "shown_total");
  return { notice: notice || errorBody(fault.error, locale, fault.detail).description, values };
}

/** In a shopper's words where that says enough. */
function textOf(error: ErrorName, field: string, locale: Locale): string {
  const isPlain = error !== "errors.card.expired" && error !== "errors.card_type.unsupported";
  return (isPlain && fieldText(locale, field)) || errorBody(error, locale).description;
}

function fieldOf(error: ErrorName): string | undefined {
  const [, middle = "", last = ""] = error.split(".");
  return fields[error] ?? [middle, last].find((name) => Object.hasOwn(rightValues, name));
}
