import { createHash } from "node:crypto";
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { validTill } from "./checkout-request.ts";
import type { OrderCallback } from "./mokka.ts";
import { decimalText, minorUnits, moneyText } from "./money.ts";
import { createOrders, type OrderState } from "./orders.ts";
import { products } from "./products.ts";
import { createShop } from "./shop.ts";
import { isSignedBy, signature } from "./signature.ts";
import { secretKey, startTestProvider, storeId } from "./test-provider.ts";
import { actionToken, browser, checkoutForm, press, type Visitor } from "./test-visitor.ts";

type Provider = Awaited<ReturnType<typeof startTestProvider>>;

let provider: Provider;
let shop: FastifyInstance;
let visitor: Visitor;

beforeEach(async () => {
  provider = await startTestProvider();
  shop = await createShop({
    kassaUrl: provider.url,
    publicUrl: "http://shop.test",
    storeId,
    secretKey,
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

describe("signing", () => {
  test("the published example has the published signature", () => {
    const body = '{"order_id": "FACTPRECHR152632", "amount": "8300.00"}';
    expect(signature(body, secretKey)).toBe("cbfb21630cd585f59c3a50fc3365d8c26b97cd4e");
  });

  test("only the right signature over the same bytes is taken", () => {
    const body = Buffer.from('{"order_id":"Ł"}');
    const right = signature(body, secretKey);
    expect(isSignedBy(secretKey, body, right)).toBe(true);
    expect(isSignedBy(secretKey, Buffer.from('{"order_id": "Ł"}'), right)).toBe(false);
    for (const wrong of [undefined, "", "x".repeat(40), right.slice(1), [right, right]])
      expect(isSignedBy(secretKey, body, wrong)).toBe(false);
  });
});

describe("money", () => {
  test("text and minor units are each other's inverse", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_99 }), (minor) => {
        expect(minorUnits(decimalText(minor))).toBe(minor);
      }),
    );
  });

  test("numbers of JSON are read exactly, and anything else is refused", () => {
    expect([2933.33, 1, 0, "8300.00", "0.5", "12,30"].map(minorUnits)).toEqual([
      293333, 100, 0, 830000, 50, 1230,
    ]);
    for (const wrong of ["", "-1", "1.234", "1e3", "abc", Number.NaN])
      expect(minorUnits(wrong)).toBeUndefined();
    expect(moneyText(129900, "PLN")).toBe("PLN\u00a01,299.00");
  });
});

describe("the catalog", () => {
  test("shows the lowest monthly payment and asks once for each price", async () => {
    await visitor.get("/");
    const page = await visitor.get("/");
    expect(page.body).toContain("from PLN\u00a0584.00 a month");
    expect(provider.at("/schedule")).toHaveLength(products.length);
    expect(provider.at("/schedule")[0]?.body).toBe('{"amount":45.00}');
  });

  test("is served without monthly prices when the API is down", async () => {
    await provider.stop();
    const page = await visitor.get("/");
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain("Espresso machine");
    expect(page.body).not.toContain("a month with Mokka");
  });

  test("does not wait for a slow API", async () => {
    provider.answerAfter(5_000);
    const startedAt = performance.now();
    expect((await visitor.get("/")).statusCode).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe("checkout", () => {
  test("sends what the document shows, with decimals, and leads to the form", async () => {
    const id = await placeOrder({ sku: "desk-lamp", quantity: "2" });
    const [request] = provider.at("/precheck/auth");
    expect(request?.body).toContain('"amount":699.98');
    expect(request?.body).toContain('"tax_amount":0.00');
    expect(request?.json).toMatchObject({
      callback_url: "http://shop.test/mokka/callback",
      redirect_url: `http://shop.test/orders/${id}/return`,
      checkout_url: "http://shop.test/cart",
      primary_phone: "333111222",
      skip_result_page: true,
      current_order: {
        order_id: id,
        valid_till: expect.stringMatching(/^\d\d\.\d\d\.\d{4} [\d:]{8}[+-]\d\d:\d\d$/),
      },
      person: { first_name: "Łucja", surname: "Nowak" },
      cart_items: [{ SKU: "desk-lamp", quantity: 2, price: 349.99 }],
    });
    const page = await visitor.get(`/orders/${id}/pay`);
    expect(page.body).toContain(`href="${provider.url}/factoring/v1/form/bb"`);
    expect(page.body).toContain(`${provider.url}/javascripts/iframe/v2/revoiframe.js`);
  });

  test("a double click places one order and shows it twice", async () => {
    provider.answerAfter(30);
    const form = await checkoutForm(visitor, "enamel-mug");
    const [first, second] = await Promise.all([
      visitor.post("/checkout", form),
      visitor.post("/checkout", form),
    ]);
    const third = await visitor.post("/checkout", form);
    expect(first.headers.location).toMatch(/^\/orders\/SHOP-\d{12}-[0-9A-F]{6}\/pay#popup$/);
    expect(second.headers.location).toBe(first.headers.location);
    expect(third.headers.location).toBe(first.headers.location);
    expect(provider.at("/precheck/auth")).toHaveLength(1);
  });

  test("a refusal is told in code and words, and keeps the cart", async () => {
    provider.refuse("/factoring/v1/precheck/auth", 33, "Order amount is outside of tariff_limits");
    const answer = await visitor.post("/checkout", await checkoutForm(visitor, "enamel-mug"));
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("answer 33: Order amount is outside of tariff_limits");
    expect(answer.body).toContain("outside what can be paid in installments");
    expect((await visitor.get("/cart")).body).toContain("Enamel mug");
    expect((await visitor.get("/orders")).body).toContain("No orders yet");
  });

  test("an API that is down keeps the cart, too", async () => {
    const form = await checkoutForm(visitor, "enamel-mug");
    await provider.stop();
    const answer = await visitor.post("/checkout", form);
    expect(answer.body).toContain("Mokka did not answer. Your cart is kept.");
  });

  test("errors stand beside their fields, what was typed stays, and it is escaped", async () => {
    const form = {
      ...(await checkoutForm(visitor, "enamel-mug")),
      phone: "12",
      surname: '"><script>',
      email: "anna",
    };
    const answer = await visitor.post("/checkout", form);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("A phone number has 9 digits");
    expect(answer.body, "what to type stands there still").toContain("the code is 1111");
    expect(answer.body).toMatch(/id="phone"[^>]*aria-describedby="phone-error phone-note"/);
    expect(answer.body).toContain("This does not look like an e-mail address.");
    expect(answer.body).toContain("&#34;&gt;&lt;script&gt;");
    expect(answer.body).not.toContain('"><script>');
    expect(provider.received).toHaveLength(0);
  });

  test("a form of another site is refused", async () => {
    const foreign: Record<string, string>[] = [
      { "sec-fetch-site": "cross-site" },
      { origin: "https://evil.test" },
      { origin: "null" },
    ];
    for (const headers of foreign)
      expect((await visitor.post("/cart/add", { sku: "enamel-mug" }, headers)).statusCode).toBe(403);
    expect((await visitor.get("/cart")).body).toContain("Your cart is empty");
  });
});

describe("callbacks", () => {
  test("an approval with a good signature reserves the order and shows its schedule", async () => {
    const id = await placeOrder({ sku: "desk-lamp" });
    expect((await callback(approval(id, 349.99))).statusCode).toBe(200);
    const page = await visitor.get(`/orders/${id}`);
    expect(page.body).toContain('data-state="hold"');
    expect(page.body).toContain("116.67");
    expect(page.body).toContain("1 Feb 2027");
    const thanks = await visitor.get(`/orders/${id}/return`);
    expect(thanks.body).toContain("Thank you, Łucja.");
    expect(provider.at("/status")).toHaveLength(0);
  });

  test("a bad signature changes nothing", async () => {
    const id = await placeOrder();
    const body = JSON.stringify(approval(id, 45));
    for (const wrong of ["", "0".repeat(40), signature(`${body} `, secretKey), signature(body, "other")])
      expect((await callback(approval(id, 45), wrong)).statusCode).toBe(403);
    expect((await visitor.get(`/orders/${id}`)).body).toContain('data-state="pending"');
  });

  test("the same callback twice, or a refusal that comes late, is harmless", async () => {
    const id = await placeOrder();
    await callback(approval(id, 45));
    expect((await callback(approval(id, 45))).body).toBe("seen before");
    expect((await callback({ order_id: id, decision: "declined", amount: 0, schedule: [] })).statusCode).toBe(
      200,
    );
    const { body } = await visitor.get(`/orders/${id}`);
    expect(body).toContain('data-state="hold"');
    expect(body.match(/callback: approved/g)).toHaveLength(1);
  });

  test("one about a forgotten order is answered, rubbish is refused", async () => {
    expect((await callback(approval("SHOP-GONE", 45))).statusCode).toBe(200);
    expect((await callback({ hello: "there" })).statusCode).toBe(400);
    expect((await callback([])).statusCode).toBe(400);
  });

  test("an amount that is not the order's is shown and not finished", async () => {
    const id = await placeOrder();
    provider.order.amount = 44;
    provider.order.status = "hold";
    await callback(approval(id, 44));
    await press(visitor, id, "finish");
    const { body } = await visitor.get(`/orders/${id}`);
    expect(body).toContain('id="amount-differs"');
    expect(provider.at("/finish")).toHaveLength(0);
  });

  test("callbacks and status answers in any order, any number of times, end in the same state", () => {
    const news: ((id: string, orders: ReturnType<typeof createOrders>) => void)[] = [
      (id, orders) => receive(orders, { order_id: id, decision: "declined", amount: 0, schedule: [] }),
      (id, orders) => receive(orders, { order_id: id, decision: "approved", amount: 4500, schedule: [] }),
      ...(["pending", "hold", "finished"] as OrderState[]).map(
        (status) => (id: string, orders: ReturnType<typeof createOrders>) => {
          const order = orders.find(id);
          if (order) orders.takeStatus(order, { order_id: id, expired: false, status, amount: 4500 });
        },
      ),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray([...news, ...news], { minLength: news.length * 2 }), (shuffled) => {
        const orders = createOrders(() => Temporal.Instant.from("2026-01-01T00:00:00Z"));
        const customer = { firstName: "A", surname: "B", phone: "333111222", email: "a@b.pl" };
        const order = orders.add(customer, [{ sku: "enamel-mug", quantity: 1 }], {
          method: "mokka",
          currency: "PLN",
          customerRef: "anybody",
          isReserved: true,
        });
        for (const tell of shuffled) tell(order.id, orders);
        expect(order.state).toBe("finished");
      }),
    );
  });
});

describe("the return page", () => {
  test("asks Status when no callback came, and tells a refusal", async () => {
    const id = await placeOrder();
    expect((await visitor.get(`/orders/${id}/return`)).body).toContain("Not paid yet");
    provider.order.status = "declined";
    provider.order.decision = "declined";
    expect((await visitor.get(`/orders/${id}/return`)).body).toContain("Installments are not available");
    await visitor.post(`/orders/${id}/restore`, {});
    expect((await visitor.get("/cart")).body).toContain("Enamel mug");
  });

  test("still answers when the API is down", async () => {
    const id = await placeOrder();
    await provider.stop();
    expect((await visitor.get(`/orders/${id}/return`)).body).toContain("Not paid yet");
    expect((await visitor.get(`/orders/${id}/state`)).json()).toEqual({ state: "pending" });
  });
});

describe("the staff's buttons", () => {
  test("finish sends the signed JSON and a PDF receipt", async () => {
    const id = await reserved();
    await press(visitor, id, "finish");
    const [request] = provider.at("/finish");
    expect(request?.contentType).toMatch(/^multipart\/form-data/);
    expect(request?.body).toMatch(
      new RegExp(`^\\{"order_id":"${id}","amount":90\\.00,"check_number":"R-[-\\w]+"\\}$`),
    );
    expect(request?.file).toContain('filename="check.pdf"');
    expect(request?.file).toContain("%PDF-1.4");
    expect((await visitor.get(`/orders/${id}`)).body).toContain('data-state="finished"');
  });

  test("change sends the new amount and items, and finish uses it", async () => {
    const id = await reserved();
    await press(visitor, id, "change", { "quantity-enamel-mug": "1" });
    const [change] = provider.at("/change");
    expect(change?.body).toContain('"amount":45.00');
    expect(change?.json.cart_items).toMatchObject([{ name: "Enamel mug", quantity: 1, price: 45 }]);
    provider.order.amount = 45;
    // The approval comes again, with the amount from before.
    await callback({ ...approval(id, 90), payment_id: "again" });
    const page = await visitor.get(`/orders/${id}`);
    expect(page.body).toContain("4 Jan 2027");
    expect(page.body).not.toContain('id="amount-differs"');
    await press(visitor, id, "finish");
    expect(provider.at("/finish")[0]?.body).toContain('"amount":45.00');
  });

  test("a refused change is told in code and words and keeps the order", async () => {
    const id = await reserved();
    provider.refuse("/factoring/v1/precheck/change", 71, "Client has not enough limit");
    await press(visitor, id, "change", { "quantity-enamel-mug": "20" });
    const { body } = await visitor.get(`/orders/${id}`);
    expect(body).toContain('data-code="71"');
    expect(body).toContain("answer 71: Client has not enough limit");
    expect(body).toContain('id="order-amount">PLN\u00a090.00');
  });

  test("a change that got no answer is settled by the next status", async () => {
    const id = await reserved();
    provider.answers["/factoring/v1/precheck/change"] = () => ({ nonsense: true });
    await press(visitor, id, "change", { "quantity-enamel-mug": "1" });
    expect((await visitor.get(`/orders/${id}`)).body).toContain('id="order-amount">PLN\u00a090.00');
    provider.order.amount = 45;
    await press(visitor, id, "refresh");
    expect((await visitor.get(`/orders/${id}`)).body).toContain('id="order-amount">PLN\u00a045.00');
  });

  test("an order is not left without items", async () => {
    const id = await reserved();
    await press(visitor, id, "change", { "quantity-enamel-mug": "0" });
    expect((await visitor.get(`/orders/${id}`)).body).toContain("Cancel it instead.");
    expect(provider.at("/change")).toHaveLength(0);
  });

  test("cancel releases a hold", async () => {
    const id = await reserved();
    await press(visitor, id, "cancel");
    expect(provider.at("/cancel")).toHaveLength(1);
    expect((await visitor.get(`/orders/${id}`)).body).toContain('data-state="canceled"');
  });

  test("cancel returns an order that turns out to be finished", async () => {
    const id = await reserved();
    provider.order.status = "finished";
    await press(visitor, id, "cancel");
    expect(provider.at("/cancel")).toHaveLength(0);
    expect(provider.at("/v1/return")[0]?.body).toBe(`{"order_id":"${id}","amount":90.00}`);
    expect((await visitor.get(`/orders/${id}`)).body).toContain('data-state="refunded"');
  });

  test("parts are returned until nothing is left, never more", async () => {
    const id = await reserved();
    await press(visitor, id, "finish");
    provider.order.status = "finished";
    await press(visitor, id, "refund", { amount: "30,50" });
    await press(visitor, id, "refund", { amount: "60.00" });
    const halfway = await visitor.get(`/orders/${id}`);
    expect(halfway.body).toContain("Between PLN\u00a00.01 and PLN\u00a059.50 can be returned.");
    await press(visitor, id, "refund", { amount: "lots" });
    expect((await visitor.get(`/orders/${id}`)).body).toContain("Write the amount like 120.00.");
    await press(visitor, id, "refund", { amount: "59.50" });
    expect(provider.at("/v1/return").map(({ json }) => json.amount)).toEqual([30.5, 59.5]);
    expect((await visitor.get(`/orders/${id}`)).body).toContain('data-state="refunded"');
  });

  test("a double click returns once", async () => {
    const id = await reserved();
    provider.order.status = "finished";
    await press(visitor, id, "refresh");
    const token = actionToken((await visitor.get(`/orders/${id}`)).body);
    const form = { action_token: token, amount: "10.00" };
    await Promise.all([1, 2].map(() => visitor.post(`/orders/${id}/refund`, form)));
    expect(provider.at("/v1/return")).toHaveLength(1);
    expect((await visitor.get(`/orders/${id}`)).body).toContain("PLN\u00a010.00 went back");
  });

  test("nothing is done when Status does not answer", async () => {
    const id = await reserved();
    provider.refuse("/factoring/v1/status", 100, "At the moment the server cannot process your request");
    for (const button of ["finish", "cancel"]) await press(visitor, id, button);
    expect((await visitor.get(`/orders/${id}`)).body).toContain('data-code="100"');
    expect([...provider.at("/finish"), ...provider.at("/cancel")]).toHaveLength(0);
  });

  test("a reservation that ran out is not finished", async () => {
    const id = await reserved();
    provider.order.expired = true;
    await press(visitor, id, "finish");
    expect((await visitor.get(`/orders/${id}`)).body).toContain('data-state="expired"');
    expect(provider.at("/finish")).toHaveLength(0);
  });
});

test("the banner registers and shows the limit that is left", async () => {
  const started = await visitor.post("/registration", {});
  const path = String(started.headers.location).replace("#popup", "");
  expect((await visitor.get(path)).body).toContain(`${provider.url}/factoring/v1/limit/form/aa`);
  const order_id = path.split("/").at(-1);
  await callback({
    order_id,
    decision: "approved",
    amount: 3000,
    mobile_phone: "333111222",
    email: "a@b.pl",
  });
  expect((await visitor.get(path)).body).toContain("PLN\u00a02,500.50");
});

test("the policy lets in Kassa's script and frame, and nobody else's", async () => {
  const policy = String((await visitor.get("/")).headers["content-security-policy"]);
  expect(policy).toContain(`script-src 'self' ${provider.url};`);
  expect(policy).toContain(`frame-src 'self' ${provider.url};`);
  expect(policy).not.toContain("unsafe");
});

test("the time an order is valid is written as the document writes it", () => {
  expect(validTill(Temporal.Instant.from("2018-07-21T10:08:01.250Z"))).toBe("21.07.2018 12:08:01+02:00");
});

test("pages that do not exist say so", async () => {
  for (const path of ["/orders/SHOP-NONE", "/products/unicorn", "/orders/SHOP-NONE/pay", "/nowhere"])
    expect((await visitor.get(path)).statusCode).toBe(404);
});

async function placeOrder({ sku = "enamel-mug", quantity = "1" } = {}): Promise<string> {
  const answer = await visitor.post("/checkout", await checkoutForm(visitor, sku, quantity));
  return String(answer.headers.location).split("/")[2] ?? "";
}

/** Two mugs for 90.00, approved and reserved. */
async function reserved(): Promise<string> {
  const id = await placeOrder({ quantity: "2" });
  provider.order.status = "hold";
  provider.order.decision = "approved";
  await callback(approval(id, 90));
  return id;
}

function approval(orderId: string, amount: number) {
  return {
    order_id: orderId,
    payment_id: "ABC123",
    decision: "approved",
    amount,
    term: 3,
    schedule: [
      { date: "2027-01-01", amount: 116.67 },
      { date: "01.02.2027", amount: 116.66 },
    ],
  };
}

function callback(body: object, signed?: string) {
  const payload = JSON.stringify(body);
  const query = new URLSearchParams({ signature: signed ?? signature(payload, secretKey) });
  return shop.inject({
    method: "POST",
    url: `/mokka/callback?${query}`,
    headers: { "content-type": "application/json" },
    payload,
  });
}

function receive(orders: ReturnType<typeof createOrders>, body: OrderCallback): void {
  orders.receive(body, createHash("sha1").update(JSON.stringify(body)).digest());
}
