import type { FastifyInstance } from "fastify";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { stores } from "../../src/core/merchants/index.ts";
import { type Kassa, secret, useKassa } from "../../test/support/kassa.ts";
import { travelTo } from "../../test/support/shop.ts";
import { Dealer } from "../../test/wire/moka/dealer.ts";
import { createShop } from "./shop.ts";
import { actionToken, browser, type Visitor } from "./test-visitor.ts";
import { startTestWire } from "./test-wire.ts";

const garanti = "5269 5511 2222 3339";
const akbank = "5127541122223332";
/** Has no money when it is charged. */
const empty = "9792069991002005";

let kassa: Kassa;
let wire: Awaited<ReturnType<typeof startTestWire>>;
let shop: FastifyInstance;
let visitor: Visitor;

beforeEach(async () => {
  kassa = await useKassa();
  wire = await startTestWire(await kassa.server.listen({ port: 0, host: "127.0.0.1" }));
  shop = await createShop({
    kassaUrl: wire.url,
    publicUrl: "http://shop.test",
    storeId: "1",
    secretKey: secret,
    host: "127.0.0.1",
    port: 0,
    currency: "PLN",
  });
  onTestFinished(async () => {
    await shop.close();
    await wire.stop();
  });
  visitor = browser(shop);
  // Nine in the morning in Istanbul.
  await travelTo(kassa, "2027-03-10T06:00:00Z");
});

const wish = {
  bags: "2",
  firstName: "Ayşe",
  surname: "Yılmaz",
  email: "ayse@example.com",
  address: "Kıbrıs Şehitleri Cad. 12, İzmir",
  cardNumber: garanti,
  month: "12",
  year: "2030",
  holder: "Ayşe Yılmaz",
};

async function offerForm(more: Record<string, string> = {}) {
  const { body } = await visitor.get("/coffee");
  const token = /name="cart_token" value="([^"]+)"/.exec(body)?.[1] ?? "";
  return { ...wish, cart_token: token, ...more };
}

/** Subscribes, and answers the address of the customer's page. */
async function subscribe(cardNumber = garanti): Promise<string> {
  const answer = await visitor.post("/coffee", await offerForm({ cardNumber }));
  expect(answer.statusCode, answer.body).toBe(303);
  return String(answer.headers.location);
}

/** Presses a button of a page that has several, which share one token. */
async function press(page: string, button: string, fields: Record<string, string> = {}) {
  const { body } = await visitor.get(page);
  return visitor.post(`${page}/${button}`, { action_token: actionToken(body), ...fields });
}

const newCard = { cardNumber: akbank, month: "12", year: "30", holder: "Ayşe Yılmaz" };

/** How the invoices stand, the newest first, and the page. */
async function look(page: string) {
  await press(page, "check");
  const { body } = await visitor.get(page);
  return {
    states: [...body.matchAll(/data-invoice="[^"]+" data-state="(\w+)"/g)].map(([, state]) => state),
    body,
  };
}

/** The staff's page of the only subscriber. */
async function desk(): Promise<string> {
  const { body } = await visitor.get("/subscribers");
  return /href="(\/subscribers\/[^"]+)"/.exec(body)?.[1] ?? "";
}

describe("a subscription", () => {
  test("is a sale by hand with one step for the first month, and no card in the shop", async () => {
    const page = await subscribe();
    expect(wire.paths()).toEqual(["AddProduct", "AddCustomerWithCard", "AddSale", "AddPaymentPlan"]);
    const [customer] = wire.at("AddCustomerWithCard");
    expect(customer?.request).toMatchObject({
      FirstName: "Ayşe",
      LastName: "Yılmaz",
      CardHolderFullName: "Ayşe Yılmaz",
      CardNumber: "5269551122223339",
      ExpMonth: "12",
      ExpYear: "2030",
    });
    expect(customer?.request).not.toHaveProperty("CvcNumber");
    const [sale] = wire.at("AddSale");
    expect(sale?.body).toContain('"Amount":790.00');
    expect(sale?.request).toMatchObject({
      CustomerCode: customer?.request.CustomerCode,
      Currency: "TL",
      BeginDate: "20270310",
      PlanType: 2,
    });
    expect(wire.at("AddPaymentPlan")[0]?.body).toContain('"Amount":790.00');
    expect(wire.at("AddPaymentPlan")[0]?.request).toMatchObject({ PaymentDate: "20270310" });

    const { states, body } = await look(page);
    expect(states).toEqual(["planned"]);
    expect(body).toContain("GARANTİ");
    expect(body).toContain("•••• 3339, good until 12/2030");
    expect(body).toContain("To be charged from 10 Mar 2027.");
    expect(body + (await visitor.get(await desk())).body).not.toMatch(/5269\s?5511\s?2222/);
  });

  test("is charged at noon, and the page says so after a look at the report", async () => {
    const page = await subscribe();
    await travelTo(kassa, "2027-03-10T09:00:00Z");
    wire.forget();
    const { states, body } = await look(page);
    expect(states).toEqual(["paid"]);
    expect(body).toMatch(/Charged 10 Mar 2027, 12:00\./);
    expect(body).toContain("TRY\u00a0790.00");
    expect(wire.at("GetPaymentPlanReport").at(-1)?.request).toEqual({
      PaymentPlanPaymentDateStart: "20270310",
      PaymentPlanPaymentDateEnd: "20270310",
    });
    // What is paid is not asked for again.
    wire.forget();
    await look(page);
    expect(wire.paths()).toEqual([]);
    expect(await kassa.problems()).toEqual([]);
  });

  test("gets one invoice and one step a month, however often the job runs", async () => {
    const page = await subscribe();
    for (const _ of [1, 2, 3]) await press("/subscribers", "month");
    for (const _ of [1, 2, 3]) await press("/subscribers", "run");
    expect((await look(page)).states).toEqual(["planned", "paid", "paid", "paid"]);
    expect(wire.at("AddPaymentPlan").map(({ request }) => request.PaymentDate)).toEqual([
      "20270310",
      "20270410",
      "20270510",
      "20270610",
    ]);
    await press("/subscribers", "charge");
    expect((await look(page)).states).toEqual(["paid", "paid", "paid", "paid"]);
    expect(await kassa.problems()).toEqual([]);
  });

  test("that was not looked after for three months is written up, from today on", async () => {
    const page = await subscribe();
    await travelTo(kassa, "2027-06-20T06:00:00Z");
    await press("/subscribers", "run");
    expect((await look(page)).states).toEqual(["planned", "planned", "planned", "paid"]);
    expect(wire.at("AddPaymentPlan").slice(1)).toHaveLength(3);
    for (const { request } of wire.at("AddPaymentPlan").slice(1))
      expect(request.PaymentDate).toBe("20270620");
  });

  test("whose step somebody moves or deletes at Moka is neither charged twice nor forgotten", async () => {
    const page = await subscribe();
    const step = Number(/Step (\d+)/.exec((await visitor.get(await desk())).body)?.[1]);
    const dealer = new Dealer(kassa);
    const plan = { DealerPaymentPlanId: step };
    await dealer.ask("DealerSale/UpdatePaymentPlan", { ...plan, PaymentDate: "20270320" });
    const moved = await look(page);
    expect(moved.states).toEqual(["planned"]);
    expect(moved.body).toContain("To be charged from 20 Mar 2027.");
    await press("/subscribers", "run");
    expect(wire.at("AddPaymentPlan")).toHaveLength(1);
    await dealer.ask("DealerSale/DeletePaymentPlan", plan);
    expect((await look(page)).states).toEqual(["open"]);
    await press("/subscribers", "run");
    expect((await look(page)).states).toEqual(["planned"]);
    expect(wire.at("AddPaymentPlan")).toHaveLength(2);
  });

  test("begins once, although the button is pressed twice", async () => {
    const form = await offerForm();
    const answers = await Promise.all([visitor.post("/coffee", form), visitor.post("/coffee", form)]);
    const [first, second] = answers.map(({ headers }) => headers.location);
    expect(first).toMatch(/^\/coffee\/.+/);
    expect(second).toBe(first);
    expect(wire.at("AddSale")).toHaveLength(1);
    expect((await visitor.get("/coffee")).body).toContain(
      `You have a subscription already: <a href="${first}"`,
    );
  });

  test("of somebody whose address nobody knows is nobody's", async () => {
    await subscribe();
    for (const path of ["/coffee/x", "/coffee/x/state", "/subscribers/COFFEE-00000000"])
      expect((await visitor.get(path)).statusCode).toBe(404);
    expect((await visitor.post("/coffee/x/end", {})).statusCode).toBe(404);
  });

  test("is not begun, ended or given a card by a form of another site", async () => {
    const page = await subscribe();
    for (const path of ["/coffee", `${page}/card`, `${page}/end`, "/subscribers/month"]) {
      const answer = await visitor.post(path, newCard, { "sec-fetch-site": "cross-site" });
      expect(answer.statusCode).toBe(403);
    }
    await visitor.post(`${page}/end`, { action_token: "old" });
    const { body } = await visitor.get(page);
    expect(body).toContain("That button belonged to an older page.");
    expect(wire.at("DeleteSale")).toEqual([]);
  });
});

describe("the form", () => {
  test("says beside each field what is wrong, and forgets the card's number", async () => {
    const form = await offerForm({
      bags: "9",
      firstName: " ",
      email: "nobody",
      address: "",
      cardNumber: akbank,
      month: "13",
      year: "1999",
      holder: "",
    });
    const { statusCode, body } = await visitor.post("/coffee", form);
    expect(statusCode).toBe(422);
    for (const field of ["bags", "first-name", "email", "address", "card-number", "month", "year", "holder"])
      expect(body, field).toMatch(new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
    expect(body).toContain("Please write the number again: we do not keep it.");
    expect(body).not.toContain(akbank);
    expect(body, "what to type stands there still").toContain(`${garanti} with 12/2030 pays`);
    expect(wire.asked).toEqual([]);
  });

  test.each([
    ["a wrong digit", "5269551122223338"],
    ["a card that the provider refuses", "5555666677778888"],
  ])("shows Moka's refusal of %s beside the number, and leaves nothing there", async (_what, cardNumber) => {
    const { statusCode, body } = await visitor.post("/coffee", await offerForm({ cardNumber }));
    expect(statusCode).toBe(422);
    expect(body).toMatch(/id="card-number"[^>]*aria-invalid="true"/);
    expect(body).toContain("Moka does not accept this card. Please check its number and date.");
    expect(body).not.toContain(cardNumber);
    expect(wire.paths()).toEqual(["AddProduct", "AddCustomerWithCard", "RemoveCustomer"]);
    expect((await visitor.post("/coffee", await offerForm())).statusCode).toBe(303);
  });

  test.each(["AddCustomerWithCard", "AddSale"])(
    "takes the customer away again when %s got no answer",
    async (path) => {
      wire.lose("answer", path);
      const { statusCode, body } = await visitor.post("/coffee", await offerForm());
      expect(statusCode).toBe(422);
      expect(body).toContain("Moka did not answer. Nothing was stored and nothing is charged.");
      expect(wire.at("RemoveCustomer")[0]?.request.CustomerCode).toBe(
        wire.at("AddCustomerWithCard")[0]?.request.CustomerCode,
      );
      expect((await visitor.get("/subscribers")).body).toContain("Nobody has subscribed yet.");
    },
  );
});

describe("a step that got no answer", () => {
  test.each(["answer", "request"] as const)("is there once, whether the %s was lost", async (what) => {
    wire.lose(what, "AddPaymentPlan");
    const page = await subscribe();
    expect((await look(page)).states).toEqual(["open"]);
    expect((await visitor.get(await desk())).body).toContain("looked for before it is asked again");
    await press("/subscribers", "run");
    await press("/subscribers", "run");
    expect((await look(page)).states).toEqual(["planned"]);
    expect(wire.at("AddPaymentPlan")).toHaveLength(1);
    await travelTo(kassa, "2027-03-11T06:00:00Z");
    expect((await look(page)).states).toEqual(["paid"]);
    expect(await kassa.problems()).toEqual([]);
  });

  test("does not stop the others, and neither does a sale that is gone", async () => {
    const healthy = await subscribe();
    wire.lose("answer", "AddPaymentPlan");
    const broken = await subscribe();
    const SaleCode = wire.at("AddSale").at(-1)?.request.SaleCode;
    await new Dealer(kassa).ask("DealerSale/DeleteSale", { SaleCode });
    const { body } = await follow(await press("/subscribers", "month"));
    expect(body).toContain("Moka does not know this subscription any more.");
    expect((await look(broken)).states).toEqual(["open", "open"]);
    expect((await look(healthy)).states).toEqual(["planned", "paid"]);
  });
});

async function follow(answer: { headers: Record<string, unknown> }) {
  return visitor.get(String(answer.headers.location));
}

describe("a card without money", () => {
  test("is told in words, replaced, and the open step is paid by its next run", async () => {
    const page = await subscribe(empty);
    await travelTo(kassa, "2027-03-10T09:00:00Z");
    const declined = await look(page);
    expect(declined.states).toEqual(["retrying"]);
    expect(declined.body).toContain("Your bank says that there is not enough money on the card.");
    expect(declined.body).toContain("Replace the card");
    const staff = await visitor.get(await desk());
    expect(staff.body).toContain("002 - Limit yetersiz");

    wire.forget();
    const { body } = await follow(await press(page, "card", newCard));
    expect(body).toContain("What is open is charged to it with the next run, at noon or at six.");
    expect(body).toMatch(/id="card-now">[^<]*•••• 3332, good until 12\/2030/);
    expect(wire.deeds()).toEqual(["AddCard", "UpdateSale", "RemoveCard"]);
    await travelTo(kassa, "2027-03-10T15:00:00Z");
    const paid = await look(page);
    expect(paid.states).toEqual(["paid"]);
    expect(paid.body).not.toContain('id="declined"');
    expect(wire.at("AddPaymentPlan")).toEqual([]);
    expect(await kassa.problems()).toEqual([]);
  });

  test("is given up after three days; then a new one brings a new step for the same invoice", async () => {
    const page = await subscribe(empty);
    await travelTo(kassa, "2027-03-14T06:00:00Z");
    const { states, body } = await look(page);
    expect(states).toEqual(["declined"]);
    expect(body).toContain("Moka does not try again by itself.");

    const office = await desk();
    const number = /name="invoice" value="([^"]+)"/.exec((await visitor.get(office)).body)?.[1] ?? "";
    await press(office, "charge", { invoice: number });
    await press(office, "charge", { invoice: number });
    expect((await visitor.get(office)).body).toContain("This invoice cannot be charged now.");
    await press("/subscribers", "charge");
    expect((await look(page)).states).toEqual(["retrying"]);
    await travelTo(kassa, "2027-03-20T06:00:00Z");
    expect((await look(page)).states).toEqual(["declined"]);

    await press(page, "card", newCard);
    await press("/subscribers", "charge");
    expect((await look(page)).states).toEqual(["paid"]);
    expect(wire.at("AddPaymentPlan")).toHaveLength(3);
    expect((await visitor.get(office)).body).toMatch(/Steps \d+, \d+, \d+, payment \d+/);
    expect(await kassa.problems()).toEqual([]);
  });
});

describe("another card", () => {
  let page: string;
  beforeEach(async () => {
    page = await subscribe();
    wire.forget();
  });

  const paysInApril = async () => {
    await press("/subscribers", "month");
    await press("/subscribers", "charge");
    expect((await look(page)).states).toEqual(["paid", "paid"]);
    expect(await kassa.problems()).toEqual([]);
  };

  test("that is the one we have is said to be", async () => {
    const same = { ...newCard, cardNumber: garanti, year: "2030" };
    const { statusCode, body } = await press(page, "card", same);
    expect(statusCode).toBe(422);
    expect(body).toMatch(/id="card-number"[^>]*aria-invalid="true"/);
    expect(body).toContain("This is the card that we already have.");
    await paysInApril();
  });

  test("that is the same with a new date takes its place", async () => {
    const { body } = await follow(
      await press(page, "card", { ...newCard, cardNumber: garanti, year: "2034" }),
    );
    expect(body).toContain("•••• 3339, good until 12/2034");
    expect(wire.deeds()).toEqual(["AddCard", "GetCardList", "RemoveCard", "AddCard", "UpdateSale"]);
    await paysInApril();
  });

  test("that Moka refuses leaves the old one", async () => {
    const { statusCode, body } = await press(page, "card", { ...newCard, cardNumber: "5127541122223333" });
    expect(statusCode).toBe(422);
    expect(body).toContain("Moka does not accept this card.");
    expect(body).not.toContain("5127541122223333");
    expect(body).toContain("•••• 3339");
    await paysInApril();
  });

  test.each(["AddCard", "UpdateSale", "RemoveCard"])(
    "is taken in the end when %s got no answer",
    async (path) => {
      wire.lose("answer", path);
      const first = await press(page, "card", newCard);
      if (path === "RemoveCard") expect(first.statusCode).toBe(303);
      else {
        expect(first.statusCode).toBe(422);
        expect(first.body).toContain("Moka did not answer. Please try again in a moment.");
        expect(first.body).toContain("•••• 3339");
        expect((await press(page, "card", newCard)).statusCode).toBe(303);
      }
      const { body } = await visitor.get(page);
      expect(body).toContain("•••• 3332");
      await paysInApril();
    },
  );
});

describe("a notification", () => {
  const notify = (form: Record<string, string>) =>
    shop.inject({
      method: "POST",
      url: "/moka/notification",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams(form).toString(),
    });

  test("is a reason to look, comes through, and is answered with OK", async () => {
    const url = await shop.listen({ port: 0, host: "127.0.0.1" });
    const key = { dialect: "moka", number: "1730" };
    await kassa.house.write(async (tx) => {
      const store = await tx.lock(stores, key);
      const settings = { ...store?.settings, notificationUrl: `${url}/moka/notification` };
      if (store) tx.update(stores, { ...store, settings });
    });
    const store = await kassa.reader.find(stores, key);
    if (store) kassa.house.directory.forget(store);
    const page = await subscribe();
    wire.forget();
    await travelTo(kassa, "2027-03-10T09:00:00Z");
    // Nobody has opened a page.
    await expect.poll(() => wire.paths()).toEqual(["GetPaymentPlanReport"]);
    expect((await visitor.get(`${page}/state`)).body).toContain("paid2027-03-10T12:00:00");
    const { messages } = JSON.parse((await kassa.server.inject("/sandbox/messages")).body);
    expect(messages[0]).toMatchObject({ state: "delivered", attempts: 1 });
  });

  test("is not believed: it says nothing of how it went", async () => {
    const page = await subscribe();
    const step = /Step (\d+)/.exec((await visitor.get(await desk())).body)?.[1] ?? "";
    wire.forget();
    const answer = await notify({ DealerPaymentPlanId: step, DealerPaymentId: "1", PlanStatus: "1" });
    expect([answer.statusCode, answer.body]).toEqual([200, "OK"]);
    await expect.poll(() => wire.paths()).toEqual(["GetPaymentPlanReport"]);
    expect((await look(page)).states).toEqual(["planned"]);
  });

  test.each([{ DealerPaymentPlanId: "999999" }, { DealerPaymentPlanId: "x" }, {}])(
    "of what is not ours is answered, and nothing else: %j",
    async (form) => {
      await subscribe();
      wire.forget();
      expect((await notify(form as Record<string, string>)).body).toBe("OK");
      expect(wire.asked).toEqual([]);
    },
  );
});

describe("the end", () => {
  test("deletes the sale and the card; what is open is canceled, what is paid stays", async () => {
    const page = await subscribe();
    await press("/subscribers", "month");
    wire.forget();
    const { body } = await follow(await press(page, "end"));
    expect(body).toContain("The subscription has ended. Nothing more is charged");
    expect(wire.deeds()).toEqual(["DeleteSale", "GetPaymentPlan", "RemoveCard"]);
    const states = async () =>
      [...(await visitor.get(page)).body.matchAll(/data-state="(\w+)"/g)].map(([, state]) => state);
    expect(await states()).toEqual(["canceled", "paid"]);
    await press("/subscribers", "month");
    const office = await desk();
    expect((await follow(await press(office, "end"))).body).toContain("had ended already");
    expect(await states()).toEqual(["canceled", "paid"]);
    expect(wire.at("DeleteSale")).toHaveLength(1);
    expect(wire.at("AddPaymentPlan")).toEqual([]);
    expect(await kassa.problems()).toEqual([]);
  });

  test("that got no answer is asked for again", async () => {
    const page = await subscribe();
    wire.lose("answer", "DeleteSale");
    const first = await follow(await press(page, "end"));
    expect(first.body).toContain("Moka did not answer.");
    expect((await follow(await press(page, "end"))).body).toContain("The subscription has ended.");
    expect((await look(page)).states).toEqual(["canceled"]);
  });

  test("does not undo what was charged a moment before", async () => {
    const page = await subscribe();
    await travelTo(kassa, "2027-03-10T09:00:00Z");
    await press(await desk(), "end");
    expect((await look(page)).states).toEqual(["paid"]);
  });
});

test("a Moka that is away is said to be, and the pages stay", async () => {
  const page = await subscribe();
  wire.cut(true);
  expect((await follow(await press(page, "check"))).body).toContain("Moka did not answer.");
  expect((await follow(await press("/subscribers", "run"))).body).toContain("Moka did not answer.");
  expect((await follow(await press("/subscribers", "month"))).body).toContain("The sandbox did not answer");
  const answer = await visitor.post("/coffee", await offerForm());
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain("Moka did not answer.");
  wire.cut(false);
  await travelTo(kassa, "2027-03-10T09:00:00Z");
  expect((await look(page)).states).toEqual(["paid"]);
});
