import type { Money } from "../../core/money/index.ts";
import type { Frame, Outcome, Payment, Screen, Tariff } from "./screens.ts";

/** Screens filled in as a shopper may meet them, for the tests and for looking at the pages. */
export const frame: Frame = {
  locale: "en",
  nonce: "bm9uY2U",
  merchantName: "Meadow & Pine",
  termsUrl: "https://kassa.example/terms",
  closeUrl: "https://shop.example/cart",
  action: "/iframe/v1/form/5f3a",
  version: 3,
  session: "s-1",
};

export const pln = (amount: bigint): Money => ({ amount, currency: "PLN" });

export function payments(amounts: bigint[], currency = "PLN"): Payment[] {
  const first = Temporal.PlainDate.from("2026-12-21");
  return amounts.map((amount, i) => ({ dueOn: first.add({ months: i }), amount: { amount, currency } }));
}

const single: Tariff = {
  term: 1,
  kind: "bnpl",
  monthlyPayment: pln(123_996n),
  monthlyOverpayment: pln(0n),
  totalOverpayment: pln(0n),
  total: pln(123_996n),
  payments: payments([123_996n]),
};

const threeMonths: Tariff = {
  term: 3,
  kind: "installments",
  monthlyPayment: pln(42_778n),
  monthlyOverpayment: pln(1_446n),
  totalOverpayment: pln(4_338n),
  total: pln(128_334n),
  payments: payments([42_778n, 42_778n, 42_778n]),
};

const sixMonths: Tariff = {
  term: 6,
  kind: "installments",
  monthlyPayment: pln(22_113n),
  monthlyOverpayment: pln(1_447n),
  totalOverpayment: pln(8_682n),
  total: pln(132_678n),
  payments: payments([22_113n, 22_113n, 22_113n, 22_113n, 22_113n, 22_113n]),
};

const values = {
  primary_phone: "333123456",
  first_name: "Anna",
  surname: "Kowalska",
  birth_date: "15.01.1990",
  primary_email: "anna@example.com",
};

const order = {
  name: "order",
  limit: pln(250_000n),
  items: [
    { name: "Walnut desk lamp", quantity: 1, price: pln(24_900n), salePrice: pln(19_900n) },
    { name: "Linen duvet cover, 200 × 220 cm, oatmeal", quantity: 2, price: pln(46_998n) },
    { name: "Delivery", quantity: 1, price: pln(10_100n) },
  ],
  total: pln(123_996n),
  financed: pln(123_996n),
  tariffs: [single, threeMonths, sixMonths],
  errors: {},
} as const satisfies Screen;

const outcomes: readonly Outcome[] = [
  "registration_declined",
  "expired",
  "canceled",
  "finished",
  "contact_support",
];

const redirectUrl = "https://shop.example/return?order=R1&state=done";

export const samples: Readonly<Record<string, Screen>> = {
  questionnaire: { name: "questionnaire", values: {}, errors: {}, purpose: "registration" },
  "questionnaire-wrong": {
    name: "questionnaire",
    values: { ...values, first_name: "Annа1", birth_date: "31.02.1990" },
    errors: { primary_phone: "required", first_name: "invalid_name", birth_date: "invalid_date" },
    purpose: "purchase",
    order: { total: pln(123_996n), merchantName: "Meadow & Pine" },
  },
  login: { name: "login", values: {}, errors: {} },
  "login-unknown": {
    name: "login",
    values: { primary_phone: "333123456" },
    errors: {},
    unknownPhone: true,
  },
  code: { name: "code", firstName: "Anna", phone: "••• ••• 456", errors: {}, resendInSeconds: 27 },
  "code-wrong": {
    name: "code",
    phone: "••• ••• 456",
    errors: { confirmation_code: "wrong_code" },
    resendInSeconds: 0,
    attemptsLeft: 2,
  },
  assessing: { name: "assessing" },
  order: { ...order, chosenTerm: 3 },
  "order-wrong": {
    ...order,
    items: [...order.items, ...order.items],
    prepayment: pln(30_000n),
    financed: pln(93_996n),
    errors: { term: "term_required" },
  },
  "order-fixed": { ...order, chosenTerm: 6, fixedTerm: true },
  approved: { name: "result", outcome: "registration_approved", limit: pln(250_000n), redirectUrl },
  purchase: {
    name: "result",
    outcome: "purchase_approved",
    amount: pln(123_996n),
    payments: threeMonths.payments,
    redirectUrl,
  },
  prepayment: {
    name: "result",
    outcome: "purchase_approved",
    amount: pln(123_996n),
    proceedToPrepayment: true,
    redirectUrl,
  },
  "limit-not-enough": {
    name: "result",
    outcome: "purchase_declined",
    reason: "limit_not_enough",
    amount: pln(123_996n),
    limit: pln(50_000n),
    redirectUrl,
  },
  ...Object.fromEntries(
    outcomes.map((outcome): [string, Screen] => [outcome, { name: "result", outcome, redirectUrl }]),
  ),
  overdue: { name: "result", outcome: "registration_declined", reason: "overdue", redirectUrl },
  blocked: { name: "result", outcome: "registration_declined", reason: "blocked", redirectUrl },
  "no-tariff": { name: "result", outcome: "purchase_declined", reason: "no_tariff", redirectUrl },
  policy: { name: "result", outcome: "purchase_declined", reason: "policy", redirectUrl },
  "not-found": { name: "error", kind: "not_found" },
  busy: { name: "error", kind: "busy", retryUrl: "/iframe/v1/form/5f3a" },
  "bad-request": { name: "error", kind: "bad_request", retryUrl: "/iframe/v1/form/5f3a" },
  forbidden: { name: "error", kind: "forbidden" },
};
