import { isExpired } from "../../core/checkouts/index.ts";
import { attemptsLeft, resendPauseSeconds } from "../../core/confirmations/index.ts";
import { amountOf, fits, planSchedule, type Tariff } from "../../core/credit/index.ts";
import { nationalPhone } from "../../core/customers/index.ts";
import { dayAt } from "../../core/merchants/index.ts";
import { type Money, money } from "../../core/money/index.ts";
import {
  agreedTariff,
  financed,
  isOverdue,
  type Payment,
  type PaymentState,
} from "../../core/payments/index.ts";
import type { FieldErrors } from "./fields.ts";
import type { OrderScreen, Outcome, ResultScreen, Screen, Tariff as ShownTariff } from "./screens.ts";
import { type Form, type FormState, shownApplicant } from "./state.ts";

/** What was typed and what is wrong with it, to show a screen again. */
export type Retry = {
  readonly values?: Readonly<Record<string, string>>;
  readonly errors: FieldErrors;
  readonly unknownPhone?: boolean;
};

const fresh: Retry = { errors: {} };

/** The screen at which a form is. What happened to the order goes before what the form remembers. */
export function screenOf(state: FormState, retry: Retry = fresh): Screen {
  const { checkout, payment, now } = state;
  if (payment && (isOverdue(payment, now) || payment.checkoutId !== checkout.id))
    return result(state, "expired");
  if (checkout.outcome === "contact_support") return result(state, "contact_support");
  const ended = payment && endings[payment.state];
  if (ended) return result(state, ended);
  if (checkout.step === "done") return result(state, finalOutcome(state));
  if (isExpired(checkout, now)) return result(state, "expired");
  if (checkout.step === "confirm") return codeScreen(state, retry);
  if (checkout.step === "assess") return { name: "assessing" };
  if (checkout.step === "choose" && state.isTheirs && payment) return orderScreen(state, payment, retry);
  return checkout.login || checkout.step === "choose"
    ? loginScreen(state, retry)
    : questionnaire(state, retry);
}

const endings: Partial<Record<PaymentState, Outcome>> = {
  authorized: "purchase_approved",
  captured: "finished",
  refunded: "finished",
  declined: "purchase_declined",
  voided: "canceled",
  expired: "expired",
};

function finalOutcome({ checkout }: FormState): Outcome {
  if (checkout.outcome === "contact_support") return "contact_support";
  return `${checkout.purpose}_${checkout.outcome ?? "declined"}` as Outcome;
}

function questionnaire(state: FormState, { values, errors }: Retry): Screen {
  const { checkout, facts, payment } = state;
  const applicant = shownApplicant(state);
  const known = {
    primary_phone: applicant.phone ? nationalPhone(applicant.phone, facts.store.country) : "",
    first_name: applicant.firstName,
    surname: applicant.surname,
    patronymic: applicant.patronymic,
    birth_date: applicant.birthOn?.split("-").reverse().join(".") ?? "",
    primary_email: applicant.email ?? "",
  };
  const order = payment && {
    total: money(payment.amount, payment.currency),
    merchantName: facts.merchant.name,
  };
  const { purpose } = checkout;
  return { name: "questionnaire", purpose, values: { ...known, ...values }, errors, ...(order && { order }) };
}

function loginScreen(state: FormState, { values, errors, unknownPhone }: Retry): Screen {
  const { phone } = shownApplicant(state);
  const known = phone ? nationalPhone(phone, state.facts.store.country) : "";
  const shown = { primary_phone: values?.primary_phone ?? known };
  return { name: "login", values: shown, errors, ...(unknownPhone && { unknownPhone }) };
}

function codeScreen(state: FormState, { errors }: Retry): Screen {
  const { checkout, confirmation, facts, now } = state;
  const { phone } = checkout.applicant;
  const { firstName } = shownApplicant(state);
  return {
    name: "code",
    ...(firstName && !checkout.login && { firstName }),
    phone: masked(nationalPhone(phone ?? "", facts.store.country)),
    errors,
    resendInSeconds: confirmation ? resendPauseSeconds(confirmation, now) : 0,
    ...(confirmation &&
      errors.confirmation_code === "wrong_code" && { attemptsLeft: attemptsLeft(confirmation) }),
  };
}

/** The tariffs that take the order, with the term the merchant fixed if it fixed one. */
export function offersFor({ checkout, facts }: Form, payment: Payment): readonly Tariff[] {
  return facts.tariffs
    .filter((tariff) => fits(tariff, financed(payment)))
    .filter(({ term }) => checkout.wantedTerm === null || term === checkout.wantedTerm)
    .toSorted((a, b) => a.term - b.term);
}

function orderScreen(state: FormState, payment: Payment, { values, errors }: Retry): OrderScreen {
  const { checkout, facts, now } = state;
  const inCurrency = (amount: bigint) => money(amount, payment.currency);
  const today = dayAt(facts.store, now);
  const chosenTerm = Number(values?.term) || checkout.wantedTerm;
  return {
    name: "order",
    limit: inCurrency(state.limit),
    items: payment.details.items.map(({ name, quantity, price, salePrice }) => ({
      name,
      quantity: quantity ?? 1,
      price: inCurrency(BigInt(price)),
      ...(salePrice && { salePrice: inCurrency(BigInt(salePrice)) }),
    })),
    total: inCurrency(payment.amount),
    ...(payment.prepayment > 0n && { prepayment: inCurrency(payment.prepayment) }),
    financed: inCurrency(financed(payment)),
    tariffs: offersFor(state, payment).map((tariff) => shownTariff(tariff, payment, today, inCurrency)),
    ...(chosenTerm && { chosenTerm }),
    fixedTerm: checkout.wantedTerm !== null,
    errors,
  };
}

function shownTariff(
  tariff: Tariff,
  payment: Payment,
  today: Temporal.PlainDate,
  inCurrency: (amount: bigint) => Money,
): ShownTariff {
  const schedule = planSchedule(tariff, financed(payment), today);
  return {
    term: tariff.term,
    kind: tariff.kind,
    monthlyPayment: inCurrency(schedule.monthlyPayment),
    monthlyOverpayment: inCurrency(schedule.monthlyOverpayment),
    totalOverpayment: inCurrency(schedule.fee),
    total: inCurrency(schedule.total),
    payments: schedule.instalments.map((i) => ({ dueOn: i.dueOn, amount: inCurrency(amountOf(i)) })),
  };
}

function result(state: FormState, outcome: Outcome): ResultScreen {
  const { checkout, payment, facts } = state;
  const isApproved = outcome === "purchase_approved" || outcome === "finished";
  const tariff = payment && agreedTariff(payment, facts.tariffs);
  const today = dayAt(facts.store, payment?.capturedAt ?? payment?.authorizedAt ?? state.now);
  const inCurrency = (amount: bigint) => money(amount, facts.store.currency);
  const terms = isApproved && payment && tariff && shownTariff(tariff, payment, today, inCurrency);
  const showsLimit = outcome === "registration_approved" && state.isTheirs;
  return {
    name: "result",
    outcome,
    ...(outcome.endsWith("declined") && { reason: reasonOf(payment?.reason ?? checkout.reason) }),
    ...(showsLimit && { limit: inCurrency(state.limit) }),
    ...(terms && payment && { amount: inCurrency(financed(payment)), payments: terms.payments }),
    redirectUrl: checkout.redirectUrl,
  };
}

const reasons = ["blocked", "overdue", "limit_not_enough", "no_tariff", "policy"] as const;

function reasonOf(reason: string | null): (typeof reasons)[number] {
  return reasons.find((known) => known === reason) ?? "policy";
}

/** The last three digits, so that the shopper knows which phone is meant and nobody else learns it. */
function masked(phone: string): string {
  return `••• ••• ${phone.slice(-3)}`;
}
