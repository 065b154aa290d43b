import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Kassa, openKassa, secret } from "../../test/support/kassa.ts";
import { createPsp } from "./psp/psp.ts";
import { createShop } from "./shop.ts";
import { actionToken, browser, checkoutForm, press, type Visitor } from "./test-visitor.ts";

const key = "let me in";
let kassa: Kassa;
let kassaUrl: string;
let psp: FastifyInstance;
let pspUrl: string;
let shop: FastifyInstance;
let visitor: Visitor;

beforeAll(async () => {
  kassa = await openKassa();
  kassaUrl = await kassa.server.listen({ port: 0, host: "127.0.0.1" });
  psp = createPsp({ kassaUrl, shopKey: key });
  pspUrl = await psp.listen({ port: 0, host: "127.0.0.1" });
  shop = await createShop(options({ baseUrl: pspUrl, key }));
}, 60_000);

afterAll(async () => {
  await shop.close();
  await psp.close();
  await kassa.close();
});

beforeEach(() => {
  visitor = browser(shop);
});

function options(connection?: { baseUrl: string; key: string }) {
  const host = "127.0.0.1";
  const common = { storeId: "1", secretKey: secret, host, port: 0, currency: "PLN" } as const;
  return { ...common, kassaUrl, publicUrl: "http://shop.test", ...(connection && { psp: connection }) };
}

let phones = 30_000_000;

/** The user of a new phone approves, with the card that ends so. */
async function approve(payUrl: string, lastFourDigits = "9992"): Promise<void> {
  phones += 1;
  const id = new URL(payUrl).searchParams.get("id");
  const url = `/cardpassthrough-regressiontester-restapi/api/v1/product/payments/simulation/enter-phone-and-swipe/${id}`;
  const payload = { phoneNumber: `+45${phones}`, lastFourDigits };
  const { statusCode, body } = await kassa.server.inject({ method: "POST", url, payload });
  expect(statusCode, body).toBe(200);
}

/** Orders a desk lamp; answers the order's id and where it is paid. */
async function order(pay: string, more: Record<string, string> = {}) {
  const form = await checkoutForm(visitor, "desk-lamp");
  const answer = await visitor.post("/checkout", { ...form, pay, ...more });
  expect(answer.statusCode, answer.body).toBe(303);
  const [, , id = ""] = String(answer.headers.location).split("/");
  const { headers } = await visitor.get(`/orders/${id}/pay`);
  return { id, payUrl: String(headers.location) };
}

const stateOf = async (id: string): Promise<string> =>
  JSON.parse((await visitor.get(`/orders/${id}/state`)).body).state;

const until = (id: string, state: string) => expect.poll(() => stateOf(id), { timeout: 10_000 }).toBe(state);

describe("an order", () => {
  test("is paid on the phone, captured in parts, let go and returned", async () => {
    const { id, payUrl } = await order("mobilepay");
    expect(payUrl).toMatch(new RegExp(`^${kassaUrl}/remote-website/index.html\\?page=request&id=`));
    expect((await visitor.get(`/orders/${id}/return`)).body).toContain("Not paid yet");
    await approve(payUrl);
    await until(id, "hold");
    // Another browser, without a cookie: the app does not know which one it was left with.
    const stranger = browser(shop);
    const { body } = await stranger.get(`/orders/${id}/return`);
    expect(body).toContain("Thank you, Łucja.");
    expect(body).toContain("Dankort •••• 9992");
    expect(body).toMatch(/DKK.613.00/);

    await press(visitor, id, "capture", { amount: "400.00" });
    await press(visitor, id, "cancel");
    await press(visitor, id, "refund", { amount: "150" });
    await press(visitor, id, "refund", { amount: "250.01" });
    const page = (await visitor.get(`/orders/${id}`)).body;
    expect(page).toMatch(/id="order-captured">DKK.400.00/);
    expect(page).toMatch(/id="order-released">DKK.213.00/);
    expect(page).toMatch(/id="order-returned">DKK.150.00/);
    expect(page).toMatch(/Between DKK.0.01 and DKK.250.00 can be returned/);
    await press(visitor, id, "refund", { amount: "250" });
    expect(await stateOf(id)).toBe("refunded");
    expect(await kassa.problems()).toEqual([]);
  });

  test("is canceled before anything is taken, and before it is paid", async () => {
    const paid = await order("mobilepay");
    await approve(paid.payUrl, "1111");
    await until(paid.id, "hold");
    await press(visitor, paid.id, "cancel");
    expect(await stateOf(paid.id)).toBe("canceled");
    const open = await order("mobilepay");
    await press(visitor, open.id, "cancel");
    expect(await stateOf(open.id)).toBe("canceled");
  });

  test("with checkout needs no details: the wallet tells who it is and where it goes", async () => {
    const nothing = { firstName: "", surname: "", phone: "", email: "" };
    const { id, payUrl } = await order("mobilepay-checkout", nothing);
    await approve(payUrl);
    await until(id, "hold");
    for (const path of [`/orders/${id}`, `/orders/${id}/return`]) {
      const { body } = await visitor.get(path);
      expect(body).toMatch(/id="delivery">\w+ \w+<br>Strandvejen \d+<br>8000 Aarhus C<br>DK</);
    }
    const { body } = await visitor.get(`/orders/${id}`);
    expect(body).toContain(`+45${phones}`);
    expect(body).not.toContain("MobilePay customer");
  });

  test("of the other ways still needs the details", async () => {
    const form = await checkoutForm(visitor, "desk-lamp");
    const answer = await visitor.post("/checkout", { ...form, firstName: "", pay: "mobilepay" });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("Please tell us your first name.");
  });

  test("whose time is over is tried again with a new payment, three times in all", async () => {
    const { id, payUrl } = await order("mobilepay");
    await kassa.advance("PT36M");
    await until(id, "declined");
    expect((await visitor.get(`/orders/${id}/return`)).body).toContain(
      "The time to approve it in MobilePay was over.",
    );
    const again = async () => (await visitor.post(`/orders/${id}/mobilepay`, {})).headers.location;
    const second = String(await again());
    expect(second).not.toBe(payUrl);
    expect(second).toContain("/remote-website/index.html");
    expect(await stateOf(id)).toBe("pending");
    const third = String(await again());
    expect(await again()).toBe(`/orders/${id}/return`);
    expect((await visitor.get(`/orders/${id}/return`)).body).toContain("This order was tried too often.");
    expect(third).not.toBe(second);
    expect(await stateOf(id)).toBe("declined");
  });

  test("that is paid is not paid again", async () => {
    const { id, payUrl } = await order("mobilepay");
    await approve(payUrl);
    await until(id, "hold");
    const { headers } = await visitor.post(`/orders/${id}/mobilepay`, {});
    expect(headers.location).toBe(`/orders/${id}/return`);
    expect(await stateOf(id)).toBe("hold");
  });
});

describe("tea by the month", () => {
  test("is agreed to, charged each month once, and ended by the shop", async () => {
    const tea = await subscribe();
    await approve(tea.payUrl);
    await expect
      .poll(() => picture(tea.page), { timeout: 10_000 })
      .toBe("active Dankort •••• 9992 false  paid");
    expect((await visitor.get(tea.page)).body).toContain("The next one comes on");
    await staff("run");
    expect(await deliveries(tea.page)).toEqual(["paid"]);
    await staff("month");
    await staff("run");
    expect(await deliveries(tea.page)).toEqual(["paid", "paid"]);
    const { body } = await visitor.get(tea.page);
    await visitor.post(`${tea.page}/end`, { action_token: actionToken(body) });
    await staff("month");
    expect(await deliveries(tea.page)).toEqual(["paid", "paid"]);
    expect((await visitor.get(tea.page)).body).toContain("The subscription has ended.");
    expect(await kassa.problems()).toEqual([]);
  });

  test("that nobody has agreed to is charged nothing", async () => {
    const tea = await subscribe();
    await staff("month");
    expect(await deliveries(tea.page)).toEqual([]);
    expect((await visitor.get(tea.page)).body).toContain("You have not agreed in MobilePay yet.");
  });
});

describe("without a PSP", () => {
  test("nothing of MobilePay is offered", async () => {
    const alone = await createShop(options());
    visitor = browser(alone);
    await checkoutForm(visitor, "desk-lamp");
    expect((await visitor.get("/cart")).body).not.toContain("MobilePay");
    expect((await visitor.get("/tea")).body).toContain("MobilePay is not connected to this shop.");
    await alone.close();
  });

  test("that answers, the cart is kept", async () => {
    const alone = await createShop(options({ baseUrl: "http://127.0.0.1:9", key }));
    visitor = browser(alone);
    const form = await checkoutForm(visitor, "desk-lamp");
    const answer = await visitor.post("/checkout", { ...form, pay: "mobilepay" });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("MobilePay cannot be reached.");
    expect(answer.body).toContain("Desk lamp");
    await alone.close();
  });
});

async function subscribe(): Promise<{ page: string; payUrl: string }> {
  const { body } = await visitor.get("/tea");
  const token = /name="cart_token" value="([^"]+)"/.exec(body)?.[1] ?? "";
  const form = { cart_token: token, firstName: "Freja", surname: "Nielsen", email: "freja@example.com" };
  const first = await visitor.post("/tea", form);
  expect(first.statusCode, first.body).toBe(303);
  const payUrl = String(first.headers.location);
  // Pressed twice, it is one agreement.
  expect((await visitor.post("/tea", form)).headers.location).toBe(payUrl);
  const list = await (await visitor.get("/tea-drinkers")).body;
  expect(list).toContain("Freja Nielsen");
  const id = new URL(payUrl).searchParams.get("id") ?? "";
  return { page: await pageOf(id), payUrl };
}

/** Where the wallet sends whoever has agreed: the customer's own page. */
async function pageOf(paymentId: string): Promise<string> {
  const url = `/cardpassthrough-restapi/api/v3/payments/${paymentId}`;
  const headers = { "x-ibm-client-id": "demo-client-id", "x-ibm-client-secret": "demo-client-secret" };
  const { body } = await kassa.server.inject({ method: "GET", url, headers });
  return new URL(JSON.parse(body).redirectFromMobilePayUrl).pathname;
}

async function picture(page: string): Promise<string> {
  return JSON.parse((await visitor.get(`${page}/state`)).body).state;
}

/** How the deliveries stand, the newest first. */
async function deliveries(page: string): Promise<(string | undefined)[]> {
  const { body } = await visitor.get(page);
  return [...body.matchAll(/data-delivery="[^"]+" data-state="(\w+)"/g)].map(([, state]) => state);
}

async function staff(button: string): Promise<void> {
  const { body } = await visitor.get("/tea-drinkers");
  const answer = await visitor.post(`/tea-drinkers/${button}`, { action_token: actionToken(body) });
  expect(answer.statusCode).toBe(303);
}
