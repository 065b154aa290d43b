import type { CardDetails } from "../../core/payments/index.ts";
import { type Brand, brandOf, isCvv, readCardNumber, readExpiry } from "../../core/vault/index.ts";
import { isAbsent, type JsonObject, plainText, textAt } from "../toolkit/json.ts";
import { Fault } from "./errors.ts";

/** What a shopper pays with: a card, or one that is stored. */
export type Means =
  | { readonly kind: "card"; readonly card: CardDetails; readonly brand: Brand; readonly type: string }
  | { readonly kind: "stored_card"; readonly token: string };

/** What clients call the types of cards (document, "Supported Card Types"), and names that others have for them. */
const types: Readonly<Record<string, string>> = {
  visa: "VISA",
  mastercard: "MASTERCARD",
  master: "MASTERCARD",
  maestro: "MAESTRO",
  electron: "ELECTRON",
  debit_mastercard: "DEBIT_MASTERCARD",
  visa_debit: "VISA_DEBIT",
  laser: "LASER",
  solo: "SOLO",
  amex: "AMEX",
  american_express: "AMEX",
  diners: "DINERS",
  diners_club: "DINERS",
  uk_maestro: "UK_MAESTRO",
  switch: "UK_MAESTRO",
  jcb: "JCB",
  discover: "DISCOVER",
  dankort: "DANKORT",
};

/** Those by whose number a payment window tells the type. */
const byBrand: Readonly<Partial<Record<Brand, string>>> = {
  visa: "VISA",
  mastercard: "MASTERCARD",
  maestro: "MAESTRO",
  electron: "ELECTRON",
  amex: "AMEX",
  diners: "DINERS",
  jcb: "JCB",
  discover: "DISCOVER",
  dankort: "DANKORT",
};

/** Cards of one country only, by type: they know one currency. */
const onlyCurrencies: Readonly<Record<string, string>> = { DANKORT: "DKK", LASER: "EUR", SOLO: "GBP" };

export type ReadingOfMeans = {
  readonly today: Temporal.PlainDate;
  readonly isTest: boolean;
  /** A payment window need not name the card's type. */
  readonly guessesType: boolean;
  /** What the card is to be charged in, where that is known. */
  readonly currency?: string;
  /** A card may be stored without the name on it (facts 2.7). */
  readonly mayBeNameless?: true;
};

/** Reads what is paid with, in the order of the error codes. In test mode a card may be past its date, as those of
 *  many clients' tests are. Faults 118 to 131. */
export function readMeans(params: JsonObject, reading: ReadingOfMeans): Means {
  const given = cardText(params, "card_number", 100);
  if (!given) throw new Fault("errors.card_number.missing");
  const wanted = cardText(params, "card_type", 50)?.toLowerCase().replaceAll(" ", "_");
  if (wanted === "stored_card") return { kind: "stored_card", token: given };
  const { isTest, guessesType, today, currency, mayBeNameless } = reading;

  const number = readCardNumber(given);
  if (!number) throw new Fault("errors.card_number.invalid");
  const brand = brandOf(number);
  const type = wanted ? types[wanted] : guessesType ? byBrand[brand] : undefined;
  if (!wanted && !guessesType) throw new Fault("errors.card_type.missing");
  if (!type) throw new Fault("errors.card_type.unsupported");
  const holder = readHolder(params) ?? "";
  if (!holder && !mayBeNameless) throw new Fault("errors.card_holder.missing");
  const cvv = cardText(params, "card_cvv", 20);
  if (!cvv) throw new Fault("errors.card_cvv.missing");
  if (!isCvv(cvv, brand) && !(isTest && /^20[0-3]$/.test(cvv))) throw new Fault("errors.card_cvv.invalid");
  const expiresOn = readDate(params, today, isTest);
  if (currency !== undefined && (onlyCurrencies[type] ?? currency) !== currency)
    throw new Fault("errors.card_currency.unsupported");
  return { kind: "card", card: { number, holder, cvv, expiresOn }, brand, type };
}

/** The name on a card; undefined when none is told. Faults 123. */
export function readHolder(params: JsonObject): string | undefined {
  const holder = cardText(params, "card_holder", 256);
  if (holder && (holder.length > 255 || !/\p{L}/u.test(holder)))
    throw new Fault("errors.card_holder.invalid");
  return holder;
}

/** Faults 126, 127, 130. */
export function readDate(params: JsonObject, today: Temporal.PlainDate, isTest: boolean): Temporal.PlainDate {
  const text = cardText(params, "card_expiry", 20) ?? monthAndYear(params);
  if (!text) throw new Fault("errors.card_expiry.missing");
  const expiresOn = readExpiry(text.replace(/\s*\/\s*/, ""));
  if (!expiresOn) throw new Fault("errors.card_expiry.invalid");
  if (!isTest && Temporal.PlainDate.compare(expiresOn, today) < 0) throw new Fault("errors.card.expired");
  return expiresOn;
}

/** Windows have a field for each where there is no script to join them. */
function monthAndYear({ expMM, expYY }: JsonObject): string | undefined {
  if (isAbsent(expMM) || isAbsent(expYY)) return undefined;
  return `${plainText(expMM).padStart(2, "0")}${plainText(expYY).slice(-2)}`;
}

/** The text of a field; of what is there and no text, one that is wrong in every field. */
function cardText(params: JsonObject, name: string, longest: number): string | undefined {
  const value = params[name];
  const isText = isAbsent(value) || typeof value === "string" || typeof value === "number";
  return isText ? textAt(params, name, longest) : "?";
}
