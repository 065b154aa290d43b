import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Kassa, openKassa } from "../../support/kassa.ts";
import { Dealer, type Fields } from "./dealer.ts";

const path = "PaymentDealer/DoDirectPaymentThreeD";
const codes = "PaymentDealer.DoDirectPayment3dRequest.";
const order = {
  CardHolderFullName: "Anna Nowak",
  CardNumber: "5269551122223339",
  ExpMonth: "12",
  ExpYear: "2030",
  CvcNumber: "000",
  Amount: 25.45,
  RedirectUrl: "https://shop.example.com/back?order=1",
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
  OtherTrxCode = `order-${++tests}`;
});

type Form = {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly html: string;
};

/** The form that a page takes its shopper on by. */
function formOf(html: string): Form {
  const plain = (text = "") =>
    text.replaceAll("&amp;", "&").replaceAll("&#34;", '"').replaceAll("&#39;", "'");
  const inputs = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  const fields = Object.fromEntries(inputs.map(([, name, value]) => [plain(name), plain(value)]));
  return { action: plain(/<form[^>]* action="([^"]*)"/.exec(html)?.[1]), fields, html };
}

const below = (address: string) => {
  const { pathname, search } = new URL(address, "http://localhost");
  return pathname + search;
};

async function visit(address: string): Promise<Form & { readonly http: number }> {
  const answer = await kassa.server.inject({ method: "GET", url: below(address) });
  return { ...formOf(answer.body), http: answer.statusCode };
}

async function post(address: string, fields: Readonly<Record<string, string>>): Promise<Form> {
  const answer = await kassa.server.inject({
    method: "POST",
    url: below(address),
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams(fields).toString(),
  });
  return formOf(answer.body);
}

/** From the bank's page to the dealer's. */
async function answerBank(bank: Form, verdict: "approve" | "refuse"): Promise<Form> {
  const back = await post("/sandbox/acs/answer", { ...bank.fields, verdict });
  return post(back.action, back.fields);
}

async function payAt(data: unknown, verdict: "approve" | "refuse" = "approve"): Promise<Form> {
  const bank = await visit(String(data));
  expect(new URL(bank.action).pathname).toBe("/sandbox/acs");
  return answerBank(bank, verdict);
}

const detail = async () =>
  (await dealer.ask("PaymentDealer/GetDealerPaymentTrxDetailList", { OtherTrxCode })).PaymentDetail;

const ask = (more: Fields = {}) => dealer.ask(path, { ...order, OtherTrxCode, ...more });

describe("a payment with 3-D Secure", () => {
  test("is paid when the holder agrees; without a hash the form says so", async () => {
    const url = await ask();
    expect(url).toMatch(/^http:\/\/[^/]+\/PaymentDealerThreeDProcess\?threeDTrxCode=/);
    expect(await detail()).toMatchObject({ PaymentStatus: 2, TrxStatus: 0 });
    const { action, fields } = await payAt(url);
    expect(action).toBe(order.RedirectUrl);
    expect(fields).toEqual({
      isSuccessful: "True",
      resultCode: "",
      resultMessage: "",
      trxCode: expect.stringMatching(/^Test-/),
      OtherTrxCode,
    });
    expect(await detail()).toMatchObject({ PaymentStatus: 2, TrxStatus: 1, IsThreeD: true, Amount: 25.45 });
    expect(await kassa.problems()).toEqual([]);
  });

  test.each([
    ["approve", order.CardNumber, "T", ""],
    ["refuse", order.CardNumber, "F", "025"],
    ["approve", declined, "F", "002"],
  ] as const)(
    "where the shopper says %s with %s brings back a hash of %s",
    async (verdict, CardNumber, letter, code) => {
      const { Url, CodeForHash } = await ask({ CardNumber, ReturnHash: 1 });
      const { fields } = await payAt(Url, verdict);
      const hash = createHash("sha256").update(`${CodeForHash}${letter}`).digest("hex");
      expect(fields).toMatchObject({ hashValue: hash, resultCode: code, OtherTrxCode });
      expect(fields).not.toHaveProperty("isSuccessful");
      expect((await detail()).TrxStatus).toBe(letter === "T" ? 1 : 2);
    },
  );

  test("is paid once, however often its pages are loaded", async () => {
    const { Url } = await ask({ ReturnHash: 1 });
    const bank = await visit(Url);
    const first = await answerBank(bank, "approve");
    expect((await answerBank(bank, "refuse")).fields).toEqual(first.fields);
    expect((await visit(Url)).fields).toEqual(first.fields);
    expect(await detail()).toMatchObject({ TrxStatus: 1, RefAmount: 0 });
  });

  test("gives way to a later one of its code, until its shopper is back", async () => {
    const first = await ask({ ReturnHash: 1 });
    const bank = await visit(first.Url);
    const second = await ask({ ReturnHash: 1 });
    const failed = createHash("sha256").update(`${first.CodeForHash}F`).digest("hex");
    expect((await answerBank(bank, "approve")).fields).toMatchObject({
      hashValue: failed,
      resultCode: "025",
    });
    const paid = createHash("sha256").update(`${second.CodeForHash}T`).digest("hex");
    expect((await payAt(second.Url)).fields).toMatchObject({ hashValue: paid, resultCode: "" });
    expect((await dealer.call(path, { ...order, OtherTrxCode })).code).toBe(
      `${codes}OtherTrxCodeAlreadyUsing`,
    );
    expect(await detail()).toMatchObject({ PaymentStatus: 2, TrxStatus: 1 });
    expect(await kassa.problems()).toEqual([]);
  });

  test("gives way to one without 3-D Secure, too, and of ten at once one is paid", async () => {
    await ask();
    const { RedirectUrl, ...plain } = order;
    const direct = () => dealer.call("PaymentDealer/DoDirectPayment", { ...plain, OtherTrxCode });
    const answers = await Promise.all(Array.from({ length: 10 }, direct));
    expect(answers.filter(({ code }) => code === "Success")).toHaveLength(1);
    expect(await detail()).toMatchObject({ PaymentStatus: 2, TrxStatus: 1, IsThreeD: false });
  });

  test("has failed an hour later, and its page is gone", async () => {
    const url = await ask();
    await kassa.advance("PT1H");
    expect((await visit(url)).http).toBe(404);
    expect((await detail()).TrxStatus).toBe(2);
    expect((await dealer.call(path, { ...order, OtherTrxCode })).code).toBe("Success");
  });

  test("stores the card when it is paid, for the customer that was told", async () => {
    const CustomerInformation = { CustomerCode: "anna", FirstName: "Anna", CardName: "Blue" };
    const cards = () => dealer.call("DealerCustomer/GetCardList", { CustomerCode: "anna" });
    const url = await ask({ IsTokenized: 1, CustomerInformation });
    expect((await cards()).code).not.toBe("Success");
    await payAt(url);
    const { CardList } = (await cards()).data;
    expect(CardList).toMatchObject([{ CardName: "Blue", CardNumberLastFour: "3339" }]);
    const { CardToken } = CardList[0];
    const { CardNumber, ExpMonth, ExpYear, CvcNumber, ...rest } = order;
    const stored = { ...rest, CardToken, OtherTrxCode: `${OtherTrxCode}-2` };
    expect((await payAt(await dealer.ask(path, stored))).fields.isSuccessful).toBe("True");
    const both = await dealer.call(path, { ...stored, OtherTrxCode: `${OtherTrxCode}-3`, IsTokenized: 1 });
    expect(both.code).toBe(`${codes}CardTokenCannotUseWithSaveCard`);
  });

  test("only holds the money of a pre-authorization", async () => {
    await payAt(await ask({ IsPreAuth: 1 }));
    expect(await detail()).toMatchObject({ PaymentStatus: 1, TrxStatus: 1 });
  });

  test.each([
    [{ RedirectUrl: "" }, `${codes}RedirectUrlRequired`],
    [{ RedirectUrl: "javascript:alert(1)" }, `${codes}RedirectUrlRequired`],
    [{ Amount: 0 }, "PaymentDealer.RequiredFields.AmountRequired"],
    [{ Currency: "TRY" }, `${codes}InvalidCurrencyCode`],
    [{ InstallmentNumber: 13 }, `${codes}InvalidInstallmentNumber`],
    [{ ReturnHash: 7 }, `${codes}InvalidRequest`],
    [{ CardToken: "51937236-82e0-4637-a8f5-2e1ec56ec870" }, `${codes}OnlyCardTokenOrCardNumber`],
    [{ CardNumber: "", CardToken: "51937236-82e0-4637-a8f5-2e1ec56ec870" }, `${codes}CardTokenNotFound`],
    [{ CardNumber: "4000300011112220" }, `${codes}VirtualPosNotAvailable`],
  ])("with %j is refused as %s", async (more, code) => {
    expect((await dealer.call(path, { ...order, OtherTrxCode, ...more })).code).toBe(code);
  });

  test("leaves the frame it is shown in, unless the dealer wants to stay there", async () => {
    expect((await payAt(await ask())).html).toContain('target="_top"');
    const framed = await payAt(await ask({ OtherTrxCode: `${OtherTrxCode}-2`, RedirectType: 1 }));
    expect(framed.html).not.toContain("target=");
  });

  test.each(["", "x", "x.y", `${crypto.randomUUID()}.1.abc`])(
    "of the code %j there is none",
    async (code) => {
      expect(
        (await visit(`/PaymentDealerThreeDProcess?threeDTrxCode=${encodeURIComponent(code)}`)).http,
      ).toBe(404);
    },
  );

  test("of another payment's sealed card there is none", async () => {
    const [one, two] = [await ask(), await ask({ OtherTrxCode: `${OtherTrxCode}-2` })];
    const code = (url: string) => new URL(url).searchParams.get("threeDTrxCode") ?? "";
    const mixed = `${code(one).split(".")[0]}.${code(two).split(".").slice(1).join(".")}`;
    expect((await visit(`/PaymentDealerThreeDProcess?threeDTrxCode=${mixed}`)).http).toBe(404);
  });
});
