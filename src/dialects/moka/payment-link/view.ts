import type { FastifyRequest } from "fastify";
import type { Payment } from "../../../core/payments/index.ts";
import { pickAmong } from "../../../pages/locale.ts";
import {
  fieldText,
  renderWindow,
  type WindowState,
  windowPolicy,
  windowRoots,
} from "../../../pages/payment-window/index.ts";
import { randomToken } from "../../../platform/ids/index.ts";
import { findBin } from "../bin.ts";
import type { Setting } from "../call.ts";
import { detailsOf } from "../card.ts";
import { mostInstallments } from "../installments.ts";
import { writeAmount } from "../money.ts";
import { readCard } from "../test-cards.ts";
import { toldBy } from "../told.ts";
import { linkPath } from "./link.ts";
import { type Locale, linkText, locales } from "./words.ts";

/** The language of a page: the browser's, else Turkish. */
export function localeFor({ headers }: FastifyRequest): Locale {
  return pickAmong(locales, { acceptLanguage: headers["accept-language"], fallback: "tr" });
}

export type Fields = Readonly<Record<string, string>>;

/** What a shopper did wrong. */
export type Mistake = Pick<WindowState, "errors" | "notice" | "values">;

/** The card form of a payment that is not paid, with its headers. */
export async function viewLink(
  { facts, locale }: Setting & { readonly locale: Locale },
  payment: Payment,
  mistake: Mistake = {},
) {
  const { token, amount, currency, reference, isTest, state, number } = payment;
  const { name, settings } = facts.store;
  const { description, installments } = toldBy(payment);
  const shown = String(writeAmount(amount, currency));
  const nonce = randomToken(12);
  const { html } = await renderWindow({
    roots: windowRoots({
      transaction: {
        id: Number(number),
        amount: shown,
        currency,
        payment_ref: reference,
        test: isTest,
        status: state,
        items: [
          ...(description ? [{ description, amount: shown, qty: "1" }] : []),
          ...(installments > 1
            ? [{ description: linkText(locale, "installments", { count: installments }) }]
            : []),
        ],
      },
      merchant: { id: 0, name },
      window: {
        endpoint: "",
        css_endpoint: "",
        payment_js_endpoint: "",
        lang_endpoint: "",
        payment_method: "credit_card",
        segmentation: "b2c",
        country: "",
        name,
        logo: settings.logoUrl ?? "",
        terms: "",
      },
    }),
    state: { locale, methods: ["credit_card"], ...mistake },
    form: { action: `${linkPath}/${token}` },
    token: token ?? "",
    nonce,
  });
  return { html, policy: windowPolicy({ merchants: false, nonce, frameAncestors: "*" }) };
}

/** The card that a shopper has filled in, or what is wrong with it. */
export function readForm(payment: Payment, fields: Fields, locale: Locale) {
  const { card_number = "", card_holder = "", card_cvv = "", expMM = "", expYY = "" } = fields;
  const number = readCard(card_number);
  const month = /^\d{1,2}$/.test(expMM.trim()) ? Number(expMM) : undefined;
  const year = /^\d{2}$/.test(expYY.trim()) ? 2000 + Number(expYY) : undefined;
  const isMonth = month !== undefined && month >= 1 && month <= 12;
  const holder = card_holder.trim().slice(0, 100);
  const told = { number, holder, month: isMonth ? month : undefined, year, token: undefined };
  const card = detailsOf(told, card_cvv.trim());
  const isCvv = /^\d{3,4}$/.test(card_cvv.trim());
  const { installments } = toldBy(payment);
  const isSplit = !number || installments <= Math.max(1, mostInstallments(findBin(number), payment.currency));
  const wrong = {
    card_number: number === undefined,
    card_expiry: !isMonth || year === undefined,
    card_cvv: !isCvv,
    card_holder: holder === "",
  };
  const errors = Object.fromEntries(
    Object.entries(wrong).flatMap(([name, isWrong]) =>
      isWrong ? [[name, fieldText(locale, name) ?? ""] as const] : [],
    ),
  );
  if (card && isSplit && Object.keys(errors).length === 0) return { card };
  const notice = isSplit ? undefined : linkText(locale, "tooManyInstallments", { count: installments });
  return { mistake: { errors, notice, values: { card_holder: holder, expMM, expYY } } satisfies Mistake };
}
