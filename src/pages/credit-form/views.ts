import { isZero, type Money } from "../../core/money/index.ts";
import type { Locale } from "../locale.ts";
import { type Parameter, type TextKey, text } from "../texts/text.ts";
import { linkable } from "./addresses.ts";
import { errorText, type FieldErrors, type FieldName, field, questionnaireFields } from "./fields.ts";
import type {
  CodeScreen,
  ErrorScreen,
  Frame,
  LoginScreen,
  OrderScreen,
  Outcome,
  Payment,
  QuestionnaireScreen,
  ResultScreen,
  Screen,
  Tariff,
} from "./screens.ts";

export type View = {
  readonly title: string;
  readonly errors: readonly { readonly target: string; readonly text: string }[];
  readonly [detail: string]: unknown;
};

const shortCart = 4;

/** What the screen's template is given: texts chosen, errors in words, nothing left to decide. */
export function viewOf(screen: Screen, frame: Frame): View {
  switch (screen.name) {
    case "questionnaire":
      return questionnaireView(screen, frame.locale);
    case "login":
      return loginView(screen, frame.locale);
    case "code":
      return codeView(screen, frame.locale);
    case "assessing":
      return { title: text(frame.locale, "assessing.title"), errors: [], refreshSeconds: 2 };
    case "order":
      return orderView(screen, frame.locale);
    case "result":
      return resultView(screen, frame);
    case "error":
      return errorView(screen, frame.locale);
  }
}

function questionnaireView({ purpose, order, values, errors }: QuestionnaireScreen, locale: Locale): View {
  return {
    title: text(locale, `questionnaire.title.${purpose}`),
    intro: `questionnaire.intro.${purpose}`,
    order,
    fields: questionnaireFields.map((name) =>
      field(name, locale, { value: values[name], error: errors[name] }),
    ),
    errors: listErrors(errors, questionnaireFields, locale),
  };
}

function loginView({ values, errors, unknownPhone }: LoginScreen, locale: Locale): View {
  const phone = { value: values.primary_phone, error: errors.primary_phone, autofocus: true };
  return {
    title: text(locale, "login.title"),
    unknownPhone,
    fields: [field("primary_phone", locale, phone)],
    errors: listErrors(errors, ["primary_phone"], locale),
  };
}

function codeView({ errors, ...screen }: CodeScreen, locale: Locale): View {
  const code = { error: errors.confirmation_code, autofocus: true };
  return {
    ...screen,
    title: text(locale, "code.title"),
    phone: screen.phone.replaceAll(" ", "\u00a0"),
    attemptsLeft: screen.attemptsLeft || undefined,
    fields: [field("confirmation_code", locale, code)],
    errors: listErrors(errors, ["confirmation_code"], locale),
  };
}

function orderView({ errors, ...screen }: OrderScreen, locale: Locale): View {
  const fixed = screen.fixedTerm === true;
  const offered = screen.tariffs.filter(({ term }) => !fixed || term === (screen.chosenTerm ?? term));
  const plans = offered.map((tariff) => planView(tariff, screen.chosenTerm, offered.length === 1));
  const target = fixed ? "term" : (plans[0]?.id ?? "term");
  return {
    ...screen,
    title: text(locale, fixed ? "order.title_fixed" : "order.title"),
    // Shops also send parts of a unit, such as 1.5 m of cloth: their price is shown alone.
    items: screen.items.map((item) => ({
      ...item,
      counted: Number.isInteger(item.quantity) && item.quantity > 1,
    })),
    prepayment: screen.prepayment && !isZero(screen.prepayment) ? screen.prepayment : undefined,
    longCart: screen.items.length > shortCart,
    fixed,
    plans,
    termError: errors.term && errorText("term", errors.term, locale),
    errors: listErrors(errors, ["term"], locale).map((error) => ({ ...error, target })),
  };
}

function planView(tariff: Tariff, chosenTerm: number | undefined, only: boolean) {
  return {
    ...tariff,
    id: `term-${tariff.term}`,
    checked: only || tariff.term === chosenTerm,
    count: tariff.payments.length || tariff.term,
    single: tariff.payments.length === 1,
    free: isZero(tariff.totalOverpayment),
    firstDueOn: tariff.payments[0]?.dueOn,
  };
}

const decisions: Record<Outcome, string> = {
  registration_approved: "approved",
  registration_declined: "declined",
  purchase_approved: "approved",
  purchase_declined: "declined",
  expired: "expired",
  canceled: "canceled",
  finished: "finished",
  contact_support: "contact_support",
};

function resultView(screen: ResultScreen, { locale, support }: Frame): View {
  const { outcome } = screen;
  const prepays = outcome === "purchase_approved" && screen.proceedToPrepayment === true;
  const decision = decisions[outcome];
  return {
    title: text(locale, `result.${outcome}.title`),
    errors: [],
    decision,
    tone: decision === "approved" || decision === "finished" ? "good" : "calm",
    paragraphs: paragraphs(screen, prepays, support).map(([key, parameters]) =>
      text(locale, key, parameters),
    ),
    figures: figures(screen),
    payments: shownPayments(screen),
    redirectUrl: linkable(screen.redirectUrl),
    button: prepays ? "result.purchase_approved.proceed" : `result.${outcome}.button`,
  };
}

type Words = readonly [key: TextKey, parameters?: Record<string, Parameter>];

function paragraphs(
  { outcome, reason }: ResultScreen,
  prepays: boolean,
  support: string | undefined,
): Words[] {
  const closing: Words = [prepays ? "result.purchase_approved.prepayment" : `result.${outcome}.text`];
  if (outcome === "contact_support") return support ? [closing, ["result.support", { support }]] : [closing];
  return reason ? [[`reason.${reason}`], closing] : [closing];
}

function figures({ outcome, limit, amount }: ResultScreen): { label: TextKey; money: Money }[] {
  const limitLabel: TextKey = outcome === "registration_approved" ? "result.limit" : "result.available_limit";
  return [
    ...(amount ? [{ label: "result.amount" as const, money: amount }] : []),
    ...(limit ? [{ label: limitLabel, money: limit }] : []),
  ];
}

function shownPayments({ outcome, payments = [] }: ResultScreen): readonly Payment[] {
  return outcome === "purchase_approved" || outcome === "finished" ? payments : [];
}

function errorView({ kind, retryUrl }: ErrorScreen, locale: Locale): View {
  return {
    title: text(locale, `failure.${kind}.title`),
    errors: [],
    message: `failure.${kind}.text`,
    retryUrl: linkable(retryUrl),
  };
}

function listErrors(errors: FieldErrors, order: readonly FieldName[], locale: Locale): View["errors"] {
  return order.flatMap((name) => {
    const error = errors[name];
    return error ? [{ target: name, text: errorText(name, error, locale) }] : [];
  });
}
