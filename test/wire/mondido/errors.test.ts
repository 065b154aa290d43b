import { describe, expect, test } from "vitest";
import { codes, type ErrorName } from "../../../src/dialects/mondido/errors/codes.ts";
import { errors } from "../../../src/dialects/mondido/errors.ts";
import type { Kassa } from "../../support/kassa.ts";
import { basic, type Fields, type Merchant, type MondidoAnswer, orderHash, visa } from "./merchant.ts";
import { neighbour, neighboursSecret } from "./neighbour.ts";
import { openMondido } from "./open.ts";

let kassa: Kassa;
let merchant: Merchant;
openMondido((open) => {
  ({ kassa, merchant } = open);
});

const unsigned = { authorization: "" };

type Method = "GET" | "POST" | "PUT" | "DELETE";
type More = Readonly<Record<string, string | undefined>>;

/** One request that ends in an error; asked for a language in its query. */
type Ask = (locale: string) => Promise<MondidoAnswer>;

const ask =
  (method: Method, path: string, fields: Fields = {}, headers: Fields = {}): Ask =>
  (locale) =>
    merchant.call(method, `${path}${path.includes("?") ? "&" : "?"}locale=${locale}`, fields, headers);

const order =
  (more: More, headers: Fields = {}): Ask =>
  (locale) =>
    ask("POST", "/v1/transactions", merchant.order({ ...visa, ...more }), headers)(locale);

const items = (item: object) => ({ items: JSON.stringify([{ ...line, ...item }]) });
const line = { artno: "1", description: "Shoe", amount: 10, qty: 1, vat: 25 };
const details = (more: More) => ({ payment_details: JSON.stringify(more), process: "false" });
const long = "x".repeat(151);

const person = {
  ssn: "192803104351",
  first_name: "Erik",
  last_name: "Nygren",
  zip: "14931",
  address_1: "Hablingbo",
  city: "Visby",
  country_code: "SWE",
  email: "erik@example.com",
  phone: "0701234567",
};
const noCard = Object.fromEntries(Object.keys(visa).map((name) => [name, undefined]));
const invoice = (without: Partial<typeof person>, more: More = {}, headers: Fields = {}) =>
  order(
    {
      ...noCard,
      payment_method: "invoice",
      payment_details: JSON.stringify({ ...person, ...without }),
      ...items({}),
      ...more,
    },
    headers,
  );

/** An unfinished payment whose window asks who has a personal number. */
const helper =
  (fields: Fields): Ask =>
  async (locale) => {
    const { json: payment } = await merchant.call(
      "POST",
      "/v1/transactions",
      merchant.order({ process: "false" }),
    );
    const token = payment.href.split("/").at(-1);
    return ask("POST", "/v1/ssn", { token, transaction_id: String(payment.id), ...fields }, unsigned)(locale);
  };

const plan = { name: "Monthly", interval_unit: "months", interval: "1", prices: '{"sek":"10.00"}' };

async function idOf(answer: Promise<MondidoAnswer>): Promise<string> {
  return String((await answer).json.id);
}

const store = (more: Fields = {}) =>
  merchant.call("POST", "/v1/stored_cards", { ...visa, currency: "sek", test: "true", ...more });

async function tokenOf(more: Fields = {}, state?: string): Promise<string> {
  const { json } = await store(more);
  if (state) await merchant.call("PUT", `/v1/stored_cards/${json.id}`, { status: state });
  return json.token;
}

const browser = (more: More): Ask => {
  const fields = () => merchant.order({ ...visa, ...more });
  return (locale) =>
    merchant.send("POST", `/v1/transactions?locale=${locale}`, new URLSearchParams(fields()).toString(), {
      "content-type": "application/x-www-form-urlencoded",
    });
};
const json = (body: string | Buffer, path = "/v1/transactions"): Ask => {
  const headers = { "content-type": "application/json", authorization: basic };
  return (locale) => merchant.send("POST", `${path}?locale=${locale}`, body, headers);
};

const paid = () => idOf(merchant.pay());
const held = () => idOf(merchant.pay({ authorize: "true" }));

/** By what a request does, in the order of the codes. */
const natural: readonly (readonly [ErrorName, string, Ask])[] = [
  [
    "errors.order_id.processed",
    "an order number of old clients that is paid",
    async (locale) => {
      const old = { payment_ref: undefined, order_id: `old ${locale}`, hash: "" };
      const reference = merchant.order({ payment_ref: old.order_id });
      const fields = { ...old, hash: reference.hash };
      await order(fields)(locale);
      return order(fields)(locale);
    },
  ],
  [
    "errors.order_id.invalid",
    "an order number of old clients that is too long",
    order({ payment_ref: undefined, order_id: "x".repeat(256) }),
  ],
  ["errors.template.not_found", "a template that is not there", ask("GET", "/v1/templates/999999")],
  ["errors.merchant.not_found", "a merchant that is not there", browser({ merchant_id: "999999" })],
  ["errors.merchant_id.missing", "a browser that names no merchant", browser({ merchant_id: "" })],
  ["errors.hash.missing", "no hash", order({ hash: undefined })],
  ["errors.hash.invalid", "a wrong hash", order({ hash: "0".repeat(32) })],
  ["errors.amount.missing", "no amount", order({ amount: "" })],
  ["errors.amount.invalid", "an amount without decimals", order({ amount: "10" })],
  [
    "errors.success_url.reserved",
    "a success URL in the window",
    order({ success_url: "https://pay.example/v1/form/x" }),
  ],
  [
    "errors.error_url.reserved",
    "an error URL in the window",
    order({ error_url: "https://pay.example/v1/form/x" }),
  ],
  ["errors.currency.missing", "no currency", order({ currency: "" })],
  ["errors.currency.unsupported", "another currency", order({ currency: "xxx" })],
  ["errors.card_number.missing", "no card number", order({ card_number: "" })],
  ["errors.card_number.invalid", "hyphens in a card number", order({ card_number: "4111-1111-1111-1111" })],
  ["errors.card_type.missing", "no card type", order({ card_type: "" })],
  ["errors.card_type.unsupported", "another card type", order({ card_type: "coupon" })],
  ["errors.card_holder.missing", "no holder", order({ card_holder: "" })],
  ["errors.card_holder.invalid", "a number for a holder", order({ card_holder: "4111" })],
  ["errors.card_cvv.missing", "no CVV", order({ card_cvv: "" })],
  ["errors.card_cvv.invalid", "CVV 202", order({ card_cvv: "202" })],
  ["errors.card_expiry.missing", "no expiry", order({ card_expiry: "" })],
  ["errors.card_expiry.invalid", "month 13", order({ card_expiry: "1330" })],
  ["errors.transaction.not_found", "a transaction that is not there", ask("GET", "/v1/transactions/999999")],
  ["errors.payment.declined", "CVV 201", order({ card_cvv: "201" })],
  ["errors.card.expired", "CVV 203", order({ card_cvv: "203" })],
  ["errors.card_currency.unsupported", "an Irish card in kronor", order({ card_type: "laser" })],
  [
    "errors.reason.missing",
    "a refund without a reason",
    async (locale) => ask("POST", "/v1/refunds", { transaction_id: await paid(), amount: "1.00" })(locale),
  ],
  [
    "errors.amount.excess",
    "a refund of more than was paid",
    async (locale) =>
      ask("POST", "/v1/refunds", { transaction_id: await paid(), amount: "10.01", reason: "x" })(locale),
  ],
  ["errors.plan.not_found", "a plan that is not there", ask("GET", "/v1/plans/999999")],
  [
    "errors.price.missing",
    "a plan in another currency",
    async (locale) => {
      const id = await idOf(merchant.call("POST", "/v1/plans", plan));
      return order({ plan_id: id, currency: "eur" })(locale);
    },
  ],
  ["errors.stored_card.not_found", "a card that is not there", ask("GET", "/v1/stored_cards/999999")],
  [
    "errors.unauthorized",
    "a transaction of somebody else",
    async (locale) =>
      ask("GET", `/v1/transactions/${await paid()}`, {}, { authorization: neighbour })(locale),
  ],
  [
    "errors.merchant.missing",
    "credentials without a merchant",
    ask("GET", "/v1/transactions", {}, { authorization: `Basic ${btoa(":password")}` }),
  ],
  ["errors.transaction.missing", "an update of nothing", ask("PUT", "/v1/transactions/")],
  [
    "errors.subscription.not_found",
    "a subscription that is not there",
    ask("GET", "/v1/subscriptions/999999"),
  ],
  ["errors.customer.not_found", "a customer who is not there", ask("GET", "/v1/customers/999999")],
  [
    "errors.customer.missing",
    "a subscription for nobody",
    async (locale) => {
      const id = await idOf(merchant.call("POST", "/v1/plans", plan));
      return ask("POST", "/v1/subscriptions", { plan_id: id })(locale);
    },
  ],
  ["errors.payment_ref.invalid", "no reference", order({ payment_ref: undefined })],
  [
    "errors.payment_ref.processed",
    "a reference that is paid",
    async (locale) => {
      await merchant.pay({ payment_ref: `paid ${locale}` });
      return order({ payment_ref: `paid ${locale}` })(locale);
    },
  ],
  [
    "errors.file_type.unsupported",
    "a picture for a template",
    (locale) => {
      const head = 'content-disposition: form-data; name="html"; filename="a.png"\r\ncontent-type: image/png';
      const headers = { "content-type": "multipart/form-data; boundary=b", authorization: basic };
      return merchant.send(
        "POST",
        `/v1/templates?locale=${locale}`,
        `--b\r\n${head}\r\n\r\nx\r\n--b--\r\n`,
        headers,
      );
    },
  ],
  [
    "errors.status.invalid",
    "a status that cards do not have",
    async (locale) => ask("PUT", `/v1/stored_cards/${await idOf(store())}`, { status: "stolen" })(locale),
  ],
  ["errors.json.malformed", "metadata that is no JSON", order({ metadata: "{" })],
  [
    "errors.stored_card.not_active",
    "a card put out of use",
    async (locale) => order({ card_number: await tokenOf({}, "inactive"), card_type: "STORED_CARD" })(locale),
  ],
  ["errors.webhook.invalid", "a webhook that goes nowhere", order({ webhook: '{"trigger":"payment"}' })],
  [
    "errors.transaction_id.missing",
    "a refund of nothing",
    ask("POST", "/v1/refunds", { amount: "1.00", reason: "x" }),
  ],
  [
    "errors.transaction.processed",
    "another currency once it is paid",
    async (locale) => ask("PUT", `/v1/transactions/${await paid()}`, { currency: "eur" })(locale),
  ],
  [
    "errors.invoice.not_purchable",
    "a subscription on account",
    async (locale) => {
      const id = await idOf(merchant.call("POST", "/v1/plans", plan));
      return invoice({}, { plan_id: id })(locale);
    },
  ],
  [
    "errors.reservation.not_approved",
    "a capture of what is not held",
    async (locale) => ask("PUT", `/v1/transactions/${await paid()}/capture`, { amount: "1.00" })(locale),
  ],
  ["errors.personal_number.missing", "an invoice without a personal number", invoice({ ssn: "" })],
  ["errors.zip.missing", "an invoice without a ZIP code", invoice({ zip: "" })],
  ["errors.first_name.missing", "an invoice without a first name", invoice({ first_name: "" })],
  ["errors.last_name.missing", "an invoice without a last name", invoice({ last_name: "" })],
  ["errors.country_code.missing", "an invoice without a country", invoice({ country_code: "" })],
  ["errors.address.missing", "an invoice without an address", invoice({ address_1: "" })],
  ["errors.city.missing", "an invoice without a city", invoice({ city: "" })],
  ["errors.payment_details.missing", "an invoice for nobody", invoice({}, { payment_details: undefined })],
  [
    "errors.customer_ref.invalid",
    "a customer's reference too long",
    order({ customer_ref: "x".repeat(256) }),
  ],
  ["errors.items.missing", "an invoice for nothing", invoice({}, { items: undefined })],
  [
    "errors.stored_card.not_test",
    "a real card in test mode",
    async (locale) => {
      const real = await tokenOf({ card_number: "4929000000006", test: "", card_cvv: "123" });
      return order({ card_number: real, card_type: "STORED_CARD" })(locale);
    },
  ],
  [
    "errors.stored_card.is_test",
    "a test card for real",
    async (locale) => order({ card_number: await tokenOf(), card_type: "STORED_CARD", test: "" })(locale),
  ],
  ["errors.mpi.not_approved", "a 3-D Secure that was not", order({ ref: "made up", eci: "05" })],
  [
    "errors.subscription.status_invalid",
    "a subscription in a status that there is not",
    async (locale) => {
      const id = await idOf(merchant.call("POST", "/v1/plans", plan));
      const card = await idOf(store());
      return ask("POST", "/v1/subscriptions", { plan_id: id, stored_card_id: card, status: "odd" })(locale);
    },
  ],
  [
    "errors.customer_ref.taken",
    "a reference of another customer",
    async (locale) => {
      await merchant.call("POST", "/v1/customers", { ref: "taken" });
      return ask("POST", "/v1/customers", { ref: "taken" })(locale);
    },
  ],
  ["errors.item.quantity.missing", "an item without a quantity", order(items({ qty: "" }))],
  ["errors.item.vat_rate.missing", "an item without VAT", order(items({ vat: "" }))],
  ["errors.item.id.missing", "an invoice without an article number", invoice({}, items({ artno: "" }))],
  [
    "errors.merchant.invoice.not_configured",
    "an invoice of who sends none",
    (locale) => {
      const fields = { merchant_id: "2", payment_ref: "on account", amount: "10.00", currency: "sek" };
      const hash = orderHash({ ...fields, test: "true" }, neighboursSecret);
      return invoice({}, { ...fields, hash }, { authorization: neighbour })(locale);
    },
  ],
  ["errors.authentication.failed", "no credentials", ask("GET", "/v1/transactions", {}, unsigned)],
  ["errors.raw_amount.invalid", "a raw amount with decimals", order({ raw_amount: "10.00" })],
  ["errors.name.missing", "a template without a name", ask("POST", "/v1/templates", { html: "x" })],
  [
    "errors.interval_unit.missing",
    "a plan without an interval's unit",
    ask("POST", "/v1/plans", { ...plan, interval_unit: "" }),
  ],
  [
    "errors.interval_unit.invalid",
    "a plan by the fortnight",
    ask("POST", "/v1/plans", { ...plan, interval_unit: "fortnights" }),
  ],
  ["errors.prices.missing", "a plan without prices", ask("POST", "/v1/plans", { ...plan, prices: "" })],
  [
    "errors.interval.missing",
    "a plan without an interval",
    ask("POST", "/v1/plans", { ...plan, interval: "" }),
  ],
  ["errors.interval.invalid", "a plan every x", ask("POST", "/v1/plans", { ...plan, interval: "x" })],
  [
    "errors.password.missing",
    "credentials without a password",
    ask("GET", "/v1/transactions", {}, { authorization: `Basic ${btoa("1:")}` }),
  ],
  ["errors.email.missing", "an e-mail to nobody", order({ webhook: '{"type":"Email","trigger":"payment"}' })],
  ["errors.encrypted_param.missing", "an encrypted field that is not there", order({ encrypted: "nothing" })],
  [
    "errors.prices.invalid",
    "a plan at a price of x",
    ask("POST", "/v1/plans", { ...plan, prices: '{"sek":"x"}' }),
  ],
  ["errors.not_found", "a refund that is not there", ask("GET", "/v1/refunds/999999")],
  [
    "errors.decryption.failed",
    "a field that is called encrypted and is not",
    order({ card_cvv: "200", encrypted: "card_cvv" }),
  ],
  [
    "errors.reason.too_long",
    "a long reason",
    async (locale) => {
      const fields = { transaction_id: await paid(), amount: "1.00", reason: "x".repeat(256) };
      return ask("POST", "/v1/refunds", fields)(locale);
    },
  ],
  ["errors.encoding.invalid", "Latin-1", json(Buffer.from('{"card_holder":"\xc5sa"}', "latin1"))],
  [
    "errors.name.duplicate",
    "two templates of the same name",
    async (locale) => {
      await merchant.call("POST", "/v1/templates", { name: "twice" });
      return ask("POST", "/v1/templates", { name: "twice" })(locale);
    },
  ],
  ["errors.merchant.invalid", "a merchant that is no number", browser({ merchant_id: "shop" })],
  ["errors.amount.mismatch", "another raw amount", order({ raw_amount: "1001" })],
  ["errors.webhook.not_found", "a webhook that is not there", ask("GET", "/v1/webhooks/999999")],
  [
    "errors.filter_parameter.not_supported",
    "a filter by CVV",
    ask("GET", "/v1/transactions?filter[cvv]=200"),
  ],
  [
    "errors.filter_value.not_supported",
    "a filter by a status that there is not",
    ask("GET", "/v1/transactions?filter[status]=odd"),
  ],
  [
    "errors.deposit.not_captured",
    "a refund of what was never paid",
    async (locale) => {
      const id = await idOf(merchant.call("POST", "/v1/transactions", merchant.order({ process: "false" })));
      return ask("POST", "/v1/refunds", { transaction_id: id, amount: "1.00", reason: "x" })(locale);
    },
  ],
  ["errors.ssn_or_country.missing", "a question about nobody", helper({})],
  ["errors.missing_or_invalid.ssn", "a long personal number", order(details({ ssn: long }))],
  ["errors.missing_or_too_long.first_name", "a long first name", order(details({ first_name: long }))],
  ["errors.missing_or_too_long.last_name", "a long last name", order(details({ last_name: long }))],
  ["errors.invalid.email", "an invoice to no address", invoice({ email: "erik" })],
  ["errors.missing_or_invalid.phone_number", "an invoice without a phone", invoice({ phone: "" })],
  ["errors.missing_or_too_long.address_1", "a long address", order(details({ address_1: long }))],
  ["errors.missing.address_2", "a long second line", order(details({ address_2: long }))],
  ["errors.missing_or_too_long.city", "a long city", order(details({ city: long }))],
  ["errors.missing_or_too_long.zip_code", "a long ZIP code", order(details({ zip: long }))],
  ["errors.missing_or_invalid.country_code", "an invoice to Utopia", invoice({ country_code: "UTO" })],
  ["errors.missing_or_invalid.amount_error", "an invoice of x", invoice({}, { amount: "x" })],
  [
    "errors.too_long.transaction_id",
    "a refund of a long number",
    ask("POST", "/v1/refunds", { transaction_id: "1".repeat(16), amount: "1.00", reason: "x" }),
  ],
  [
    "errors.must_be_submitted.ssn",
    "an invoice that does not say for whom",
    invoice({ ssn: undefined as unknown as string }),
  ],
  ["errors.invoice.credit_not_approved", "an invoice for Kent", invoice({ ssn: "192806281719" })],
  [
    "errors.invoice.amount.requested.lower_than_minimum_purchase_amount",
    "an invoice of half a krona",
    invoice({}, { amount: "0.50", ...items({ amount: "0.50" }) }),
  ],
  [
    "errors.invoice.amount.requested.higher_than_maximum_purchase_amount",
    "an invoice of a million",
    invoice({}, { amount: "1000000.00", ...items({ amount: "1000000.00" }) }),
  ],
  ["errors.invoice.amount.maximal_decimal", "an invoice of half an öre", invoice({}, { amount: "10.005" })],
  ["errors.item.notes_to_long", "a long article number", order(items({ artno: "x".repeat(51) }))],
  [
    "errors.missing_or_too_long.order_reference",
    "an invoice without a reference",
    invoice({}, { payment_ref: undefined }),
  ],
  ["errors.helper.ssn.invalid_format", "a personal number of letters", invoice({ ssn: "abc" })],
  [
    "errors.helper.ssn.for_sweden_must_be_12_digits",
    "a Swedish personal number of 11 digits",
    invoice({ ssn: "19280310435" }),
  ],
  ["errors.helper.ssn.must_be_submitted", "a question about a country", helper({ country: "SWE" })],
  ["errors.helper.ssn.have_a_value", "a question about a blank", helper({ country: "SWE", ssn: " " })],
  ["errors.service_not_available", "an invoice whose provider is silent", invoice({ ssn: "190101010101" })],
  ["errors.item.amount.missing", "an invoice for no sum", invoice({}, items({ amount: "" }))],
  ["errors.item.description.missing", "an invoice without words", invoice({}, items({ description: "" }))],
  [
    "errors.item.missing_or_too_long.description",
    "an invoice with many words",
    invoice({}, items({ description: long })),
  ],
  ["errors.item.total_amount_error", "an invoice of another sum", invoice({}, items({ amount: 9 }))],
  [
    "errors.invoice.purchase_for_different_country",
    "a Swede who pays in euros",
    invoice({}, { currency: "eur" }),
  ],
  ["errors.request.json_error", "a body that is no JSON", json('{"amount":')],
  ["errors.request.bad_format", "payment details that are a list", order({ payment_details: "[1]" })],
  ["errors.items.not_array", "items that are no list", order({ items: '"shoe"' })],
  ["errors.items.description_missing", "an item without words", order(items({ description: "" }))],
  ["errors.items.notes_missing", "an item without an article number", order(items({ artno: "" }))],
  ["errors.items.amount_missing", "an item without an amount", order(items({ amount: "" }))],
  ["errors.items.description_too_long", "an item with many words", order(items({ description: long }))],
  ["errors.items.amount_not_valid", "an item for x", order(items({ amount: "x" }))],
  ["errors.items.transaction_amount_mismatch", "items of another sum", order(items({ amount: 9 }))],
  [
    "errors.rules_parser.declined",
    "a browser's eleventh card",
    async (locale) => {
      const declined = browser({ payment_ref: `worn ${locale}`, card_cvv: "201" });
      for (let i = 0; i < 10; i++) expect((await declined(locale)).json.code).toBe(129);
      return browser({ payment_ref: `worn ${locale}` })(locale);
    },
  ],
  ["errors.request.json_errors", "a list for a body", json("[1]")],
  [
    "errors.invoice.address_not_found",
    "a question about a stranger",
    helper({ country: "SWE", ssn: "190001019999" }),
  ],
  ["errors.payment.failed", "a bank that does not answer", order({ card_number: "4000000010000075" })],
];

describe.each(["en", "sv"] as const)("in the language %s", (locale) => {
  test.each(natural)("%s: %s", async (name, _, provoke) => {
    const { code, [locale]: text, status } = errors[name];
    const answer = await provoke(locale);
    expect([answer.http, Object.keys(answer.json)]).toEqual([status, ["name", "code", "description"]]);
    expect(answer.json).toMatchObject({ name, code });
    expect(answer.json.description).toBe(status === 401 ? `${text} HTTP Basic: Access denied.` : text);
  });
});

/** By pages, which tell it to a person. */
const shown: readonly (readonly [ErrorName, string, (locale: string) => Promise<MondidoAnswer>])[] = [
  ["errors.success_url.missing", "a form that leads nowhere", (locale) => form({ error_url: shop }, locale)],
  ["errors.error_url.missing", "a form without a way back", (locale) => form({ success_url: shop }, locale)],
  [
    "errors.terms.not_accepted",
    "a shopper who does not accept the terms",
    async (locale) => {
      const { headers } = await form({ success_url: shop, error_url: shop }, locale);
      const fields = { ...visa, "metadata[accept_terms]": "0" };
      return post(String(headers.location), fields, { "accept-language": locale });
    },
  ],
];

const shop = "https://shop.example/";
const post = (path: string, fields: Fields, headers: Fields) =>
  merchant.call("POST", path, fields, { ...unsigned, ...headers });
const form = (more: Fields, locale: string) =>
  post("/v1/form", merchant.order(more), { "accept-language": locale });

describe.each(["en", "sv"] as const)("on a page in the language %s", (locale) => {
  test.each(shown)("%s: %s", async (name, _, provoke) => {
    const { http, text } = await provoke(locale);
    expect([http >= 400, text]).toEqual([true, expect.stringContaining(errors[name][locale])]);
  });
});

/** By many requests, and by what is not done. */
const lockedOut = "errors.account.locked";
const leftTheBank = "errors.payment.canceled";

const provoked = new Set<ErrorName>([
  ...natural.map(([name]) => name),
  ...shown.map(([name]) => name),
  lockedOut,
  leftTheBank,
]);

async function readmesRequests(): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  const file = new URL("../../../src/dialects/mondido/README.md", import.meta.url);
  return (await readFile(file, "utf8")).split("### Told on request only")[1]?.split("\n#")[0] ?? "";
}

describe("every error of the document", () => {
  const documented = (Object.keys(codes) as ErrorName[]).filter((name) => codes[name] <= 262);

  test("is there: 160 of them", () => {
    expect(documented).toHaveLength(160);
  });

  test.each(documented)("is told when it is asked for: %s", async (name) => {
    const metadata = JSON.stringify({ mondido_instructions: { fail_as_code: name } });
    const { json: told, http } = await merchant.pay({ metadata });
    expect([http, told]).toEqual([
      errors[name].status,
      { name, code: codes[name], description: expect.stringContaining(errors[name].en) },
    ]);
  });

  const requested = documented.filter((name) => !provoked.has(name)).map((name) => codes[name]);

  test("is named in the README when only that tells it, with how many there are", async () => {
    const text = await readmesRequests();
    const listed = [...text.matchAll(/(?<!of )(?<!\d)\b\d{3}\b(?! of)/g)].map(([code]) => Number(code));
    expect(listed.toSorted((a, b) => a - b)).toEqual(requested);
    const natural = documented.length - requested.length;
    expect(text).toContain(`${natural} of ${documented.length} come by natural input`);
  });

  test("comes by natural input in 95 of 100 cases, of those that a request can cause", async () => {
    const rows = (await readmesRequests()).split("\n").filter((row) => row.includes("| request |"));
    const causable = rows.flatMap((row) => [...row.matchAll(/\b\d{3}\b/g)].map(([code]) => Number(code)));
    const natural = documented.length - requested.length;
    expect(requested).toEqual(expect.arrayContaining(causable));
    expect(natural / (natural + causable.length)).toBeGreaterThanOrEqual(0.95);
    expect(await readmesRequests()).toContain(`${natural} of ${natural + causable.length}`);
  });
});

test("a message that was asked for stands behind the error's own text", async () => {
  const metadata = JSON.stringify({ mondido_instructions: { fail_as_message: "do not honour" } });
  const { json: told } = await merchant.pay({ metadata });
  expect(told).toMatchObject({ code: 129, description: "Payment declined do not honour" });
});

test("an instruction that is none of the errors declines", async () => {
  const metadata = JSON.stringify({ mondido_instructions: { fail_as_code: "errors.made.up" } });
  expect((await merchant.pay({ metadata })).json.code).toBe(129);
});

test("many wrong passwords from one address lock it out for a minute, and nobody else", async () => {
  const wrong = { authorization: `Basic ${btoa("1:guess")}` };
  const guess = () => merchant.call("GET", "/v1/transactions", {}, wrong);
  for (let i = 0; i < 20; i++) expect((await guess()).http).toBe(401);
  const locked = await guess();
  expect([locked.http, locked.json]).toEqual([429, expect.objectContaining({ name: lockedOut, code: 207 })]);
  expect((await merchant.call("GET", "/v1/transactions")).json.code).toBe(207);
  const other = await merchant.call("GET", "/v1/transactions", {}, { authorization: neighbour });
  expect(other.http).toBe(200);
  await kassa.advance("PT1M");
  expect((await merchant.call("GET", "/v1/transactions")).http).toBe(200);
});

test("a shopper who comes back from the bank without its answer has given up", async () => {
  const fields = merchant.order({ success_url: shop, error_url: shop, payment_ref: "given up" });
  const { headers } = await post("/v1/form", fields, {});
  const window = String(headers.location);
  await post(window, { ...visa, card_number: "4000000010000018" }, {});
  await post(`${window}/again`, {}, {});
  const { json: given } = await merchant.call("GET", "/v1/transactions?filter[payment_ref]=given%20up");
  expect(given).toMatchObject([{ status: "failed", error: { name: leftTheBank, code: codes[leftTheBank] } }]);
});

test("a held payment is not refunded in part: it is let go", async () => {
  const fields = { transaction_id: await held(), amount: "1.00", reason: "x" };
  expect((await merchant.call("POST", "/v1/refunds", fields)).http).toBe(200);
});
