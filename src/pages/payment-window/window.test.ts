import { expect, test } from "vitest";
import {
  documentedParams,
  renderHandOver,
  renderWindow,
  renderWindowError,
  type WindowState,
} from "./index.ts";
import { samplePlan, sampleRoots } from "./samples.ts";

const state: WindowState = { locale: "en", methods: ["credit_card", "invoice"], offersStoring: true };
const form = { action: "/v1/form/abc", hidden: { window_version: "3" } };

type More = { source?: string; roots?: ReturnType<typeof sampleRoots>; state?: Partial<WindowState> };
const open = ({ source, roots = sampleRoots(), state: more }: More = {}) =>
  renderWindow({ source, roots, state: { ...state, ...more }, form, token: "tok", nonce: "n" });

test("our own window shows the order, the cards and one button", async () => {
  const { html, merchants, fault } = await open();
  expect({ merchants, fault }).toEqual({ merchants: false, fault: undefined });
  expect(html).toContain('<form action="/v1/form/abc" method="post" id="mondidopayform"');
  expect(html).toContain('<input type="hidden" name="window_version" value="3">');
  expect(html).toContain("SEK 1,249.50".replace(" ", "\u00a0"));
  expect(html).toContain("•••• 1111");
  expect(html).toContain('value="card:2w67r33303d23691" checked');
  expect(html).not.toMatch(/merchant_id|\{\{|undefined|\[object/);
  expect(html.match(/<button/g)).toHaveLength(1);
  for (const name of [
    "card_holder",
    "card_number",
    "card_type",
    "card_cvv",
    "card_expiry",
    "expMM",
    "expYY",
    "store_card",
  ])
    expect(html).toContain(`name="${name}"`);
  for (const name of [
    "country_code",
    "segmentation",
    "email",
    "phone",
    "ssn",
    "first_name",
    "last_name",
    "address_1",
    "address_2",
    "zip",
    "city",
  ])
    expect(html).toContain(`name="${name}"`);
});

test.each(["en", "sv", "tr"] as const)("in test mode it names in %s what pays", async (locale) => {
  const hint = async (methods: WindowState["methods"]) => {
    const { html } = await open({ state: { locale, methods } });
    return html.match(/<aside class="test-hint">(.*?)<\/aside>/)?.[1];
  };
  const both = await hint(["credit_card", "invoice"]);
  expect(both).toContain("4111 1111 1111 1111");
  expect(both).toContain("195203198089");
  expect(await hint(["credit_card"])).not.toContain("195203198089");
});

test("and speaks Swedish", async () => {
  const { html } = await open({ state: { locale: "sv" } });
  expect(html).toContain('lang="sv"');
  expect(html).toContain("Betala 1\u00a0249,50\u00a0kr");
});

test("a plan is named with its price, its trial and its fee, and keeps the card without asking", async () => {
  const roots = sampleRoots({ amount: "0.0" }, { plan: samplePlan });
  const { html } = await open({ roots });
  for (const text of [
    "Socks every month",
    "SEK\u00a099.00 every month, until you cancel it.",
    "first 14 days",
    "SEK\u00a025.00, once",
    ">Subscribe</button>",
  ])
    expect(html).toContain(text);
  expect(html).not.toContain('name="store_card"');
});

test("what is wrong is said beside its field; card numbers and CVV are not kept", async () => {
  const { html } = await open({
    state: {
      errors: { card_cvv: "The CVV is wrong.", card_expiry: "The card has expired.", hash: "Ask the shop." },
      notice: "The payment was declined.",
      values: {
        pay_with: "new_card",
        card_number: "4111111111111111",
        card_cvv: "987",
        card_holder: "Jo <b>",
        expMM: "01",
      },
    },
  });
  expect(html).toContain("<title>Error: ");
  expect(html).toContain('<a href="#expMM">The card has expired.</a>');
  expect(html).toContain('id="card_cvv-error">The CVV is wrong.');
  expect(html).toContain("<li>Ask the shop.</li>");
  expect(html).toContain("The payment was declined.");
  expect(html).toContain('value="Jo &lt;b&gt;"');
  expect(html).toContain('value="new_card" checked');
  expect(html.match(/ autofocus/g)).toHaveLength(1);
  expect(html).not.toMatch(/4111111111111111|987/);
});

test("whatever a shop or a shopper calls things, our window prints it as text", async () => {
  const evil = `"'><script>alert(1)</script>{{ 7 | times: 6 }}`;
  const roots = sampleRoots(
    {
      payment_ref: evil,
      items: [{ description: evil, amount: evil, qty: evil }],
      metadata: { a: evil },
      payment_details: { first_name: evil, city: evil },
      error_url: "javascript:alert(1)",
      customer: {
        id: 1,
        ref: evil,
        stored_cards: [
          { id: 1, token: evil, card_number: evil, card_type: evil, expires: evil, currency: evil },
        ],
      },
    },
    {
      merchant: {
        id: 1,
        name: evil,
        settings_hosted: { v2: { layout: { show_logo: true, logo_url: `javascript:${evil}` } } },
      },
      plan: { ...samplePlan, name: evil, description: evil },
    },
  );
  const { html } = await open({
    roots,
    state: { errors: { [evil]: evil, ssn: evil }, notice: evil, values: { email: evil } },
  });
  expect(html).not.toContain("<script>alert");
  expect(html).not.toMatch(/\bjavascript:/);
  expect(html).not.toContain("42");
  expect(html.match(/<script/g)).toHaveLength(2);
});

test("a merchant's window gets what the document promises", async () => {
  const source =
    "<head></head><form id='mondidopayform' method='post'>{{ transaction.amount }}{{ notice }}{{ secret }}{{ card_number }}</form>";
  const { html, merchants } = await open({ source, state: { notice: "again" } });
  expect(merchants).toBe(true);
  expect(html).toContain(">1249.5again</form>");
  expect(html).toContain('<form action="/v1/form/abc"');
  const variable = JSON.parse(/Mondido = (.*?);<\/script>/.exec(html)?.[1] ?? "");
  expect(variable).toMatchObject({
    token: "tok",
    transaction: { id: 1231, amount: "1249.5", customer: { id: 5, ref: "133752" } },
    merchant: { id: 1 },
  });
  expect(Object.keys(variable.transaction.customer.stored_cards[0]).toSorted()).toEqual([
    "card_number",
    "card_type",
    "currency",
    "expires",
    "id",
    "token",
  ]);
});

test("where a merchant's template fails, ours is shown, and why is told", async () => {
  const { html, merchants, fault } = await open({ source: "\n{% if %" });
  expect(merchants).toBe(false);
  expect(fault).toMatchObject({ line: 2 });
  expect(html).toContain("data-window-form");
});

test.each([
  [
    { pay_with: "card:abc", card_number: "", card_cvv: "", ssn: "", segmentation: "b2c", amount: "1" },
    { amount: "1", card_number: "abc", card_type: "STORED_CARD" },
  ],
  [
    { pay_with: "invoice", card_number: "4111", ssn: "1" },
    { ssn: "1", payment_method: "invoice" },
  ],
  [
    { pay_with: "new_card", card_number: "4111", expMM: "1", expYY: "27", card_expiry: "" },
    { card_number: "4111", card_expiry: "0127", payment_method: "credit_card" },
  ],
  [
    { card_number: "4111", card_expiry: "0127", expMM: "02", expYY: "28" },
    { card_number: "4111", card_expiry: "0127" },
  ],
])("%j is posted as %j", (posted, expected) => {
  expect(documentedParams(posted as Record<string, string>)).toEqual(expected);
});

test("the way to the bank is a form with a button, and its fields are text", () => {
  const html = renderHandOver({
    action: 'https://acs.example/?a="',
    fields: { MD: '"><script>' },
    locale: "sv",
  });
  expect(html).toContain('action="https://acs.example/?a=&#34;"');
  expect(html).toContain('<input type="hidden" name="MD" value="&#34;&gt;&lt;script&gt;">');
  expect(html).toContain("Fortsätt till min bank");
});

test.each(["not_found", "finished", "invalid"] as const)("in place of a window: %s", (kind) => {
  const html = renderWindowError({ kind, locale: "en", merchantName: "<b>", shopUrl: "javascript:1" });
  expect(html).toContain("&lt;b&gt;");
  expect(html).toMatch(/<h1>.+<\/h1>/);
  expect(html).not.toContain("javascript:");
});
