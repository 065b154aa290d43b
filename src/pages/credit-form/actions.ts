import * as checkouts from "../../core/checkouts/index.ts";
import type { Guess } from "../../core/confirmations/index.ts";
import type { House } from "../../core/house.ts";
import { dayAt } from "../../core/merchants/index.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Locale } from "../locale.ts";
import { text } from "../texts/text.ts";
import { type ErrorKey, type FieldName, questionnaireFields } from "./fields.ts";
import { offersFor, type Retry } from "./screen-of.ts";
import { type Form, findPayment, shownApplicant } from "./state.ts";
import { applicantOf, errorsIn, type Submitted } from "./submitted.ts";

type Posted = {
  readonly house: House;
  readonly form: Form;
  readonly submitted: Submitted;
  readonly position: checkouts.Position;
  readonly locale: Locale;
};

/** What a posted form led to: it goes on (perhaps with a session), or is shown again with what is wrong. */
export type Step = { readonly session?: string | undefined } | { readonly retry: Retry };

/** The buttons of the form, by the value they are posted with. */
export const actions: Readonly<Record<string, (posted: Posted) => Promise<Step>>> = {
  register: (posted) => identify(posted, questionnaireFields, false),
  login: (posted) => identify(posted, ["primary_phone"], true),
  show_login: ({ house, position }) =>
    go(house.write((tx) => checkouts.askAgain(tx, { position, login: true }))),
  show_questionnaire: ({ house, position }) =>
    go(house.write((tx) => checkouts.askAgain(tx, { position, login: false }))),
  change_number: ({ house, position, form }) =>
    go(house.write((tx) => checkouts.askAgain(tx, { position, login: form.checkout.login }))),
  resend,
  confirm,
  place_order: placeOrder,
};

async function identify(posted: Posted, fields: readonly FieldName[], login: boolean): Promise<Step> {
  const { house, form, submitted, position } = posted;
  const { store } = form.facts;
  const today = dayAt(store, form.now);
  const errors = errorsIn(fields, submitted, { country: store.country, today });
  if (Object.keys(errors).length > 0) return { retry: { values: submitted, errors } };

  const told = applicantOf(submitted, store.country);
  const applicant = login ? { ...shownApplicant(form), phone: told.phone } : told;
  try {
    const sent = { position, applicant, login, codes: codes(posted) };
    const { session } = await house.write((tx) => checkouts.identify(tx, sent));
    return { session };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "customer_not_found") throw error;
    return { retry: { values: submitted, errors: {}, unknownPhone: true } };
  }
}

async function resend(posted: Posted): Promise<Step> {
  const { house, position } = posted;
  try {
    await house.write((tx) => checkouts.resendCode(tx, { position, codes: codes(posted) }));
    return {};
  } catch (error) {
    const key = error instanceof Refusal ? resendErrors[error.code] : undefined;
    if (!key) throw error;
    return { retry: { errors: { confirmation_code: key } } };
  }
}

const resendErrors: Readonly<Record<string, ErrorKey>> = {
  code_resent_too_soon: "resend_too_soon",
  code_locked: "too_many_attempts",
};

const guessErrors: Readonly<Record<Exclude<Guess, "confirmed">, ErrorKey>> = {
  code_wrong: "wrong_code",
  code_expired: "code_expired",
  code_locked: "too_many_attempts",
};

async function confirm({ house, form, submitted, position }: Posted): Promise<Step> {
  const code = submitted.confirmation_code ?? "";
  if (!code) return { retry: { errors: { confirmation_code: "required" } } };
  const { currency } = form.facts.store;
  const mayHaveOtherPhones = house.isTestPhone(form.checkout.applicant.phone ?? "");
  try {
    const { guess, checkout, session } = await house.write((tx) =>
      checkouts.confirm(tx, { position, code, currency, mayHaveOtherPhones }),
    );
    if (guess !== "confirmed") return { retry: { errors: { confirmation_code: guessErrors[guess] } } };
    await assessIfNeeded(house, checkout, currency);
    return { session };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "checkout_moved_on") throw error;
    return house.write((tx) => checkouts.resume(tx, { token: position.token, code }));
  }
}

/** Asks the bureau about a customer who waits for it: between two writes, so that an answer that was lost on the
 *  way is simply asked for again. */
export async function assessIfNeeded(
  house: House,
  checkout: checkouts.Checkout,
  currency: string,
): Promise<void> {
  if (checkout.step !== "assess" || !checkout.applicant.phone) return;
  const assessment = await house.bureau.assess({ phone: checkout.applicant.phone, currency });
  await house.write((tx) => checkouts.assess(tx, { token: checkout.token, currency, assessment }));
}

async function placeOrder({ house, form, submitted, position }: Posted): Promise<Step> {
  const { checkout, facts, now } = form;
  const session = submitted.session;
  const payment = await findPayment(house, checkout);
  if (!payment) throw new Refusal("payment_not_found");
  const offers = offersFor(form, payment);
  if (offers.length === 0) return giveUp(house, position, "no_tariff", session);
  if (!submitted.term) return { retry: { errors: { term: "term_required" } } };
  const tariff = offers.find(({ term }) => String(term) === submitted.term);
  if (!tariff) return { retry: { values: submitted, errors: { term: "term_unavailable" } } };

  const today = dayAt(facts.store, now);
  try {
    await house.write((tx) => checkouts.choose(tx, { position, session, tariff, today }));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "insufficient_limit") throw error;
    return giveUp(house, position, "limit_not_enough", session);
  }
  return { session };
}

async function giveUp(
  house: House,
  position: checkouts.Position,
  reason: "limit_not_enough" | "no_tariff",
  session: string | undefined,
): Promise<Step> {
  await house.write((tx) => checkouts.giveUp(tx, { position, reason }));
  return { session };
}

async function go(write: Promise<unknown>): Promise<Step> {
  await write;
  return {};
}

function codes({ house, locale, form }: Posted) {
  const merchant = form.facts.merchant.name;
  return { codes: house.codes(), text: (code: string) => text(locale, "sms.code", { code, merchant }) };
}
