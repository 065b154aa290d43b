import { exponentOf, isCurrency } from "../../core/money/index.ts";
import { webUrl } from "../credit-form/addresses.ts";
import { invoiceFields } from "./posted.ts";
import type { CustomerRoot, ItemRoot, PlanRoot, StoredCardRoot, WindowRoots } from "./roots.ts";
import { textsIn, type WindowLocale, type WindowText, windowText } from "./texts.ts";

export type WindowMethod = "credit_card" | "invoice";

/** What the default window is to show, beside the payment itself. */
export type WindowState = {
  readonly locale: WindowLocale;
  /** On offer, the first one chosen unless `values.pay_with` says otherwise. */
  readonly methods: readonly WindowMethod[];
  /** Whether the shopper is a known customer, who may have a card remembered. */
  readonly offersStoring?: boolean;
  /** What is wrong, in words, by the field's name. Names without a field of their own stand above the form. */
  readonly errors?: Readonly<Record<string, string>>;
  /** What each payment of the plan costs, as a decimal; otherwise the plan's price. */
  readonly recurring?: string;
  /** One sentence above the form, such as why the last try failed. */
  readonly notice?: string | undefined;
  /** What was posted before. Card numbers and CVV are never shown again. */
  readonly values?: Readonly<Record<string, string>>;
  /** Where "Cancel" leads; without it to the payment's error_url. */
  readonly cancelUrl?: string | undefined;
};

/** The names that errors come by, in the order of the page, and the field that each links to. */
const places = new Map<string, string>([
  ["card_number", "card_number"],
  ["card_type", "card_number"],
  ["card_expiry", "expMM"],
  ["expMM", "expMM"],
  ["expYY", "expYY"],
  ["card_cvv", "card_cvv"],
  ["card_holder", "card_holder"],
  ...invoiceFields.map((name): [string, string] => [name, name]),
]);

/** What the shop may have filled in. Not the personal number: whoever has the link sees the page. */
const prefilled = new Set<string>(invoiceFields.filter((name) => name !== "ssn"));

const kept = new Set<string>([
  "pay_with",
  "card_holder",
  "expMM",
  "expYY",
  "store_card",
  "segmentation",
  ...invoiceFields,
]);

const countries = ["SWE", "NOR", "FIN", "DNK"];
const shortCart = 4;
const longestCart = 100;

/** The root of the default template: texts chosen, amounts written, nothing left to decide. */
export function windowView(roots: WindowRoots, state: WindowState) {
  const { transaction, merchant, plan } = roots;
  const { locale, errors = {}, values = {}, methods } = state;
  const money = moneyWriter(transaction.currency, locale);
  const details = transaction.payment_details as Readonly<Record<string, unknown>>;
  const { v2: settings = {} } = merchant.settings_hosted ?? {};
  const cards = methods.includes("credit_card") ? usableCards(transaction.customer) : [];
  const ways = waysOf(cards, methods, values.pay_with);
  const total = money(transaction.amount);
  const isFree = /^0*(\.0*)?$/.test(transaction.amount);
  return {
    lang: locale,
    t: textsIn(locale),
    title: merchant.name
      ? windowText(locale, "titleFor", { merchant: merchant.name })
      : windowText(locale, "title"),
    merchantName: settings.layout?.name || merchant.name,
    logoUrl: settings.layout?.show_logo ? secureUrl(settings.layout.logo_url) : undefined,
    termsUrl: webUrl(settings.terms_and_conditions?.fallback || roots.window.terms || undefined),
    cancelUrl: webUrl(state.cancelUrl ?? transaction.error_url ?? undefined),
    test: transaction.test,
    reference: transaction.payment_ref,
    items: (transaction.items ?? []).slice(0, longestCart).map((item) => itemView(item, money)),
    longCart: (transaction.items ?? []).length > shortCart,
    itemCount: windowText(locale, "items", { count: transaction.items?.length ?? 0 }),
    total,
    vat: transaction.vat_amount ? money(String(transaction.vat_amount)) : undefined,
    plan: plan && planView(plan, state, money, transaction.currency),
    payLabel: isFree && plan ? textsIn(locale).subscribe : windowText(locale, "pay", { amount: total }),
    storedCards: cards.map((card) => storedCardView(card, locale, ways.chosen)),
    ...ways,
    offersStoring: state.offersStoring === true && !plan,
    supportedCards: supportedCards(settings.supported_cards),
    countries: countries.map((code) => ({ code, name: countryName(code, locale) })),
    values: {
      country_code: roots.window.country,
      segmentation: settings.invoice?.segmentation?.defualt || roots.window.segmentation || "b2c",
      ...Object.fromEntries(Object.entries(details).filter(([name, value]) => prefilled.has(name) && value)),
      ...Object.fromEntries(Object.entries(values).filter(([name]) => kept.has(name))),
    },
    errors,
    expiryError: errors.card_expiry ?? errors.expMM ?? errors.expYY,
    cardError: errors.card_number ?? errors.card_type,
    notice: state.notice,
    mistakes: mistakesOf(errors),
    firstWrong: places.entries().find(([name]) => errors[name])?.[1],
  };
}

/** The customer's cards that can be paid with. */
export function usableCards(customer: CustomerRoot | null | undefined): readonly StoredCardRoot[] {
  return (customer?.stored_cards ?? []).filter(({ status = "active" }) => status === "active");
}

function waysOf(cards: readonly StoredCardRoot[], methods: readonly WindowMethod[], wanted = "") {
  const offered = [
    ...cards.map(({ token }) => `card:${token}`),
    ...methods.map((method) => (method === "credit_card" ? "new_card" : method)),
  ];
  return {
    chosen: offered.includes(wanted) ? wanted : offered[0],
    only: offered.length === 1,
    takesCard: methods.includes("credit_card"),
    takesInvoice: methods.includes("invoice"),
  };
}

function itemView({ description, artno, qty, amount }: ItemRoot, money: (amount: string | number) => string) {
  const counted = String(qty ?? "1");
  return {
    description: String(description || artno || ""),
    quantity: /^1(\.0*)?$/.test(counted) ? undefined : counted,
    amount: amount === undefined ? "" : money(amount),
  };
}

function storedCardView(card: StoredCardRoot, locale: WindowLocale, chosen: string | undefined) {
  const [year = "", month = ""] = card.expires.split("-");
  const digits = card.card_number.slice(-4);
  const value = `card:${card.token}`;
  const brand = brandName(card.card_type) || textsIn(locale).card;
  return {
    value,
    chosen: value === chosen,
    brand,
    digits,
    spoken: windowText(locale, "storedCard", { brand, digits }),
    expires: windowText(locale, "expires", { month, year: year.slice(-2) }),
  };
}

const brandNames: Readonly<Record<string, string>> = {
  visa: "Visa",
  mastercard: "Mastercard",
  maestro: "Maestro",
  electron: "Visa Electron",
  amex: "American Express",
  diners: "Diners Club",
  discover: "Discover",
  jcb: "JCB",
};

function brandName(type: string): string {
  return brandNames[type.toLowerCase()] ?? "";
}

function supportedCards(cards: Readonly<Record<string, { readonly active?: boolean }>> = {}): string {
  return Object.entries(cards)
    .filter(([, card]) => card.active)
    .map(([type]) => brandName(type))
    .filter(Boolean)
    .join(", ");
}

type Written = (amount: string | number | undefined) => string;

function planView(plan: PlanRoot, { locale, recurring }: WindowState, money: Written, currency: string) {
  const unit =
    plan.interval_unit === "months" ? (["months", "month_one"] as const) : (["days", "day"] as const);
  const period = windowText(locale, unit[plan.interval === 1 ? 1 : 0], { count: plan.interval });
  const fee = plan.setup_fees[currency.toLowerCase()] ?? "0";
  const line = (key: WindowText, parameters = {}) => windowText(locale, key, parameters);
  return {
    name: plan.name,
    description: plan.description,
    price: line("every", { price: money(recurring ?? plan.prices[currency.toLowerCase()]), period }),
    ends: plan.periods > 0 ? line("times", { count: plan.periods }) : line("forever"),
    trial: plan.trial_length > 0 ? line("trial", { count: plan.trial_length }) : undefined,
    setup: /[1-9]/.test(fee) ? line("setup", { fee: money(fee) }) : undefined,
  };
}

function mistakesOf(
  errors: Readonly<Record<string, string>>,
): { text: string; target: string | undefined }[] {
  const order = [...places.keys()];
  return Object.entries(errors)
    .toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([name, text]) => ({ text, target: places.get(name) }));
}

/** Writes decimals as the language writes money, exact at any size; what is no decimal stays as it is. */
function moneyWriter(code: string, locale: WindowLocale): Written {
  const currency = code.toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) return (amount = "") => `${amount} ${currency}`;
  const decimals = isCurrency(currency) ? exponentOf(currency) : 2;
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return (amount = "") => {
    const text = String(amount);
    if (!/^-?\d+(\.\d+)?$/.test(text)) return `${text} ${currency}`;
    // A decimal text: a number would round large amounts.
    return format.format(text as Intl.StringNumericLiteral);
  };
}

const regionNames: Readonly<Record<WindowLocale, Intl.DisplayNames>> = {
  en: new Intl.DisplayNames("en", { type: "region" }),
  sv: new Intl.DisplayNames("sv", { type: "region" }),
  tr: new Intl.DisplayNames("tr", { type: "region" }),
};
const alpha2: Readonly<Record<string, string>> = { SWE: "SE", NOR: "NO", FIN: "FI", DNK: "DK" };

function countryName(alpha3: string, locale: WindowLocale): string {
  return regionNames[locale].of(alpha2[alpha3] ?? "SE") ?? alpha3;
}

function secureUrl(address: string | undefined): string | undefined {
  return address?.startsWith("https://") ? address : undefined;
}
