import { codes, type ErrorName } from "./errors/codes.ts";
import { textsEn } from "./errors/texts-en.ts";
import { textsSv } from "./errors/texts-sv.ts";

export type { ErrorName } from "./errors/codes.ts";

/** Languages of descriptions. */
export type Locale = "sv" | "en";

type WireError = {
  readonly code: number;
  readonly en: string;
  readonly sv: string;
  /** HTTP status of an answer with this error. */
  readonly status: number;
};

/** All but 400 (facts 2.4). */
const statuses: Readonly<Partial<Record<ErrorName, number>>> = {
  "errors.authentication.failed": 401,
  "errors.merchant.missing": 401,
  "errors.password.missing": 401,
  "errors.account.locked": 429,
  "errors.unauthorized": 403,
  "errors.not_found": 404,
  "errors.template.not_found": 404,
  "errors.transaction.not_found": 404,
  "errors.plan.not_found": 404,
  "errors.stored_card.not_found": 404,
  "errors.subscription.not_found": 404,
  "errors.customer.not_found": 404,
  "errors.customer_not_found": 404,
  "errors.webhook.not_found": 404,
  "errors.invoice.address_not_found": 404,
  "errors.unexpected": 500,
  "errors.generic": 500,
  "errors.service_not_available": 503,
};

const names = Object.keys(codes) as ErrorName[];

/** Every error by its name on the wire. */
export const errors = Object.fromEntries(
  names.map((name) => [
    name,
    { code: codes[name], en: textsEn[name], sv: textsSv[name], status: statuses[name] ?? 400 },
  ]),
) as Readonly<Record<ErrorName, WireError>>;

/** Whether a text names one of the errors. */
export function isErrorName(text: string): text is ErrorName {
  return Object.hasOwn(errors, text);
}

/** A request that is turned away. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly error: ErrorName;
  /** What the acquirer said, told behind the description. */
  readonly detail: string | undefined;
  readonly status: number;

  constructor(error: ErrorName, detail?: string) {
    super(error);
    this.error = error;
    this.detail = detail;
    this.status = errors[error].status;
  }
}

/** The body of an answer that tells an error: these three keys and no other, by which clients know it (facts 2.4). */
export function errorBody(name: ErrorName, locale: Locale, detail?: string) {
  const { code, [locale]: text } = errors[name];
  return { name, code, description: detail ? `${text} ${detail}` : text };
}

const locales: Readonly<Record<string, Locale>> = { sv: "sv", se: "sv", swe: "sv", en: "en", eng: "en" };

/** The language that `locale` asks for, also as a language tag such as sv-SE; undefined when it is none of ours. */
export function localeOf(value: unknown): Locale | undefined {
  if (typeof value !== "string") return undefined;
  const [language = ""] = value.trim().toLowerCase().split(/[-_]/, 1);
  return Object.hasOwn(locales, language) ? locales[language] : undefined;
}
