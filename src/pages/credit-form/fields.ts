import type { Locale } from "../locale.ts";
import { isTextKey, type TextKey, text } from "../texts/text.ts";

export type FieldName =
  | "primary_phone"
  | "first_name"
  | "surname"
  | "patronymic"
  | "birth_date"
  | "primary_email"
  | "confirmation_code"
  | "term";

export type ErrorKey =
  | "required"
  | "invalid_phone"
  | "invalid_name"
  | "invalid_date"
  | "under_age"
  | "invalid_email"
  | "wrong_code"
  | "code_expired"
  | "too_many_attempts"
  | "resend_too_soon"
  | "term_required"
  | "term_unavailable"
  | "limit_not_enough";

export type FieldErrors = Partial<Record<FieldName, ErrorKey>>;

export type InputName = Exclude<FieldName, "term">;

/** What the questionnaire asks, in its order. */
export const questionnaireFields = [
  "primary_phone",
  "first_name",
  "surname",
  "patronymic",
  "birth_date",
  "primary_email",
] as const satisfies readonly InputName[];

export type QuestionnaireField = (typeof questionnaireFields)[number];

type Input = {
  readonly type: "text" | "tel" | "email";
  readonly autocomplete: string;
  readonly maxlength: number;
  readonly inputmode?: "numeric" | "tel" | "email";
  readonly pattern?: string;
  readonly hint?: TextKey;
  readonly optional?: true;
};

const inputs: Record<InputName, Input> = {
  primary_phone: {
    type: "tel",
    inputmode: "tel",
    autocomplete: "tel-national",
    maxlength: 20,
    hint: "hint.primary_phone",
  },
  first_name: { type: "text", autocomplete: "given-name", maxlength: 100 },
  surname: { type: "text", autocomplete: "family-name", maxlength: 100 },
  patronymic: { type: "text", autocomplete: "additional-name", maxlength: 100, optional: true },
  birth_date: {
    type: "text",
    inputmode: "numeric",
    autocomplete: "bday",
    maxlength: 10,
    hint: "hint.birth_date",
  },
  primary_email: { type: "email", inputmode: "email", autocomplete: "email", maxlength: 254 },
  confirmation_code: {
    type: "text",
    inputmode: "numeric",
    autocomplete: "one-time-code",
    maxlength: 4,
    pattern: "[0-9]{4}",
    hint: "hint.confirmation_code",
  },
};

export type Field = Input & {
  readonly name: InputName;
  readonly label: TextKey;
  readonly value: string;
  readonly error?: string;
  readonly describedBy: string;
  readonly autofocus: boolean;
};

type Entry = { value?: string; error?: ErrorKey | undefined; autofocus?: boolean };

/** One labeled input as the template draws it, with what was typed and what is wrong with it. */
export function field(
  name: InputName,
  locale: Locale,
  { value = "", error, autofocus = false }: Entry,
): Field {
  const input = inputs[name];
  const described = [input.hint && `${name}-hint`, error && `${name}-error`].filter(Boolean);
  return {
    ...input,
    name,
    label: `field.${name}`,
    value,
    error: error && errorText(name, error, locale),
    describedBy: described.join(" "),
    autofocus,
  };
}

/** What is wrong, in words. */
export function errorText(name: FieldName, error: ErrorKey, locale: Locale): string {
  const own = `error.${error}.${name}`;
  return text(locale, isTextKey(own) ? own : `error.${error}`);
}
