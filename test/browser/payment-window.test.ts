import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { desktop, phone, screenshot } from "../support/browser.ts";
import { type Kassa, openKassa } from "../support/kassa.ts";
import { Merchant, md5, secret } from "../wire/mondido/merchant.ts";
import { devices, newVisit } from "./scene.ts";

let kassa: Kassa;
let kassaUrl: string;
let merchant: Merchant;
let shop: Server;
let shopUrl: string;

beforeAll(async () => {
  kassa = await openKassa();
  kassaUrl = await kassa.server.listen({ port: 0, host: "127.0.0.1" });
  merchant = new Merchant(kassa);
  shop = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://shop");
    response.setHeader("content-type", "text/html; charset=utf-8").end(shopPage(pathname, searchParams));
  });
  await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
  // Another name, so that the shop is another site.
  shopUrl = `http://localhost:${(shop.address() as AddressInfo).port}`;
}, 60_000);

afterAll(async () => {
  expect(await kassa.problems()).toEqual([]);
  shop.closeAllConnections();
  shop.close();
  await kassa.close();
});

/** The shop: `/checkout` posts what its query says to the payment window, `/framed` shows an address in a frame. */
function shopPage(path: string, query: URLSearchParams): string {
  const inputs = [...query].map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${value.replaceAll('"', "&quot;")}">`,
  );
  const frame = `<iframe id="frame" title="pay" src="${query.get("src")}" style="width:100%;height:100px;border:0"></iframe>
    <script>addEventListener("message", ({ data }) => { if (data.msg === "resize") frame.style.height = data.height; });</script>`;
  const pages: Readonly<Record<string, string>> = {
    "/checkout": `<form action="${kassaUrl}/v1/form" method="post">${inputs.join("")}<button>To payment</button></form>`,
    "/framed": frame,
    "/ok": "Thank you for your order",
    "/no": "Your order was not paid",
  };
  const meta = '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">';
  return `<!doctype html><title>Shop</title>${meta}<h1>${pages[path] ? "Shop" : "Nothing"}</h1>${pages[path] ?? ""}`;
}

type Fields = Readonly<Record<string, string>>;

const order = (more: Fields = {}) =>
  merchant.order({ success_url: `${shopUrl}/ok?order=1`, error_url: `${shopUrl}/no`, ...more });

const shoes = JSON.stringify([
  { artno: "1", description: "Nice Shoe", amount: "800.00", qty: "1", vat: "25", discount: "0" },
  { artno: "2", description: "Wool socks", amount: "449.50", qty: "2", vat: "25", discount: "0" },
]);

let page: Page;

/** By the shop's own form. */
async function checkOut(more: Fields = {}): Promise<void> {
  await page.goto(`${shopUrl}/checkout?${new URLSearchParams(order(more))}`);
  await page.getByRole("button", { name: "To payment" }).click();
  await page.waitForURL(/\/v1\/form\//);
}

/** Prepared through the API; answers the link. */
async function link(more: Fields = {}): Promise<string> {
  const { json } = await merchant.call("POST", "/v1/transactions", order({ process: "false", ...more }));
  return kassaUrl + new URL(json.href).pathname;
}

let templates = 0;

async function template(html: string): Promise<string> {
  templates += 1;
  const { json } = await merchant.call("POST", "/v1/templates", { name: `Template ${templates}`, html });
  return String(json.id);
}

type Place = Page | FrameLocator;

async function fillCard(place: Place, { number = "4111111111111111", cvv = "200" } = {}): Promise<void> {
  await place.getByLabel("Card number").fill(number);
  await place.getByLabel("Month").fill("12");
  await place.getByLabel("Year").fill("40");
  await place.getByLabel("CVV").fill(cvv);
  await place.getByLabel("Name on the card").fill("Anna Berg");
}

const pay = (place: Place) => place.getByRole("button", { name: /^(Pay|Betala) / }).click();

/** What the shop is told when the shopper comes back. */
async function returned(to: "ok" | "no"): Promise<Fields> {
  await page.waitForURL((url) => url.origin === shopUrl && url.pathname === `/${to}`);
  return Object.fromEntries(new URL(page.url()).searchParams);
}

async function transaction(id: string | undefined) {
  return (await merchant.call("GET", `/v1/transactions/${id}?extend=customer,stored_card`)).json;
}

const alerts = () => page.getByRole("alert").getByRole("link").allTextContents();

describe.each(devices)("on a %s", (size, device) => {
  beforeEach(async () => {
    page = await newVisit(device);
  });
  const shot = (name: string) => screenshot(page, `${size}-hosted-${name}`);

  test("a card is approved, and the shop told so", async () => {
    await checkOut({ payment_ref: `${size}-1`, amount: "1249.50", items: shoes, vat_amount: "249.90" });
    await shot("window");
    await page.getByRole("radio", { name: "Card" }).check();
    await fillCard(page);
    await shot("window-filled");
    await pay(page);
    const told = await returned("ok");
    expect(told).toMatchObject({ order: "1", status: "approved", payment_ref: `${size}-1` });
    expect(told.hash).toBe(md5(`1${size}-11249.50sekapproved${secret}`));
    expect(await transaction(told.transaction_id)).toMatchObject({ status: "approved", amount: "1249.5" });
  });

  test("a declined card leads to the error page, and its link to another try", async () => {
    const href = await link();
    await page.goto(href);
    await fillCard(page, { cvv: "201" });
    await pay(page);
    expect(await returned("no")).toMatchObject({
      status: "declined",
      error_name: "errors.payment.declined",
    });
    await page.goto(href);
    await fillCard(page);
    await pay(page);
    const { transaction_id } = await returned("ok");
    expect(await transaction(transaction_id)).toMatchObject({ status: "approved", link_payment: true });
  });

  test("everything that is wrong is said at once, beside its field", async () => {
    await checkOut();
    await pay(page);
    expect(await alerts()).toHaveLength(4);
    await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("card_number");
    expect(await page.title()).toMatch(/^Error: /);
    await shot("window-empty");
    await fillCard(page, { number: "4111-1111-1111-1112", cvv: "2" });
    await page.getByLabel("Month").fill("13");
    await pay(page);
    await expect
      .poll(alerts)
      .toEqual([
        "Enter the card number, digits only, as it stands on the card.",
        "Enter the month and the year.",
        "Enter the CVV.",
      ]);
    await expect.poll(() => page.getByLabel("Name on the card").inputValue()).toBe("Anna Berg");
    await expect.poll(() => page.getByLabel("Card number").inputValue()).toBe("");
    await shot("window-wrong");
    await fillCard(page);
    await pay(page);
    expect((await returned("ok")).status).toBe("approved");
  });

  test("the bank asks who pays: yes, no, and the way back", async () => {
    const challenged = { number: "4000000010000018" };
    await checkOut();
    await fillCard(page, challenged);
    await pay(page);
    await page.getByRole("button", { name: "Approve" }).waitFor();
    await shot("bank");
    await page.getByRole("button", { name: "Approve" }).click();
    const told = await returned("ok");
    expect((await transaction(told.transaction_id)).mpi_ref).not.toBe("");

    await checkOut();
    await fillCard(page, challenged);
    await pay(page);
    await page.getByRole("button", { name: "Refuse" }).click();
    expect(await returned("no")).toMatchObject({ status: "failed", error_name: "errors.mpi.not_approved" });

    await checkOut();
    await fillCard(page, challenged);
    await pay(page);
    await page.getByRole("button", { name: "Approve" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Your bank is waiting for you" }).waitFor();
    await shot("at-bank");
    await page.getByRole("button", { name: "Pay again" }).click();
    await fillCard(page);
    await pay(page);
    expect((await returned("ok")).status).toBe("approved");
  });

  test("a customer's card is stored, and pays the next time", async () => {
    const customer_ref = `cia-${size}`;
    await checkOut({ customer_ref });
    await fillCard(page);
    await page.getByLabel("Remember this card").check();
    await pay(page);
    const first = await returned("ok");
    expect(first.token).toBeTruthy();

    await checkOut({ customer_ref });
    await page.getByRole("radio", { name: "Visa ending in 1111" }).waitFor();
    await shot("returning-customer");
    await pay(page);
    const second = await returned("ok");
    expect((await transaction(second.transaction_id)).transaction_type).toBe("stored_card");
  });

  test("an invoice finds the address, and knows who gets one", async () => {
    const buying = { amount: "1249.50", items: shoes, payment_method: "invoice" };
    const fill = async (ssn: string) => {
      await page.getByLabel("Personal number").fill(ssn);
      await page.getByLabel("Email").fill("s@example.com");
      await page.getByLabel("Mobile phone").fill("+46701234567");
    };
    await checkOut(buying);
    await fill("195203198088");
    await pay(page);
    expect(await alerts()).toHaveLength(5);
    await shot("invoice-wrong");
    await fill("195203198089");
    await expect.poll(() => page.getByLabel("City").inputValue()).toBe("Trångsund");
    await expect.poll(() => page.getByLabel("First name").inputValue()).toBe("Solbritt");
    await shot("invoice");
    await pay(page);
    const { transaction_id } = await returned("ok");
    expect(await transaction(transaction_id)).toMatchObject({
      transaction_type: "invoice",
      payment_details: { last_name: "Jansson", zip: "14262" },
    });

    await checkOut(buying);
    await fill("192806281719");
    await expect.poll(() => page.getByLabel("Last name").inputValue()).toBe("Ludwig");
    await pay(page);
    expect((await returned("no")).error_name).toBe("errors.invoice.credit_not_approved");
  });

  test("Swedish stays Swedish when something is wrong", async () => {
    await page.goto(`${await link({ amount: "1249.50", items: shoes })}?lang=sv`);
    await page.getByRole("heading", { name: /^Betala till/ }).waitFor();
    await shot("window-sv");
    await page.getByRole("radio", { name: "Kort" }).check();
    await pay(page);
    await expect.poll(alerts).toContain("Ange kortnumret, bara siffror, så som det står på kortet.");
    await shot("window-sv-wrong");
  });
});

describe("paying once", () => {
  beforeEach(async () => {
    page = await newVisit(phone);
  });

  test("whoever presses twice pays once", async () => {
    await checkOut();
    await fillCard(page);
    await page.getByRole("button", { name: /^Pay / }).dblclick();
    const { transaction_id } = await returned("ok");
    const { log_events } = await transaction(transaction_id);
    expect(log_events.map(({ event }: { event: string }) => event)).toEqual(["created", "approved"]);
  });

  test("two tabs pay one payment once, and both arrive", async () => {
    const href = await link();
    await page.goto(href);
    const other = await page.context().newPage();
    await other.goto(href);
    for (const tab of [page, other]) await fillCard(tab);
    await Promise.all([pay(page), pay(other)]);
    for (const tab of [page, other])
      await tab.waitForURL((url) => url.origin === shopUrl && url.pathname === "/ok");
    expect(new URL(page.url()).search).toBe(new URL(other.url()).search);
    await page.goto(href);
    expect((await returned("ok")).status).toBe("approved");
  });

  test("an amount that has changed meanwhile is shown before it is paid", async () => {
    const fields = order({ process: "false" });
    const { json } = await merchant.call("POST", "/v1/transactions", fields);
    await page.goto(kassaUrl + new URL(json.href).pathname);
    await fillCard(page);
    const hash = merchant.order({ payment_ref: fields.payment_ref, amount: "25.00" }).hash ?? "";
    await merchant.call("PUT", `/v1/transactions/${json.id}`, { amount: "25.00", hash, process: "false" });
    await pay(page);
    await page.getByText("The shop has changed the amount.").waitFor();
    await fillCard(page);
    await page.getByRole("button", { name: /25\.00/ }).click();
    const { transaction_id } = await returned("ok");
    expect((await transaction(transaction_id)).amount).toBe("25.0");
  });
});

test("without scripts every way works", async () => {
  page = await newVisit({ ...phone, javaScriptEnabled: false });
  await checkOut({ amount: "1249.50", items: shoes });
  await page.getByRole("radio", { name: "Card" }).check();
  await fillCard(page, { number: "4000 0000 1000 0018" });
  await screenshot(page, "phone-hosted-without-script");
  await pay(page);
  await page.getByRole("button", { name: "Continue to my bank" }).click();
  await page.getByRole("button", { name: "Approve" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  expect((await returned("ok")).status).toBe("approved");
});

test("a keyboard is enough", async () => {
  page = await newVisit(desktop);
  await checkOut({ customer_ref: "keys" });
  const focused = () => page.evaluate("document.activeElement.name || document.activeElement.tagName");
  const order: unknown[] = [];
  const typed: Fields = {
    card_number: "4111111111111111",
    expMM: "12",
    expYY: "40",
    card_cvv: "200",
    card_holder: "Anna Berg",
  };
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press("Tab");
    const name = String(await focused());
    order.push(name);
    if (typed[name]) await page.keyboard.type(typed[name]);
    if (name === "store_card") await page.keyboard.press("Space");
    if (name === "BUTTON") break;
  }
  expect(order).toEqual([...Object.keys(typed), "store_card", "BUTTON"]);
  await page.keyboard.press("Enter");
  expect((await returned("ok")).token).toBeTruthy();
});

test("in a frame on the shop's page it has its height, and comes back inside the frame", async () => {
  page = await newVisit(phone);
  await page.goto(`${shopUrl}/framed?src=${encodeURIComponent(await link())}`);
  const frame = page.frameLocator("#frame");
  const height = () => page.locator("#frame").evaluate((element) => element.clientHeight);
  await expect.poll(height).toBeGreaterThan(500);
  await screenshot(page, "phone-hosted-framed");
  await fillCard(frame, { number: "4000000010000018" });
  await pay(frame);
  await frame.getByRole("button", { name: "Approve" }).click();
  await frame.getByText("Thank you for your order").waitFor();
  expect(new URL(page.url()).pathname).toBe("/framed");
});

test("a link is good for 90 days", async () => {
  page = await newVisit(phone);
  page.context().removeAllListeners("console");
  const own = await openKassa();
  try {
    const url = await own.server.listen({ port: 0, host: "127.0.0.1" });
    const shopkeeper = new Merchant(own);
    for (const more of [{}, { error_url: `${shopUrl}/no` }]) {
      const fields = shopkeeper.order({ process: "false", ...more });
      const { json } = await shopkeeper.call("POST", "/v1/transactions", fields);
      await own.advance("P91D");
      await page.goto(url + new URL(json.href).pathname);
      if (more.error_url) expect((await returned("no")).status).toBe("failed");
      else expect(await page.textContent("h1")).toBe("This payment link has expired");
      await screenshot(page, "phone-hosted-expired");
    }
  } finally {
    await own.close();
  }
});

describe("a merchant's template", () => {
  const sold = JSON.stringify({ products: [{ name: "Nice Shoe", price: "10.00", qty: "1" }], note: "it's" });

  beforeEach(async () => {
    page = await newVisit(desktop);
  });

  test("shows the payment in the merchant's words, and takes the card", async () => {
    const template_id = await template(`<!doctype html><html><head><title>Ours</title></head><body>
      <h1>{{ transaction.amount }} {{ currency }}</h1><p id="auth">{{ transaction.org_auth_amount }}</p>
      <ul>{%for item in transaction.metadata['products']%}<li>Name: {{ item['name'] }}, {{ item['qty'] }}</li>{% endfor %}</ul>
      <p id="first">{{ transaction.metadata['products'].first.name }}</p><p id="script"></p>
      <form id="mondidopayform" method="post">
        <input name="card_holder" value="Anna Berg"><input name="card_number" value="4000 0000 1000 0018">
        <input name="card_type" value="visa"><input name="card_cvv" value="200"><input name="card_expiry" value="1240">
        <input name="metadata[email]" value="a@example.com"><button>Buy</button>
      </form>
      <script>document.getElementById("script").textContent = Mondido.transaction.metadata.note + " " + Mondido.merchant.id;</script>
      </body></html>`);
    await checkOut({ template_id, metadata: sold });
    expect(await page.textContent("h1")).toBe("10.0 sek");
    expect(await page.textContent("li")).toBe("Name: Nice Shoe, 1");
    expect(await page.textContent("#first")).toBe("Nice Shoe");
    expect(await page.textContent("#script")).toBe("it's 1");
    expect(await page.textContent("#auth")).toBe("10");
    await page.getByRole("button", { name: "Buy" }).click();
    await page.getByRole("button", { name: "Approve" }).click();
    const { transaction_id } = await returned("ok");
    const { metadata } = await transaction(transaction_id);
    expect(metadata).toEqual({ ...JSON.parse(sold), email: "a@example.com" });
  });

  test("offers a plan", async () => {
    const template_id = await template(
      '<form id="mondidopayform">{{ plan.name }} {{ plan.prices.sek }} {{ merchant.plans.size }}</form>',
    );
    const monthly = { plan_id: "1", amount: "300.00", subscription_quantity: "3" };
    await checkOut({ template_id, ...monthly });
    expect(await page.textContent("form")).toBe("Monthly 100.0 2");
    await checkOut(monthly);
    await page.getByText("SEK 300.00 every month, until you cancel it.").waitFor();
    await screenshot(page, "desktop-hosted-plan");
    await fillCard(page);
    await pay(page);
    const { stored_card_id, subscription_id } = await returned("ok");
    expect([stored_card_id, subscription_id]).toEqual([expect.any(String), expect.any(String)]);
  });

  test.each([
    ["broken", "{% if %}{{"],
    ["endless", "{% for a in (1..100000000) %}{% for b in (1..100000000) %}{% endfor %}{% endfor %}"],
    ["huge", "{% for a in (1..1000000) %}0123456789{% endfor %}"],
  ])("that is %s gives way to ours, quickly", async (_, html) => {
    const template_id = await template(html);
    const href = await link({ template_id });
    const before = performance.now();
    await page.goto(href);
    expect(performance.now() - before).toBeLessThan(8_000);
    await fillCard(page);
    await pay(page);
    expect((await returned("ok")).status).toBe("approved");
  });

  test("cannot read our other pages, nor be at our address", async () => {
    const template_id = await template(`<p id="told">…</p><script>
      const tries = [
        () => fetch("/sandbox/messages").then((answer) => answer.text()),
        () => document.cookie,
        () => localStorage.length,
        () => { const frame = document.body.appendChild(document.createElement("iframe")); return frame.contentDocument.body.innerHTML || Promise.reject(); },
        async () => { const other = await (await fetch("/v1/form/none")).text(); return other; },
      ];
      Promise.allSettled(tries.map(async (attempt) => attempt())).then((all) => {
        document.getElementById("told").textContent = origin + " " + all.map(({ status }) => status).join(" ");
      });</script>`);
    const guarded = await newVisit(desktop);
    guarded.context().removeAllListeners("console");
    await guarded.goto(await link({ template_id }));
    const told = () => guarded.textContent("#told");
    await expect.poll(told).toBe("null rejected rejected rejected rejected rejected");
  });
});

test("a payment with much metadata, and deep, is shown", async () => {
  page = await newVisit(phone);
  const many = Object.fromEntries(Array.from({ length: 4_000 }, (_, i) => [`k${i}`, i]));
  let deep: unknown = "bottom";
  for (let level = 0; level < 18; level++) deep = { deeper: deep };
  const template_id = await template(
    "{% for pair in transaction.metadata.many %}{{ pair[1] }}{% endfor %}<form id=mondidopayform></form>",
  );
  const windows: Fields[] = [{}, { template_id }];
  for (const more of windows) {
    const { json } = await merchant.call(
      "POST",
      "/v1/transactions",
      order({ process: "false", ...more, metadata: JSON.stringify({ many, deep }) }),
    );
    const before = performance.now();
    await page.goto(kassaUrl + new URL(json.href).pathname);
    expect(performance.now() - before).toBeLessThan(8_000);
    expect(await page.evaluate("Object.keys(Mondido.transaction.metadata.many).length")).toBe(4_000);
    await page.locator("#mondidopayform").waitFor({ state: "attached" });
  }
});
