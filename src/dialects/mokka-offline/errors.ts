import type { RefusalCode, RefusalOf } from "../../core/refusal.ts";

/** What is wrong with one attribute of a request. */
export type Problem = {
  readonly attribute: string;
  readonly type: string;
  readonly message: Readonly<Record<Language, string>>;
};

/** Stores speak to their agents in Polish; what is not in Poland, in English. */
export type Language = "pl" | "en";

export type FaultStatus = 401 | 404 | 413 | 422 | 500 | 503;

/** A request that is turned away, with its HTTP status and what is wrong (document, "Error codes"). */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly status: FaultStatus;
  readonly problems: readonly Problem[];

  constructor(status: FaultStatus, ...problems: readonly Problem[]) {
    super(problems[0]?.message.en ?? String(status));
    this.status = status;
    this.problems = problems;
  }
}

const types: Readonly<Record<FaultStatus, string>> = {
  401: "unauthorized",
  404: "not_found",
  413: "payload_too_large",
  422: "unprocessable_entity",
  500: "internal_server_error",
  503: "service_unavailable",
};

/** The document's form: `error` and a list; `asMap`: the older one, messages by attribute (facts 4.2). */
export function writeFault({ status, problems }: Fault, language: Language, asMap: boolean): object {
  const told = problems.map(({ attribute, type, message }) => ({
    ...(attribute === base ? {} : { attribute }),
    type,
    message: message[language],
  }));
  if (!asMap) return { error: { code: status, type: types[status] }, errors: told };
  const byAttribute = Map.groupBy(problems, ({ attribute }) => attribute);
  const lists = [...byAttribute].map(([name, list]) => [name, list.map(({ message }) => message[language])]);
  return { errors: Object.fromEntries(lists) };
}

/** What is said of no attribute in particular. */
const base = "base";

const messages = {
  blank: { en: "can't be blank", pl: "nie może być puste" },
  invalid: { en: "is invalid", pl: "jest nieprawidłowe" },
  wrong_length: { en: "has the wrong length", pl: "ma nieprawidłową długość" },
  confirmation: { en: "doesn't match the password", pl: "nie zgadza się z hasłem" },
  accepted: { en: "must be accepted", pl: "musi zostać zaakceptowane" },
  wrong_code: { en: "wrong code", pl: "nieprawidłowy kod" },
  code_expired: { en: "the code has expired; send another", pl: "kod wygasł; wyślij nowy" },
  code_locked: {
    en: "too many wrong codes; try again in a few minutes",
    pl: "zbyt wiele błędnych kodów; spróbuj za kilka minut",
  },
  wrong_login: { en: "wrong login or password", pl: "nieprawidłowy login lub hasło" },
  locked: {
    en: "too many wrong passwords; try again in a few minutes",
    pl: "zbyt wiele błędnych haseł; spróbuj za kilka minut",
  },
  not_found: { en: "not found", pl: "nie znaleziono" },
  unauthorized: { en: "log in first", pl: "najpierw się zaloguj" },
  too_large: { en: "the request is too large", pl: "zbyt duże żądanie" },
  bad_request: { en: "the body cannot be read", pl: "nie można odczytać treści żądania" },
  failed: { en: "something went wrong; try again", pl: "coś poszło nie tak; spróbuj ponownie" },
  busy: { en: "busy; try again in a moment", pl: "zajęte; spróbuj za chwilę" },
  too_young: { en: "must be at least 18 years old", pl: "klient musi mieć co najmniej 18 lat" },
  contradicts: { en: "does not agree with the PESEL", pl: "nie zgadza się z numerem PESEL" },
  check_digit: { en: "has a wrong check digit", pl: "ma nieprawidłową cyfrę kontrolną" },
  too_much: { en: "is above the customer's limit", pl: "przekracza limit klienta" },
  outside_tariff: { en: "is outside the tariff", pl: "nie mieści się w taryfie" },
  unknown: { en: "is not one of those offered", pl: "nie należy do oferowanych" },
  exceeds: { en: "is more than what remains", pl: "przekracza pozostałą kwotę" },
  expired: { en: "the time for this request is over", pl: "czas na ten wniosek minął" },
  finalized: { en: "is finalized already", pl: "zostało już sfinalizowane" },
  declined: { en: "application declined", pl: "wniosek odrzucony" },
  not_approved: { en: "must be approved first", pl: "musi najpierw zostać zatwierdzony" },
  no_client: { en: "has not been created yet", pl: "nie został jeszcze utworzony" },
  taken: { en: "belongs to another customer", pl: "należy do innego klienta" },
  closed: { en: "is confirmed or canceled already", pl: "jest już potwierdzony lub anulowany" },
  past: { en: "has passed", pl: "minął" },
  kept: { en: "cannot be changed here", pl: "nie można tu tego zmienić" },
  bureau_decides: {
    en: "the credit bureau decides about the limit; it cannot be changed here",
    pl: "o limicie decyduje biuro kredytowe; nie można go tu zmienić",
  },
  not_offered: { en: "is not offered", pl: "nie jest oferowane" },
  signature: { en: "the signature is missing or wrong", pl: "brak podpisu lub podpis jest nieprawidłowy" },
} as const;

export type MessageKey = keyof typeof messages;

/** A problem in our words; `type` is the key. */
export function problem(attribute: string, key: MessageKey): Problem {
  return { attribute, type: key, message: messages[key] };
}

export function unprocessable(attribute: string, key: MessageKey): Fault {
  return new Fault(422, problem(attribute, key));
}

export const notFound = () => new Fault(404, problem(base, "not_found"));
export const unauthorized = () => new Fault(401, problem(base, "unauthorized"));
/** The same of a call that proves itself by a signature. */
export const unsigned = () => new Fault(401, { ...problem(base, "signature"), type: "unauthorized" });
export const tooLarge = () => new Fault(413, problem(base, "too_large"));
export const failed = () => new Fault(500, problem(base, "failed"));
const busy = () => new Fault(503, problem(base, "busy"));

/** The parts of the core that are used here. */
type Part =
  | "merchants"
  | "customers"
  | "ledger"
  | "credit"
  | "payments"
  | "confirmations"
  | "agents"
  | "applications"
  | "returns";

/** Refusals of the core in the words of the till (facts 4.2). */
export const refusals: Readonly<Partial<Record<RefusalCode, () => Fault>>> = {
  merchant_not_found: notFound,
  store_not_found: notFound,
  customer_not_found: () => unprocessable("client", "no_client"),
  customer_exists: () => unprocessable("id_documents", "taken"),
  insufficient_limit: () => unprocessable("amount", "too_much"),
  hold_is_resolved: failed,
  repays_more_than_owed: failed,
  loan_not_found: notFound,
  tariff_not_found: () => unprocessable("term_id", "unknown"),
  outside_tariff: () => unprocessable("amount", "outside_tariff"),
  payment_under_way: failed,
  reference_processed: failed,
  payment_not_found: notFound,
  payment_exists: () => unprocessable("loan_application", "finalized"),
  order_exists: failed,
  payment_of_another_phone: failed,
  payment_expired: () => unprocessable("loan_request", "expired"),
  payment_not_capturable: () => unprocessable("loan_application", "not_approved"),
  payment_not_voidable: failed,
  payment_not_changeable: failed,
  payment_not_refundable: () => unprocessable("order_id", "closed"),
  amount_differs: failed,
  amount_exceeds_captured: () => unprocessable("amount", "exceeds"),
  amount_exceeds_authorized: failed,
  code_locked: () => unprocessable("confirmation_code", "code_locked"),
  code_resent_too_soon: failed,
  confirmation_not_found: () => unprocessable("confirmation_code", "wrong_code"),
  agent_locked: () => unprocessable("manager", "locked"),
  agent_not_found: unauthorized,
  login_wrong: () => unprocessable("manager", "wrong_login"),
  application_not_found: notFound,
  application_expired: () => unprocessable("loan_request", "expired"),
  application_closed: () => unprocessable("loan_application", "finalized"),
  application_declined: () => unprocessable(base, "declined"),
  application_without_phone: () => unprocessable("mobile_phone", "blank"),
  application_without_customer: () => unprocessable("client", "no_client"),
  application_not_approved: () => unprocessable("loan_application", "not_approved"),
  return_not_found: notFound,
  return_closed: () => unprocessable("return", "closed"),
  server_busy: busy,
} satisfies Record<RefusalOf<Part>, () => Fault>;
