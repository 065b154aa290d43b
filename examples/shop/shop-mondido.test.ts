import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isSameHash, requestHash, responseHash } from "./mondido-hash.ts";
import { inKronor } from "./money.ts";
import { createShop } from "./shop.ts";
import { account, orderHash, outcomeHash, savedCard } from "./test-mondido.ts";
import { secretKey, startTestProvider, storeId } from "./test-provider.ts";
import { browser, checkoutForm, press, type Visitor } from "./test-visitor.ts";

type Fields = Record<string, string>;

let provider: Awaited<ReturnType<typeof startTestProvider>>;
let shop: FastifyInstance;
let visitor: Visitor;

beforeEach(async () => {
  provider = await startTestProvider();
  shop = await createShop({
    kassaUrl: provider.url,
    publicUrl: "http://shop.test",
    storeId,
    secretKey,
    mondido: account,
    host: "127.0.0.1",
    port: 0,
    currency: "PLN",
  });
  visitor = browser(shop);
});

afterEach(async () => {
  await shop.close();
  await provider.stop();
});

describe("hashes", () => {
  const order = { reference: "4711", customerRef: "ab12cd", amount: 110_00, currency: "SEK" };

  test("are those that others have computed", () => {
    expect(requestHash(account, order, true)).toBe("c62219288e1028581f60d18357380a73");
    expect(requestHash(account, { ...order, customerRef: "" }, false)).toBe(
      "8be273673e4ff38227bc2e218506d047",
    );
    expect(responseHash(account, order, "approved")).toBe("297a77c6274abc7cf92c33475191661d");
    expect(responseHash(account, order, "Declined")).toBe("cf722dbd35a1326af11e6f2ed516c6db");
  });

  test("are compared whole", () => {
    const right = responseHash(account, order, "approved");
    expect(isSameHash(right, right.toUpperCase())).toBe(true);
    for (const wrong of [undefined, "", "x".repeat(32), right.slice(1), [right], `${right}0`])
      expect(isSameHash(right, wrong)).toBe(false);
  });
});

test("kronor are whole, and never too few", () => {
  expect([349_99, 45_00, 1, 0].map(inKronor)).toEqual([910_00, 117_00, 1_00, 0]);
});

describe("the form to the payment window", () => {
  test("has all that the document asks for, signed", async () => {
    const { id, fields } = await order("card", { sku: "desk-lamp", quantity: "2" });
    expect(fields).toMatchObject({
      merchant_id: "1",
      amount: "699.98",
      currency: "pln",
      test: "true",
      authorize: "true",
      success_url: `http://shop.test/orders/${id}/paid`,
      error_url: `http://shop.test/orders/${id}/unpaid`,
      hash: orderHash(fields),
    });
    expect(fields.payment_ref).toMatch(/^[0-9A-F]{12}$/);
    expect(JSON.parse(fields.items ?? "")).toEqual([
      { artno: "desk-lamp", description: "Desk lamp", amount: "699.98", qty: "2", vat: "23", discount: "0" },
    ]);
    expect(JSON.parse(fields.webhook ?? "")).toMatchObject([
      { url: "http://shop.test/mondido/webhook", trigger: "payment", data_format: "json" },
      { trigger: "refund" },
    ]);
    expect(provider.mondido.asked).toEqual([]);
  });

  test("asks for an invoice in kronor", async () => {
    const { fields } = await order("invoice", { sku: "desk-lamp" });
    expect(fields).toMatchObject({ amount: "910.00", currency: "sek", payment_method: "invoice" });
    expect(fields).not.toHaveProperty("authorize");
    expect(JSON.parse(fields.payment_details ?? "")).toMatchObject({
      first_name: "Łucja",
      country_code: "SWE",
    });
    expect(JSON.parse(fields.items ?? "")[0]).toMatchObject({ amount: "910.00", vat: "25" });
  });

  test("names the same customer for the same visitor, and another for another", async () => {
    const [first, second] = [await order("card"), await order("card")];
    visitor = browser(shop);
    const third = await order("card");
    expect(first.fields.customer_ref).toMatch(/^[\w-]{22}$/);
    expect(second.fields.customer_ref).toBe(first.fields.customer_ref);
    expect(third.fields.customer_ref).not.toBe(first.fields.customer_ref);
  });

  test("may be sent to Kassa, and nowhere else", async () => {
    const { headers } = await visitor.get("/cart");
    expect(headers["content-security-policy"]).toContain(`form-action 'self' ${provider.url};`);
  });
});

describe("the way back", () => {
  test("a proven success reserves the order, and asks for the rest", async () => {
    const { id, fields } = await order("card");
    provider.mondido.pay(fields.payment_ref ?? "", "authorized", "45.0", { mpi_ref: "m1" });
    await comeBack(id, "paid", { status: "authorized", hash: outcomeHash(fields, "authorized") });
    const { body } = await visitor.get(`/orders/${id}`);
    expect(body).toContain('data-state="hold"');
    expect(body).toContain("VISA •••• 1111");
    expect(body).toContain('id="secured">yes');
    expect((await visitor.get(`/orders/${id}/return`)).body).toContain("Thank you, Łucja.");
  });

  test("a proven success counts even when the API is down", async () => {
    const { id, fields } = await order("card");
    await provider.stop();
    await comeBack(id, "paid", { status: "authorized", hash: outcomeHash(fields, "authorized") });
    expect((await visitor.get(`/orders/${id}`)).body).toContain('data-state="hold"');
  });

  test("a success that nobody has proven changes nothing", async () => {
    const { id, fields } = await order("card");
    await provider.stop();
    for (const hash of [outcomeHash(fields, "declined"), outcomeHash(fields, "approved", "other"), ""])
      await comeBack(id, "paid", { status: "approved", hash });
    await comeBack(id, "unpaid", {});
    expect((await visitor.get(`/orders/${id}`)).body).toContain('data-state="pending"');
  });

  test("a declined card is told, and the next try counts", async () => {
    const { id, fields } = await order("card");
    const error = { name: "errors.payment.declined", code: 129, description: "Payment declined" };
    provider.mondido.pay(fields.payment_ref ?? "", "declined", "45.0", { error });
    await comeBack(id, "unpaid", { status: "declined", hash: outcomeHash(fields, "declined") });
    const told = await visitor.get(`/orders/${id}/return`);
    expect(told.body).toContain("The card was declined. Nothing was charged.");
    expect((await visitor.get(`/orders/${id}/pay`)).body).toContain(fields.payment_ref);

    provider.mondido.pay(fields.payment_ref ?? "", "authorized", "45.0");
    await comeBack(id, "paid", { status: "authorized", hash: outcomeHash(fields, "authorized") });
    expect((await visitor.get(`/orders/${id}`)).body).toContain('data-state="hold"');
    expect((await visitor.get(`/orders/${id}/pay`)).statusCode).toBe(303);
  });
});

describe("webhooks", () => {
  test("a proven one is taken once, and again without effect", async () => {
    const { id, fields } = await order("card");
    const news = approved(fields);
    expect((await webhook(news)).body).toBe("ok");
    expect((await webhook(news)).body).toBe("seen before");
    const { body } = await visitor.get(`/orders/${id}`);
    expect(body).toContain('data-state="finished"');
    expect(body.match(/status: approved/g)).toHaveLength(1);
  });

  test("one with a wrong hash changes nothing", async () => {
    const { id, fields } = await order("card");
    const news = approved(fields);
    for (const wrong of [
      { ...news, response_hash: outcomeHash(fields, "approved", "other") },
      { ...news, amount: "1.0" },
      { ...news, status: "authorized" },
    ])
      expect((await webhook(wrong)).statusCode).toBe(403);
    expect((await visitor.get(`/orders/${id}`)).body).toContain('data-state="pending"');
  });

  test("one about a forgotten order is answered, rubbish is refused", async () => {
    const { fields } = await order("card");
    expect((await webhook({ ...approved(fields), payment_ref: "GONE" })).statusCode).toBe(200);
    expect((await webhook({ hello: "there" })).statusCode).toBe(400);
    expect((await webhook([])).statusCode).toBe(400);
  });

  test("one about a refund tells what went back", async () => {
    const { id, fields } = await order("card");
    const news = approved(fields);
    await webhook(news);
    (news.refunds as object[]).push({ amount: "5.0" });
    expect((await webhook(news)).body).toBe("ok");
    expect((await visitor.get(`/orders/${id}`)).body).toContain('id="order-returned">PLN\u00a05.00');
  });
});

describe("the staff's buttons", () => {
  test("capture in parts, never more than is reserved, then return in parts", async () => {
    const id = await reserved();
    await press(visitor, id, "capture", { amount: "20.00" });
    await press(visitor, id, "capture", { amount: "26.00" });
    expect((await visitor.get(`/orders/${id}`)).body).toContain(
      "Between PLN\u00a00.01 and PLN\u00a025.00 can be captured.",
    );
    await press(visitor, id, "capture", { amount: "25.00" });
    await press(visitor, id, "refund", { amount: "30.00" });
    await press(visitor, id, "refund", { amount: "15.01" });
    expect((await visitor.get(`/orders/${id}`)).body).toContain(
      "Between PLN\u00a00.01 and PLN\u00a015.00 can be returned.",
    );
    await press(visitor, id, "refund", { amount: "15.00" });
    expect((await visitor.get(`/orders/${id}`)).body).toContain('data-state="refunded"');
    expect(provider.mondido.at("/capture").map(({ fields }) => fields.amount)).toEqual(["20.00", "25.00"]);
    expect(provider.mondido.at("/refunds").map(({ fields }) => fields.amount)).toEqual(["30.00", "15.00"]);
  });

  test("cancel lets a reservation go", async () => {
    const id = await reserved();
    await press(visitor, id, "cancel");
    expect((await visitor.get(`/orders/${id}`)).body).toContain('data-state="canceled"');
    await press(visitor, id, "capture", { amount: "45.00" });
    expect(provider.mondido.at("/capture")).toEqual([]);
  });

  test("a refusal is told in code and words", async () => {
    const id = await reserved();
    provider.mondido.refuse(155, "Reservation not approved");
    await press(visitor, id, "capture", { amount: "45.00" });
    const { body } = await visitor.get(`/orders/${id}`);
    expect(body).toContain('data-code="155"');
    expect(body).toContain("Mondido's answer 155: Reservation not approved");
    expect(body).toContain("Nothing is reserved any more");
  });

  test("those of Mokka refuse", async () => {
    const id = await reserved();
    await press(visitor, id, "finish");
    expect((await visitor.get(`/orders/${id}`)).body).toContain("not paid through Mokka");
    expect(provider.received).toEqual([]);
  });

  test("a link is prepared, shown, and prepared again when the first try failed", async () => {
    const { id, fields } = await link();
    expect(fields).toMatchObject({ process: "false", amount: "90.00", hash: orderHash(fields) });
    expect((await visitor.get(`/orders/${id}`)).body).toContain(`value="${provider.url}/v1/form/link0"`);
    const again = await visitor.post(`/orders/${id}/prepare`, {});
    expect(again.headers.location).toBe(`${provider.url}/v1/form/link1`);
    expect(provider.mondido.at("/transactions")[1]?.fields.payment_ref).toBe(fields.payment_ref);
  });

  test("a link that Mondido refuses leaves no order", async () => {
    provider.mondido.refuse(182, "Access denied");
    const answer = await visitor.post("/payment-link", linkForm);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("answer 182: Access denied");
    expect((await visitor.get("/orders")).body).toContain("No orders yet");
  });
});

describe("a saved card", () => {
  beforeEach(async () => {
    const { id, fields } = await order("card");
    provider.mondido.pay(fields.payment_ref ?? "", "authorized", "45.0", { stored_card: savedCard });
    await comeBack(id, "paid", { status: "authorized", hash: outcomeHash(fields, "authorized") });
  });

  test("is offered to the visitor who saved it, and charged by its token", async () => {
    const cart = await checkoutForm(visitor, "enamel-mug");
    expect((await visitor.get("/cart")).body).toContain("Pay with VISA •••• 1111");
    const answer = await visitor.post("/checkout", { ...cart, pay: "saved-card" });
    expect(answer.headers.location).toMatch(/^\/orders\/[^/]+\/return$/);
    const [charge] = provider.mondido.at("/transactions");
    expect(charge?.fields).toMatchObject({
      card_number: "aa11",
      card_type: "STORED_CARD",
      authorize: "true",
    });
    const page = await visitor.get(String(answer.headers.location));
    expect(page.body).toContain("Thank you, Łucja.");
  });

  test("is not offered to anybody else", async () => {
    visitor = browser(shop);
    const cart = await checkoutForm(visitor, "enamel-mug");
    expect((await visitor.get("/cart")).body).not.toContain("Pay with VISA");
    const answer = await visitor.post("/checkout", { ...cart, pay: "saved-card" });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("We have no card of yours.");
    expect(provider.mondido.at("/transactions")).toEqual([]);
  });

  test("that Mondido refuses keeps the cart", async () => {
    provider.mondido.refuse(150, "Stored card not active");
    const cart = await checkoutForm(visitor, "enamel-mug");
    const answer = await visitor.post("/checkout", { ...cart, pay: "saved-card" });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("answer 150: Stored card not active");
    expect((await visitor.get("/cart")).body).toContain("Enamel mug");
  });
});

describe("a plan", () => {
  const customer = {
    firstName: "Anna",
    surname: "Nowak",
    phone: "333111222",
    email: "anna@example.com",
  };

  test("is shown at its price, prepared, and begun", async () => {
    expect((await visitor.get("/plan")).body).toContain("PLN\u00a039.00 every month");
    const answer = await visitor.post("/plan", customer);
    expect(answer.headers.location).toBe(`${provider.url}/v1/form/link0`);
    const [{ fields } = { fields: {} as Fields }] = provider.mondido.at("/transactions");
    expect(fields).toMatchObject({ plan_id: "1", amount: "39.00", currency: "pln", process: "false" });
    const id = orderIdOf(fields);
    provider.mondido.pay(fields.payment_ref ?? "", "approved", "39.0", { subscription: { id: 14 } });
    await comeBack(id, "paid", { status: "approved", hash: outcomeHash(fields, "approved") });
    expect((await visitor.get(`/orders/${id}`)).body).toContain('id="subscription">14, active');

    await press(visitor, id, "stop");
    expect(provider.mondido.at("/subscriptions/14")[0]?.fields.status).toBe("cancelled");
    expect((await visitor.get(`/orders/${id}`)).body).toContain('id="subscription">14, cancelled');
  });

  test("that is tried for free costs its setup fee at once, which Mondido adds", async () => {
    Object.assign(provider.mondido.plan, { trial_length: 14, setup_fees: { pln: "5.0" } });
    const { body } = await visitor.get("/plan");
    expect(body).toContain("The first 14 days are free.");
    expect(body).toContain("PLN\u00a05.00");
    await visitor.post("/plan", customer);
    const [{ fields } = { fields: {} as Fields }] = provider.mondido.at("/transactions");
    expect(fields.amount).toBe("0.00");
    const id = orderIdOf(fields);
    provider.mondido.pay(fields.payment_ref ?? "", "approved", "5.0");
    const hash = outcomeHash({ ...fields, amount: "5.00" }, "approved");
    await comeBack(id, "paid", { status: "approved", hash });
    expect((await visitor.get(`/orders/${id}`)).body).toContain('id="order-amount">PLN\u00a05.00');
    expect((await visitor.get(`/orders/${id}/return`)).body).toContain("You are subscribed.");
  });

  test("is not on offer when the API does not tell it", async () => {
    await provider.stop();
    const { statusCode, body } = await visitor.get("/plan");
    expect(statusCode).toBe(200);
    expect(body).toContain("No subscription at the moment");
  });
});

/** Places an order, and answers the hidden fields of the page that takes it to the window. */
async function order(pay: string, { sku = "enamel-mug", quantity = "1" } = {}) {
  const form = await checkoutForm(visitor, sku, quantity);
  const answer = await visitor.post("/checkout", { ...form, pay });
  const path = String(answer.headers.location);
  expect(path).toMatch(/\/pay#post$/);
  const { body } = await visitor.get(path.replace("#post", ""));
  expect(body).toContain(`action="${provider.url}/v1/form?lang=en"`);
  return { id: path.split("/")[2] ?? "", fields: hiddenFields(body) };
}

function hiddenFields(page: string): Fields {
  const inputs = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g);
  return Object.fromEntries(
    [...inputs].map(([, name = "", value = ""]) => [name, value.replaceAll("&#34;", '"')]),
  );
}

function comeBack(id: string, page: string, query: Fields) {
  return visitor.get(`/orders/${id}/${page}?${new URLSearchParams(query)}`);
}

/** A mug for 45.00, reserved. */
async function reserved(): Promise<string> {
  const { id, fields } = await order("card");
  provider.mondido.pay(fields.payment_ref ?? "", "authorized", "45.0");
  await comeBack(id, "paid", { status: "authorized", hash: outcomeHash(fields, "authorized") });
  return id;
}

const linkForm = {
  sku: "enamel-mug",
  quantity: "2",
  firstName: "Bo",
  surname: "Lind",
  phone: "333444555",
  email: "bo@example.com",
};

async function link() {
  const answer = await visitor.post("/payment-link", linkForm);
  const [{ fields } = { fields: {} as Fields }] = provider.mondido.at("/transactions");
  return { id: String(answer.headers.location).split("/")[2] ?? "", fields };
}

function orderIdOf(fields: Fields): string {
  return JSON.parse(fields.metadata ?? "{}").order;
}

/** What Mondido tells of an order that was paid, and answers about it. */
function approved(fields: Fields) {
  const row = provider.mondido.pay(fields.payment_ref ?? "", "approved", "45.0");
  return Object.assign(row, { response_hash: outcomeHash(fields, "approved") });
}

function webhook(body: object) {
  return shop.inject({
    method: "POST",
    url: "/mondido/webhook",
    headers: { "content-type": "application/json" },
    payload: JSON.stringify(body),
  });
}
