import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deliveries } from "../../../src/core/deliveries/index.ts";
import { payments } from "../../../src/core/payments/index.ts";
import { type Kassa, openKassa } from "../../support/kassa.ts";
import { Dealer, type Fields } from "./dealer.ts";

const path = "PaymentUserPos/CreateUserPosPayment";
const form = {
  pay_with: "new_card",
  card_number: "5269 5511 2222 3339",
  card_holder: "Anna Nowak",
  expMM: "12",
  expYY: "30",
  card_cvv: "000",
};
const declined = "9792069990002006";

let kassa: Kassa;
let dealer: Dealer;
/** Each test's own. */
let OtherTrxCode: string;
let tests = 0;

beforeAll(async () => {
  kassa = await openKassa();
  dealer = new Dealer(kassa);
});
afterAll(() => kassa.close());
beforeEach(() => {
  OtherTrxCode = `link-${++tests}`;
});

const order = { Amount: "25.45", FullName: "Anna Nowak", Description: "Gym" };
const request = (more: Fields = {}) => dealer.ask(path, { ...order, OtherTrxCode, ...more });
const below = (address: string) => {
  const { pathname, search } = new URL(address, "http://localhost");
  return pathname + search;
};
const look = (address: string, language = "en") =>
  kassa.server.inject({ method: "GET", url: below(address), headers: { "accept-language": language } });
const post = (address: string, fields: Readonly<Record<string, string>>) =>
  kassa.server.inject({
    method: "POST",
    url: below(address),
    headers: { "content-type": "application/x-www-form-urlencoded", "accept-language": "en" },
    payload: new URLSearchParams(fields).toString(),
  });
const detail = async () =>
  (await dealer.ask("PaymentDealer/GetDealerPaymentTrxDetailList", { OtherTrxCode })).PaymentDetail;
/** What was sent of the link of this test's payment. */
const sent = async () => {
  const [payment] = await kassa.reader.list(payments, { reference: OtherTrxCode });
  const all = await kassa.reader.list(deliveries, { subjectId: payment?.id ?? "" });
  return all.toSorted((a, b) => a.channel.localeCompare(b.channel));
};
const hiddenIn = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );

describe("a payment request", () => {
  test("is a link with a card form, which waits", async () => {
    const { UserPosPaymentId, Url, ...rest } = await request();
    expect(rest).toEqual({});
    const page = await look(Url);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain("25.45");
    expect(page.body).toContain('name="card_number"');
    expect(await detail()).toMatchObject({
      PaymentStatus: 0,
      TrxStatus: 0,
      UserPosPaymentId,
      UserPosPaymentUrl: Url,
      BuyerFullName: "Anna Nowak",
    });
  });

  test("is paid once; afterwards its page says so", async () => {
    const { Url } = await request();
    expect((await post(Url, form)).statusCode).toBe(303);
    expect(await detail()).toMatchObject({ PaymentStatus: 2, TrxStatus: 1, Amount: 25.45 });
    expect((await look(Url)).body).toContain("this is paid");
    expect((await post(Url, form)).body).toContain("this is paid");
    expect(await kassa.problems()).toEqual([]);
  });

  test("is paid once by somebody who presses twice at the same moment", async () => {
    const { Url } = await request();
    const pages = await Promise.all([post(Url, form), post(Url, form), post(Url, form)]);
    expect(pages.filter(({ statusCode }) => statusCode >= 400)).toEqual([]);
    expect((await detail()).TrxStatus).toBe(1);
    expect(await kassa.problems()).toEqual([]);
  });

  test("can be paid with another card when one was declined", async () => {
    const { Url } = await request();
    expect((await post(Url, { ...form, card_number: declined })).statusCode).toBe(303);
    expect((await look(Url)).body).toContain("not enough funds");
    expect((await look(Url, "tr")).body).toContain("Limit yetersiz");
    await post(Url, form);
    expect((await detail()).TrxStatus).toBe(1);
  });

  test("says what is wrong with the form, and never shows the card again", async () => {
    const { Url } = await request();
    const page = await post(Url, { ...form, card_number: "5269551122223338", expMM: "13" });
    expect(page.statusCode).toBe(422);
    expect(page.body).toContain("Enter the card number");
    expect(page.body).toContain("Enter the month");
    expect(page.body).not.toContain("5269551122223338");
    expect((await detail()).TrxStatus).toBe(0);
  });

  test("leads back to the dealer with a hash", async () => {
    const { Url, CodeForHash } = await request({
      RedirectUrl: "https://shop.example.com/back",
      ReturnHash: 1,
    });
    const page = await post(Url, form);
    const hashValue = createHash("sha256").update(`${CodeForHash}T`).digest("hex");
    expect(hiddenIn(page.body)).toMatchObject({ hashValue, resultCode: "", OtherTrxCode });
  });

  test("asks the bank when the dealer wants 3-D Secure", async () => {
    const { Url } = await request({ IsThreeD: 1 });
    const { statusCode, headers } = await post(Url, form);
    expect(statusCode).toBe(303);
    const bank = hiddenIn((await look(String(headers.location))).body);
    const back = await post("/sandbox/acs/answer", {
      ...(bank as Record<string, string>),
      verdict: "approve",
    });
    const fields = hiddenIn(back.body) as Record<string, string>;
    const home = await post(String(bank.TermUrl), fields);
    expect([home.statusCode, home.headers.location]).toEqual([303, below(Url)]);
    expect(await detail()).toMatchObject({ TrxStatus: 1, IsThreeD: true });
  });

  test("stores the card where the dealer wants that", async () => {
    const { Url } = await request({ IsTokenized: 1, CustomerCode: "anna", FirstName: "Anna" });
    await post(Url, form);
    const { CardList } = await dealer.ask("DealerCustomer/GetCardList", { CustomerCode: "anna" });
    expect(CardList).toMatchObject([{ CardNumberLastFour: "3339", CardHolderFullName: "Anna Nowak" }]);
  });

  test.each([
    ["tr-TR,tr;q=0.9,en;q=0.8", "Kart numarası"],
    ["", "Kart numarası"],
    ["de", "Kart numarası"],
    ["de,en;q=0.5", "Card number"],
  ])("speaks to a browser that prefers %j: %s", async (language, words) => {
    const { Url } = await request();
    expect((await look(Url, language)).body).toContain(words);
  });

  test("is sent by SMS and mail where the dealer tells them", async () => {
    const Amount = "1249.9";
    const { Url } = await request({ Amount, GsmNumber: "(555) 111 22 33", Email: "anna@example.com" });
    expect(await sent()).toMatchObject([
      { channel: "mail", destination: "anna@example.com", body: expect.stringContaining(Url) },
      { channel: "sms", destination: "5551112233", body: expect.stringContaining("1.249,90 TL") },
    ]);
  });

  test.each([
    [0, ["sms"]],
    [1, ["mail"]],
    [2, ["mail", "sms"]],
    [3, []],
  ])("is sent as CommunicationType %i says: %j", async (CommunicationType, channels) => {
    await request({ GsmNumber: "5551112233", Email: "anna@example.com", CommunicationType });
    expect((await sent()).map(({ channel }) => channel)).toEqual(channels);
  });

  test("is good for a week, also after a card was declined", async () => {
    const { Url } = await request();
    await kassa.advance("P6D");
    await post(Url, { ...form, card_number: declined });
    await kassa.advance("PT2H");
    expect((await look(Url)).body).toContain("not enough funds");
    await kassa.advance("P1D");
    expect((await look(Url)).body).toContain("expired");
    expect((await post(Url, form)).body).toContain("expired");
    expect((await detail()).TrxStatus).toBe(2);
  });

  test("is good for a week", async () => {
    const { Url } = await request();
    await kassa.advance("P8D");
    expect((await look(Url)).body).toContain("expired");
    expect((await post(Url, form)).body).toContain("expired");
    expect((await look("/UserPosPayment/abc")).statusCode).toBe(404);
  });

  test.each([
    [{ OtherTrxCode: "" }, "OtherTrxCodeIsRequired"],
    [{ Amount: "" }, "AmountIsRequired"],
    [{ Currency: "XXX" }, "InvalidCurrencyCode"],
    [{ InstallmentNumber: 13 }, "InvalidInstallmentNumber"],
    [{ Currency: "USD", InstallmentNumber: 2 }, "InstallmentNotAvailableForForeignCurrencyTransaction"],
    [{ RedirectUrl: "ftp://x" }, "RedirectUrlRequired"],
    [{ DealerCustomerId: 999_999 }, "DealerCustomerNotFound"],
    [{ IsThreeD: 5 }, "InvalidRequest"],
    [{ CommunicationType: 0 }, "GsmNumberIsRequired"],
    [{ CommunicationType: 2, GsmNumber: "5551112233" }, "EmailIsRequired"],
    [{ CommunicationType: 4 }, "InvalidRequest"],
    [{ GsmNumber: "call me" }, "InvalidRequest"],
    [{ Email: "a@b, c@d" }, "InvalidRequest"],
  ])("with %j is refused: %s", async (more, reason) => {
    const { code } = await dealer.call(path, { ...order, OtherTrxCode, ...more });
    expect(code).toBe(`PaymentUserPos.CreateUserPosPayment.${reason}`);
  });
});
