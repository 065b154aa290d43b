import type { Applicant } from "../../core/checkouts/index.ts";
import { parsePhone } from "../../core/customers/index.ts";
import type { ErrorKey, FieldErrors, FieldName } from "./fields.ts";

/** What a form of ours was posted with: text, cleaned of what cannot be stored, never longer than any field. */
export type Submitted = Readonly<Record<string, string>>;

export function readSubmitted(body: Buffer): Submitted {
  const entries = [...new URLSearchParams(body.toString())].slice(0, 50);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value.replaceAll("\0", "").toWellFormed().trim().slice(0, 300)]),
  );
}

type Check = (text: string, context: { country: string; today: Temporal.PlainDate }) => ErrorKey | undefined;

const checks: Partial<Record<FieldName, Check>> = {
  primary_phone: (text, { country }) =>
    text ? (parsePhone(text, country) ? undefined : "invalid_phone") : "required",
  first_name: (text) => (text ? nameError(text) : "required"),
  surname: (text) => (text ? nameError(text) : "required"),
  patronymic: (text) => (text ? nameError(text) : undefined),
  birth_date: (text, { today }) => (text ? birthDateError(text, today) : "required"),
  primary_email: (text) => (text ? (isEmail(text) ? undefined : "invalid_email") : "required"),
};

/** What is wrong with the questionnaire, field by field. */
export function errorsIn(
  fields: readonly FieldName[],
  submitted: Submitted,
  context: { country: string; today: Temporal.PlainDate },
): FieldErrors {
  const errors = fields.map((field) => [field, checks[field]?.(submitted[field] ?? "", context)] as const);
  return Object.fromEntries(errors.filter(([, error]) => error !== undefined));
}

/** The applicant of a questionnaire without errors. */
export function applicantOf(submitted: Submitted, country: string): Applicant & { phone: string } {
  return {
    phone: parsePhone(submitted.primary_phone ?? "", country) ?? "",
    firstName: submitted.first_name ?? "",
    surname: submitted.surname ?? "",
    patronymic: submitted.patronymic ?? "",
    birthOn: parseDay(submitted.birth_date ?? "")?.toString() ?? null,
    email: submitted.primary_email || null,
  };
}

const alphabets = [
  /^[\p{Script=Latin}\p{M}'’ .-]+$/u,
  /^[\p{Script=Cyrillic}\p{M}'’ .-]+$/u,
  /^[\p{Script=Greek}\p{M}'’ .-]+$/u,
];

function nameError(text: string): ErrorKey | undefined {
  return alphabets.some((alphabet) => alphabet.test(text)) && /\p{L}/u.test(text)
    ? undefined
    : "invalid_name";
}

function birthDateError(text: string, today: Temporal.PlainDate): ErrorKey | undefined {
  const day = parseDay(text);
  if (!day) return "invalid_date";
  const { years } = day.until(today, { largestUnit: "years" });
  if (years < 0 || years > 120) return "invalid_date";
  return years < 18 ? "under_age" : undefined;
}

/** dd.mm.yyyy, also with other separators, and yyyy-mm-dd as browsers' date inputs write it. */
function parseDay(text: string): Temporal.PlainDate | undefined {
  const [, day, month, year] = text.match(/^(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})$/) ?? [];
  const iso = year ? `${year}-${month?.padStart(2, "0")}-${day?.padStart(2, "0")}` : text;
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(iso) ? Temporal.PlainDate.from(iso) : undefined;
  } catch {
    return undefined;
  }
}

function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+\.[^\s@<>"(),;:.]{2,}$/.test(text);
}
