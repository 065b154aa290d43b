import { beforeEach, describe, expect, test } from "vitest";
import { type Kassa, useKassa } from "../support/kassa.ts";
import { type Receiver, useReceiver } from "../support/receiver.ts";
import { Books, Shop } from "../support/shop.ts";
import { buy, identify, type Page, person, Shopper, shopUrls } from "../support/shopper.ts";

const phone = "333111222";
let kassa: Kassa;
let shop: Shop;
let books: Books;
let receiver: Receiver;
let more: { callback_url: string };
let shopper: Shopper;

beforeEach(async () => {
  kassa = await useKassa();
  shop = new Shop(kassa);
  books = new Books(kassa);
  receiver = await useReceiver();
  more = { callback_url: receiver.url };
  shopper = new Shopper(kassa);
});

async function register(orderId: string): Promise<string> {
  const body = { ...shopUrls, ...more, current_order: { order_id: orderId } };
  return (await kassa.mokka("/factoring/v1/limit/auth", body)).json.iframe_url;
}

async function openOrder(orderId: string, amount = 500): Promise<Page> {
  return shopper.open((await shop.auth({ orderId, amount, more })).link);
}

function decision({ html }: Page): string | undefined {
  return html.match(/data-decision="(\w+)"/)?.[1];
}

function screen({ html }: Page): string | undefined {
  return html.match(/class="main main-(\w+)"/)?.[1];
}

/** Posts an earlier page's form again, as a browser does that went back. */
function again(page: Page, action: string, values: Record<string, string>): Promise<Page> {
  const past = new Shopper(kassa);
  past.page = page;
  return past.submit(action, values);
}

const answers = { ...person, primary_phone: phone };

describe("a registration", () => {
  test("grants the limit, tells the shop, and lets the customer buy with phone and code alone", async () => {
    await shopper.open(await register("R-1"));
    expect(decision(await identify(shopper, phone))).toBe("approved");
    await receiver.received(1);
    expect(receiver.calls[0]?.json).toMatchObject({
      order_id: "R-1",
      decision: "approved",
      amount: 100_000,
      mobile_phone: phone,
    });
    expect(await shop.limit(phone)).toBe("100000.00");

    expect(screen(await openOrder("A-1"))).toBe("login");
    await shopper.submit("login", { primary_phone: phone });
    expect(screen(await shopper.submit("confirm", { confirmation_code: "1111" }))).toBe("order");
    expect(decision(await shopper.submit("place_order", { term: "6" }))).toBe("approved");
    expect(await shop.order("A-1")).toMatchObject({ status: "hold", term: 6 });
    expect(await kassa.problems()).toEqual([]);
  });

  test.each([["333111610"], ["333111630"], ["333111681"]])("of %s is declined", async (refused) => {
    await shopper.open(await register("R-1"));
    expect(decision(await identify(shopper, refused))).toBe("declined");
    await receiver.received(1);
    expect(receiver.calls[0]?.json).toMatchObject({ decision: "declined", amount: 0, mobile_phone: refused });
    expect(await shop.limit(refused)).toBe("0.00");
    expect(decision(await buy(kassa, { orderId: "A-1", phone: refused, more }))).toBe("declined");
    expect(await shop.order("A-1")).toMatchObject({ status: "declined", decision: "declined" });
    expect(await shop.finish("A-1", 500)).toBe(80);
    expect(await kassa.problems()).toEqual([]);
  });
});

test("a person whom the lender knows under another phone is asked to contact support", async () => {
  await shopper.open(await register("R-1"));
  await shopper.submit("register", { ...answers, primary_phone: "501999887" });
  await shopper.submit("confirm", { confirmation_code: "1111" });

  await openOrder("A-1");
  if (screen(shopper.page) === "login") await shopper.submit("show_questionnaire");
  await shopper.submit("register", { ...answers, primary_phone: "501999888" });
  expect(decision(await shopper.submit("confirm", { confirmation_code: "1111" }))).toBe("contact_support");
  expect(await shop.limit("501999888")).toBe("0.00");
  expect(await shop.order("A-1")).toMatchObject({ status: "declined", decision: "declined" });
  expect(await kassa.problems()).toEqual([]);
});

test("what a shopper has told is shown again in their browser, and to nobody else who has the link", async () => {
  const link = await register("R-1");
  await shopper.open(link);
  await shopper.submit("register", { ...answers, first_name: "Wirginia" });
  const stranger = new Shopper(kassa);
  await stranger.open(link);
  expect(stranger.page.html).not.toContain("Wirginia");
  await stranger.submit("change_number");
  expect(screen(stranger.page)).toBe("questionnaire");
  for (const told of ["Wirginia", answers.surname, answers.birth_date, answers.primary_email]) {
    expect(stranger.page.html).not.toContain(told);
  }
  await shopper.open(`${link}${shopper.page.url.slice(shopper.page.url.indexOf("?"))}`);
  expect(shopper.page.html).toContain("Wirginia");
});

test("a test phone may belong to somebody who has others, so that one person can try them all", async () => {
  for (const phone of ["333999887", "333999888"]) {
    await shopper.open(await register(`R-${phone}`));
    if (screen(shopper.page) === "login") await shopper.submit("show_questionnaire");
    await shopper.submit("register", { ...answers, primary_phone: phone });
    expect(decision(await shopper.submit("confirm", { confirmation_code: "1111" }))).toBe("approved");
  }
});

describe("a code", () => {
  const guess = (code: string) => shopper.submit("confirm", { confirmation_code: code });
  const right = () => guess("1111");

  beforeEach(async () => {
    await openOrder("A-1");
    if (screen(shopper.page) === "login") await shopper.submit("show_questionnaire");
    await shopper.submit("register", answers);
  });

  test("may be guessed five times; then even the right one is refused for ten minutes", async () => {
    for (let i = 0; i < 5; i++) expect(screen(await guess("0000"))).toBe("code");
    expect(screen(await right())).toBe("code");
    await kassa.advance("PT9M30S");
    expect(screen(await right())).toBe("code");
    await kassa.advance("PT31S");
    await shopper.submit("resend");
    expect(screen(await right())).toBe("order");
  });

  test("may be wrong four times", async () => {
    for (let i = 0; i < 4; i++) await guess("0000");
    expect(screen(await right())).toBe("order");
  });

  test("is no better guessed by twenty at once than by one after the other", async () => {
    const { page } = shopper;
    const guesses = Array.from({ length: 20 }, (_, i) =>
      again(page, "confirm", { confirmation_code: `000${i}` }),
    );
    await Promise.all(guesses);
    const [confirmation] = await kassa.reader.query<{ attempts: number }>(
      "select attempts from confirmations",
    );
    expect(confirmation?.attempts).toBe(1);
  });

  test("is good for ten minutes", async () => {
    await kassa.advance("PT10M");
    expect(screen(await right())).toBe("code");
    await shopper.submit("resend");
    expect(screen(await right())).toBe("order");
  });

  test("is sent again after thirty seconds and not before", async () => {
    const messages = async () => (await kassa.server.inject("/sandbox/messages")).json().messages.length;
    const before = await messages();
    await kassa.advance("PT29S");
    await shopper.submit("resend");
    expect(await messages()).toBe(before);
    await kassa.advance("PT2S");
    await shopper.submit("resend");
    expect(await messages()).toBe(before + 1);
    expect(screen(await right())).toBe("order");
  });

  test("is not tried more often by asking for the same phone again", async () => {
    for (let i = 0; i < 5; i++) await guess("0000");
    await shopper.submit("change_number");
    await shopper.submit("register", answers);
    expect(screen(await right())).toBe("code");
    expect(await books.customer(phone).catch(() => "nobody")).toBe("nobody");
  });
});

describe("a form", () => {
  test("posted twice goes on once", async () => {
    await openOrder("A-1");
    const questionnaire = shopper.page;
    await shopper.submit("register", answers);
    await again(questionnaire, "register", { ...answers, surname: "Nowak" });
    await shopper.submit("confirm", { confirmation_code: "1111" });
    expect(screen(shopper.page)).toBe("order");
    expect((await books.customer(phone)).surname).toBe("Kowalski");
    expect(await kassa.reader.query("select 1 from deliveries where channel = 'sms'")).toHaveLength(1);
  });

  test("posted out of order changes nothing", async () => {
    await openOrder("A-1");
    for (const action of ["confirm", "resend", "place_order"]) {
      const page = await shopper.submit(action, { confirmation_code: "1111", term: "3" });
      expect(["questionnaire", "login"]).toContain(screen(page));
    }
    expect(await shop.order("A-1")).toMatchObject({ status: "pending", decision: null });
    expect(await kassa.reader.query("select 1 from deliveries")).toHaveLength(0);
  });

  test.each(["__proto__", "constructor", "toString"])("with the button %s is refused", async (action) => {
    await openOrder("A-1");
    expect((await shopper.submit(action)).status).toBe(400);
  });

  test("may lead on from the shop's address, as to where a card pays the rest", async () => {
    for (const redirect_url of ["https://shop.example/card", "http://127.0.0.1:9/back"]) {
      const { link } = await shop.auth({ orderId: "A-1", more: { ...more, redirect_url } });
      const answer = await kassa.server.inject({ method: "GET", url: new URL(link).pathname });
      const target = new URL(redirect_url).protocol;
      expect(answer.headers["content-security-policy"]).toContain(`form-action 'self' ${target};`);
    }
  });

  test("of the past changes nothing once the order is placed", async () => {
    await openOrder("A-1");
    await identify(shopper, phone);
    const order = shopper.page;
    await shopper.submit("place_order", { term: "3" });
    expect(decision(await again(order, "place_order", { term: "12" }))).toBe("approved");
    await again(order, "register", { ...answers, primary_phone: "333999888" });
    expect(await shop.order("A-1")).toMatchObject({ status: "hold", term: 3 });
    expect(await books.heldOf(phone)).toBe(50_000n);
    await receiver.received(1);
    await kassa.advance("PT1H");
    expect(receiver.calls).toHaveLength(1);
  });

  test("whose order's time is over changes nothing", async () => {
    await openOrder("A-1");
    await identify(shopper, phone);
    await kassa.advance("PT24H");
    expect(decision(await shopper.submit("place_order", { term: "3" }))).toBe("expired");
    expect(await shop.order("A-1")).toMatchObject({ status: "expired" });
    expect(await shop.limit(phone)).toBe("100000.00");
    expect(await kassa.problems()).toEqual([]);
  });

  test("whose order was canceled meanwhile changes nothing", async () => {
    await openOrder("A-1");
    await identify(shopper, phone);
    expect(await shop.cancel("A-1")).toBe(0);
    await shopper.submit("place_order", { term: "3" });
    expect(await shop.order("A-1")).toMatchObject({ status: "canceled" });
    expect(await shop.limit(phone)).toBe("100000.00");
    expect(await kassa.problems()).toEqual([]);
  });

  test("places no order for somebody who has only the link, and none after half an hour", async () => {
    const { url } = await openOrder("A-1");
    await identify(shopper, phone);
    const stranger = new Shopper(kassa);
    await stranger.open(`http://kassa${url}`);
    stranger.page = { ...stranger.page, html: shopper.page.html.replace(/value="[0-9a-f]{32}"/, 'value=""') };
    await stranger.submit("place_order", { term: "3" });
    expect(await shop.order("A-1")).toMatchObject({ status: "pending" });
    await kassa.advance("PT30M");
    await shopper.submit("place_order", { term: "3" });
    expect(await shop.order("A-1")).toMatchObject({ status: "pending", decision: "approved" });
    expect(await books.heldOf(phone)).toBe(0n);
  });
});
