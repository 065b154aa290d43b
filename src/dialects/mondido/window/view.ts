import { type Plan, planPage, plans, priceOf } from "../../../core/agreements/index.ts";
import type { Payment } from "../../../core/payments/index.ts";
import { templates } from "../../../core/templates/index.ts";
import { type Card, cards } from "../../../core/vault/index.ts";
import {
  type PaymentWindow,
  type PlanRoot,
  renderWindow,
  type TransactionRoot,
  type WindowState,
  windowPolicy,
  windowRoots,
} from "../../../pages/payment-window/index.ts";
import { randomToken } from "../../../platform/ids/index.ts";
import { isObject, textAt } from "../../toolkit/json.ts";
import { baseUrl, type Call } from "../call.ts";
import { isInvoiceCurrency, offersInvoices, wantsInvoice } from "../invoice.ts";
import { writeAmount } from "../money.ts";
import { itemsTotal, readItems } from "../read/index.ts";
import { plain } from "../returns.ts";
import { toldBy } from "../told.ts";
import { cardJson, payerJson, type Transaction, transactionJson, withSurroundings } from "../wire.ts";
import { planJson } from "../wire-agreements.ts";

/** What a shopper did wrong, and what they had filled in. */
export type Mistake = Pick<WindowState, "errors" | "notice" | "values">;

/** Where a payment's window is, in the language that was asked for; or something below it. */
export function windowPath({ params }: Call, { token }: Payment, below = ""): string {
  const lang = textAt(params, "lang", 10) ?? textAt(params, "locale", 10);
  const query = lang ? `?lang=${encodeURIComponent(lang)}` : "";
  return `/v1/form/${token}${below}${query}`;
}

/** The window of an unfinished payment, with its headers. */
export async function viewWindow(call: Call, payment: Payment, mistake: Mistake = {}) {
  const { house, facts, locale } = call;
  const transaction = await withSurroundings(house.reader, payment);
  const plan = await planOf(call, payment);
  const [roots, source] = await Promise.all([rootsOf(call, transaction, plan), sourceOf(call, payment)]);
  const nonce = randomToken(12);
  const window: PaymentWindow = {
    source,
    roots,
    state: {
      locale,
      methods: methodsOf(call, payment),
      ...(plan && { recurring: recurringOf(payment, plan) }),
      offersStoring: payment.payerId !== null && !toldBy(payment).storeCard,
      ...mistake,
    },
    form: {
      action: baseUrl(call) + windowPath(call, payment),
      hidden: { shown_total: await shownBy(call, payment) },
    },
    token: payment.token ?? "",
    nonce,
  };
  const { html, merchants, fault } = await renderWindow(window);
  if (fault) call.request.log.warn({ store: facts.store.number, fault: fault.message }, "a template failed");
  return { html, policy: windowPolicy({ merchants, nonce, frameAncestors: "*" }) };
}

/** What the window says is to be paid, now and, when it begins a subscription, from then on. */
export async function shownBy(call: Call, payment: Payment): Promise<string> {
  const { amount, currency } = payment;
  const plan = await planOf(call, payment);
  const { every, unit } = plan?.cadence ?? {};
  const terms = plan && [recurringOf(payment, plan), every, unit, plan.periods, plan.trialDays];
  return [writeAmount(amount, currency), currency, ...(terms ?? [])].join(" ");
}

/** The plan that the payment subscribes to, while it is offered. */
async function planOf({ house, facts }: Call, payment: Payment): Promise<Plan | undefined> {
  const { planId: number } = toldBy(payment);
  const plan = number === null ? undefined : await house.reader.find(plans, { number });
  return plan?.merchantId === facts.merchant.id && plan.state === "active" ? plan : undefined;
}

/** What a subscription is going to cost each time, as a decimal. */
function recurringOf(payment: Payment, plan: Plan): string {
  const { currency } = payment;
  const { subscriptionQuantity, subscriptionItems } = toldBy(payment);
  const price = priceOf(plan, currency) ?? 0n;
  const items = itemsTotal(readItems(subscriptionItems, currency));
  return writeAmount(price * BigInt(subscriptionQuantity) + items, currency);
}

/** The template that the payment names; the document lets it go without a filter. */
async function sourceOf({ house, facts }: Call, payment: Payment): Promise<string | undefined> {
  const { templateId } = toldBy(payment);
  if (templateId === null) return undefined;
  const template = await house.reader.find(templates, { number: templateId });
  return template?.merchantId === facts.merchant.id && template.state === "active"
    ? template.source
    : undefined;
}

/** The merchant preselects, or lets the shopper choose. An invoice needs items, and a subscription a card. */
function methodsOf({ facts }: Call, payment: Payment): WindowState["methods"] {
  const told = toldBy(payment);
  if (
    !offersInvoices(facts) ||
    told.planId !== null ||
    told.items.length === 0 ||
    !isInvoiceCurrency(payment.currency)
  )
    return ["credit_card"];
  return wantsInvoice({}, told) ? ["invoice", "credit_card"] : ["credit_card", "invoice"];
}

/** In test mode a card may be past its date. */
function isUsable({ state, isTest, expiresOn }: Card, payment: Payment, now: Temporal.Instant): boolean {
  const today = now.toZonedDateTimeISO("UTC").toPlainDate();
  const isPast = !isTest && Temporal.PlainDate.compare(expiresOn, today) < 0;
  return state === "active" && isTest === payment.isTest && !isPast;
}

const mostPlans = 100;

async function rootsOf(call: Call, transaction: Transaction, plan: Plan | undefined) {
  const { house, facts } = call;
  const { payment, payer } = transaction;
  const told = toldBy(payment);
  const url = baseUrl(call);
  const merchantId = facts.merchant.id;
  const [own, onOffer] = await Promise.all([
    payer ? house.reader.list(cards, { payerId: payer.id }) : [],
    planPage(house.reader, { merchantId, state: "active", isDescending: false, limit: mostPlans, offset: 0 }),
  ]);
  const offered = onOffer.map((one) => planJson(one, facts) as PlanRoot);
  const usable = own.filter((card) => isUsable(card, payment, house.now()));
  const json = transactionJson(
    transaction,
    { facts, baseUrl: url, locale: call.locale },
    new Set(["customer"]),
  );
  const customer = payer && {
    ...payerJson(payer),
    stored_cards: usable.map((card) => cardJson(card, facts, payer)),
  };
  return windowRoots({
    transaction: { ...plain(json), customer: customer ?? null } as unknown as TransactionRoot,
    merchant: { id: Number.parseInt(facts.store.number, 10), name: facts.store.name, plans: offered },
    plan: plan && (planJson(plan, facts) as PlanRoot),
    posted: isObject(told.posted) ? told.posted : {},
    window: {
      endpoint: `${url}/v1/`,
      css_endpoint: `${url}/`,
      payment_js_endpoint: `${url}/v1/mondido.js`,
      lang_endpoint: `${url}/`,
      payment_method: told.paymentMethod ?? "credit_card",
      segmentation: told.segmentation ?? "b2c",
      country: "SWE",
      name: facts.store.name,
      logo: facts.store.settings.logoUrl ?? "",
      terms: "",
    },
  });
}
