import { describe, expect, test } from "vitest";
import { accountId, accounts } from "../../../src/core/ledger/index.ts";
import { stores } from "../../../src/core/merchants/index.ts";
import type { MethodPath } from "../../../src/dialects/moka/methods.ts";
import type { Kassa } from "../../support/kassa.ts";
import { Merchant, visa } from "../mondido/merchant.ts";
import type { Dealer, Fields } from "./dealer.ts";
import { openMoka } from "./open.ts";

let kassa: Kassa;
let dealer: Dealer;
let neighbour: Dealer;
openMoka(async (open) => {
  ({ kassa, dealer, neighbour } = open);
  await nextDay("09:00");
});

/** Moves the clock to a time of tomorrow in Istanbul. */
async function nextDay(time: string): Promise<void> {
  const now = kassa.house.now().toZonedDateTimeISO("Europe/Istanbul");
  await travelTo(now.add({ days: 1 }).withPlainTime(time));
}

/** Moves the clock to a later time of the day. */
async function laterToday(time: string): Promise<void> {
  await travelTo(kassa.house.now().toZonedDateTimeISO("Europe/Istanbul").withPlainTime(time));
}

async function travelTo(time: Temporal.ZonedDateTime): Promise<void> {
  const payload = JSON.stringify({ travelTo: time.toInstant().toString() });
  const answer = await kassa.server.inject({ method: "POST", url: "/sandbox/clock", payload });
  expect(answer.statusCode).toBe(200);
}

const garanti = {
  CardHolderFullName: "Ayşe Yılmaz",
  CardNumber: "5269551122223339",
  ExpMonth: "12",
  ExpYear: "2030",
  CvcNumber: "000",
};
const noCard = Object.fromEntries(Object.keys(garanti).map((name) => [name, null]));

let count = 0;
const newCode = () => `order-${++count}`;
const order = (more: Fields = {}): Fields => ({
  ...garanti,
  Amount: "27.50",
  Currency: "TL",
  InstallmentNumber: 1,
  ClientIP: "192.168.1.1",
  OtherTrxCode: newCode(),
  IsPreAuth: 0,
  IsPoolPayment: 0,
  ...more,
});
const pay = (more: Fields = {}) => dealer.ask("PaymentDealer/DoDirectPayment", order(more));
const codeOf = async (path: MethodPath, request: Fields) => (await dealer.call(path, request)).code;
const detail = (OtherTrxCode: string) =>
  dealer.ask("PaymentDealer/GetDealerPaymentTrxDetailList", { OtherTrxCode });

test("a payment is told in full, with what has moved", async () => {
  const code = newCode();
  const buyer = {
    BuyerFullName: "Ayşe Yılmaz",
    BuyerEmail: "ayse@example.com",
    BuyerGsmNumber: "5321234567",
    BuyerAddress: "Moda",
  };
  const extras = { Software: "shop 1.0", Description: "two books", BuyerInformation: buyer };
  const paid = await pay({ OtherTrxCode: code, InstallmentNumber: "3", ...extras });
  expect(paid).toEqual({
    IsSuccessful: true,
    ResultCode: "",
    ResultMessage: "",
    VirtualPosOrderId: expect.stringMatching(/^Test-[0-9a-f-]{36}$/),
  });
  const { PaymentDetail, PaymentTrxDetailList, ...rest } = await detail(code);
  expect(rest).toEqual({ IsSuccessful: true, ResultCode: "", ResultMessage: "", ListItemCount: 1 });
  expect(PaymentDetail).toMatchObject({
    UserPosPaymentId: 0,
    OtherTrxCode: code,
    CardHolderFullName: "Ayşe Yılmaz",
    CardNumberFirstSix: "526955",
    CardNumberLastFour: "3339",
    Amount: 27.5,
    RefAmount: 0,
    CurrencyCode: "TL",
    InstallmentNumber: 3,
    DealerCommissionAmount: 1.07,
    IsThreeD: false,
    Description: "two books",
    PaymentStatus: 2,
    TrxStatus: 1,
    Software: "shop 1.0",
    BuyerFullName: "Ayşe Yılmaz",
    BuyerEmail: "ayse@example.com",
    CanBeCanceled: true,
  });
  expect(PaymentTrxDetailList).toEqual([
    expect.objectContaining({
      DealerPaymentId: PaymentDetail.DealerPaymentId,
      Amount: 27.5,
      TrxType: 2,
      TrxStatus: 1,
      VirtualPosOrderId: paid.VirtualPosOrderId,
      ResultCode: "",
    }),
  ]);
  const { DealerPaymentId: PaymentId } = PaymentDetail;
  for (const id of [
    { PaymentId },
    { DealerPaymentId: PaymentId },
    { DealerPaymentId: PaymentId, OtherTrxCode: "" },
  ]) {
    const byId = await dealer.ask("PaymentDealer/GetDealerPaymentTrxDetailList", id);
    expect(byId.PaymentDetail).toEqual(PaymentDetail);
  }
});

test("what a bank declines is a success outside and none inside, and can be paid again", async () => {
  const code = newCode();
  const declined = { OtherTrxCode: code, CardNumber: "9792069990002006" };
  expect(await pay(declined)).toEqual({
    IsSuccessful: false,
    ResultCode: "002",
    ResultMessage: "Limit yetersiz",
    VirtualPosOrderId: "",
  });
  const { PaymentDetail, PaymentTrxDetailList } = await detail(code);
  expect(PaymentDetail).toMatchObject({ PaymentStatus: 2, TrxStatus: 2, CanBeCanceled: false });
  expect(PaymentTrxDetailList).toMatchObject([{ TrxStatus: 2, ResultCode: "002" }]);
  expect(await pay({ ExpYear: "2020" })).toMatchObject({ IsSuccessful: false, ResultCode: "006" });
  expect(await pay({ OtherTrxCode: code, CardNumber: "9792069991002005" })).toMatchObject({
    IsSuccessful: true,
  });
  expect((await detail(code)).PaymentDetail).toMatchObject({ PaymentStatus: 2, TrxStatus: 1 });
});

test("a code is paid once, also when ten ask at once; without one a payment has a code of its own", async () => {
  const OtherTrxCode = newCode();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      dealer.call("PaymentDealer/DoDirectPayment", order({ OtherTrxCode, Amount: 1 })),
    ),
  );
  expect(answers.map(({ code }) => code).sort()).toEqual([
    ...Array(9).fill("PaymentDealer.DoDirectPayment.OtherTrxCodeAlreadyUsing"),
    "Success",
  ]);
  expect(await pay({ OtherTrxCode: "" })).toMatchObject({ IsSuccessful: true });
  expect(await pay({ OtherTrxCode: "" })).toMatchObject({ IsSuccessful: true });
});

test("a pre-authorization is captured within fifteen percent, once", async () => {
  const cases = [
    ["85", 85],
    ["115", 115],
    ["100.00", 100],
    [undefined, 100],
    ["114.99", 114.99],
  ] as const;
  for (const [Amount, captured] of cases) {
    const OtherTrxCode = newCode();
    await pay({ OtherTrxCode, Amount: 100, IsPreAuth: 1 });
    expect((await detail(OtherTrxCode)).PaymentDetail).toMatchObject({ PaymentStatus: 1, TrxStatus: 1 });
    for (const wrong of ["84.99", "115.01", "x", "-1", "1.001"])
      expect(await codeOf("PaymentDealer/DoCapture", { OtherTrxCode, Amount: wrong })).toBe(
        "PaymentDealer.DoCapture.InvalidAmount",
      );
    expect(await dealer.ask("PaymentDealer/DoCapture", { OtherTrxCode, Amount })).toEqual({
      IsSuccessful: true,
      ResultCode: "00",
      ResultMessage: "",
      VirtualPosOrderId: expect.stringMatching(/^Test-/),
    });
    const { PaymentDetail, PaymentTrxDetailList } = await detail(OtherTrxCode);
    expect(PaymentDetail).toMatchObject({ Amount: captured, PaymentStatus: 2, TrxStatus: 1 });
    expect(PaymentTrxDetailList).toMatchObject([
      { TrxType: 1, TrxStatus: 1 },
      { TrxType: 2, Amount: captured },
    ]);
    expect(await codeOf("PaymentDealer/DoCapture", { OtherTrxCode, Amount })).toBe(
      "PaymentDealer.DoCapture.CaptureNotAvailable",
    );
  }
});

test("a payment is void until 22:00 of its day, held or captured", async () => {
  for (const IsPreAuth of [0, 1]) {
    const OtherTrxCode = newCode();
    const { VirtualPosOrderId } = await pay({ OtherTrxCode, IsPreAuth });
    const request = { VirtualPosOrderId, ClientIP: "1.2.3.4", VoidRefundReason: 2 };
    expect(await dealer.ask("PaymentDealer/DoVoid", request)).toEqual({
      IsSuccessful: true,
      ResultCode: "00",
      ResultMessage: "",
      VirtualPosOrderId,
    });
    const { PaymentDetail, PaymentTrxDetailList } = await detail(OtherTrxCode);
    expect(PaymentDetail).toMatchObject({
      PaymentStatus: 3,
      TrxStatus: 1,
      RefAmount: 0,
      CanBeCanceled: false,
    });
    expect(PaymentTrxDetailList.at(-1)).toMatchObject({ TrxType: 3, Amount: 27.5, VoidRefundReason: 2 });
    expect(await codeOf("PaymentDealer/DoVoid", request)).toBe("PaymentDealer.DoVoid.VoidNotAvailable");
  }
  const OtherTrxCode = newCode();
  await pay({ OtherTrxCode });
  await laterToday("22:00");
  expect(await codeOf("PaymentDealer/DoVoid", { OtherTrxCode })).toBe(
    "PaymentDealer.DoVoid.VoidNotAvailable",
  );
  expect((await detail(OtherTrxCode)).PaymentDetail.CanBeCanceled).toBe(false);
  await nextDay("09:00");
});

test("a refund is possible from the next day on, in parts, until nothing is left", async () => {
  const OtherTrxCode = newCode();
  await pay({ OtherTrxCode });
  const refund = (Amount?: unknown) =>
    dealer.call("PaymentDealer/DoCreateRefundRequest", { OtherTrxCode, Amount });
  expect((await refund(1)).code).toBe("PaymentDealer.DoCreateRefundRequest.RefundNotAvailable");
  await nextDay("00:00");
  expect((await refund("27.51")).code).toBe("PaymentDealer.DoCreateRefundRequest.InvalidAmount");
  const { data } = await refund("7.5");
  expect(data).toEqual({
    IsSuccessful: true,
    ResultCode: "",
    ResultMessage: "",
    RefundRequestId: expect.any(Number),
  });
  expect((await detail(OtherTrxCode)).PaymentDetail).toMatchObject({ PaymentStatus: 2, RefAmount: 7.5 });
  expect((await refund(0)).code).toBe("Success");
  const { PaymentDetail, PaymentTrxDetailList } = await detail(OtherTrxCode);
  expect(PaymentDetail).toMatchObject({ PaymentStatus: 4, TrxStatus: 1, Amount: 27.5, RefAmount: 27.5 });
  expect(PaymentTrxDetailList).toMatchObject([
    { TrxType: 2, Amount: 27.5 },
    { TrxType: 4, Amount: 7.5 },
    { TrxType: 4, Amount: 20 },
  ]);
  expect((await refund()).code).toBe("PaymentDealer.DoCreateRefundRequest.RefundRequestAlreadyExist");
  await laterToday("09:00");
});

test("asked ten times at once, each thing is done once", async () => {
  const tenTimes = async (path: MethodPath, request: Fields) => {
    const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(path, request)));
    return codes.filter((code) => code === "Success").length;
  };
  const [held, paid, pooled] = [newCode(), newCode(), newCode()];
  await pay({ OtherTrxCode: held, IsPreAuth: 1 });
  await pay({ OtherTrxCode: paid });
  await pay({ OtherTrxCode: pooled, IsPoolPayment: 1 });
  const approve = "PaymentDealer/DoApprovePoolPayment";
  expect(await tenTimes("PaymentDealer/DoCapture", { OtherTrxCode: held, Amount: 25 })).toBe(1);
  expect(await tenTimes(approve, { OtherTrxCode: pooled })).toBe(1);
  expect(await tenTimes("PaymentDealer/DoVoid", { OtherTrxCode: paid })).toBe(1);
  await nextDay("09:00");
  const part = { OtherTrxCode: pooled, Amount: 10 };
  expect(await tenTimes("PaymentDealer/DoCreateRefundRequest", part)).toBe(2);
  expect((await detail(pooled)).PaymentDetail).toMatchObject({ RefAmount: 20, PaymentStatus: 2 });
});

test("a bank that does not answer is a time-out, and the code can be paid again", async () => {
  const OtherTrxCode = newCode();
  const silent = { OtherTrxCode, CardNumber: "4000000010000075" };
  expect(await pay(silent)).toMatchObject({ IsSuccessful: false, ResultCode: "021" });
  expect(await pay({ OtherTrxCode })).toMatchObject({ IsSuccessful: true });
});

test("a pool payment is the dealer's once it is approved", async () => {
  const store = await kassa.reader.find(stores, { dialect: "moka", number: "1730" });
  const balance = async (code: "pool" | "payable") => {
    const id = accountId({ ownerId: store?.merchantId ?? "", code, currency: "EUR" });
    const account = await kassa.reader.find(accounts, { id });
    return account ? account.creditsPosted - account.debitsPosted : 0n;
  };
  const OtherTrxCode = newCode();
  await pay({ OtherTrxCode, Currency: "EUR", Amount: 100, IsPoolPayment: 1 });
  const fee = 154n;
  expect([await balance("pool"), await balance("payable")]).toEqual([10_000n, -fee]);
  const call = (method: "DoApprovePoolPayment" | "UndoApprovePoolPayment") =>
    codeOf(`PaymentDealer/${method}`, { OtherTrxCode });
  expect(await call("UndoApprovePoolPayment")).toMatch(/\.PaymentNotApprovedYet$/);
  expect(await call("DoApprovePoolPayment")).toBe("Success");
  expect([await balance("pool"), await balance("payable")]).toEqual([0n, 10_000n - fee]);
  expect(await call("DoApprovePoolPayment")).toMatch(/\.PaymentAlreadyApproved$/);
  expect(await call("UndoApprovePoolPayment")).toBe("Success");
  expect([await balance("pool"), await balance("payable")]).toEqual([10_000n, -fee]);
  expect(await codeOf("PaymentDealer/DoVoid", { OtherTrxCode })).toBe("Success");
  expect([await balance("pool"), await balance("payable")]).toEqual([0n, -fee]);
  for (const method of ["DoApprovePoolPayment", "UndoApprovePoolPayment"] as const) {
    expect(await call(method)).toMatch(/\.PaymentIsNotPoolPayment$/);
    expect(await codeOf(`PaymentDealer/${method}`, {})).toMatch(
      /\.OtherTrxCodeOrVirtualPosOrderIdMustGiven$/,
    );
    expect(await codeOf(`PaymentDealer/${method}`, { OtherTrxCode: "no" })).toMatch(
      /\.DealerPaymentNotFound$/,
    );
  }
});

test("a card is stored with its payment, once, and pays by its token", async () => {
  const CustomerCode = "tokenized";
  const customer = { CustomerCode, FirstName: "Ayşe", CardName: "Ev" };
  await pay({ IsTokenized: 1, CustomerInformation: customer });
  await pay({ IsTokenized: 1, CustomerInformation: customer });
  const declined = { CardNumber: "9792069990002006", IsTokenized: 1, CustomerInformation: customer };
  expect(await pay(declined)).toMatchObject({ IsSuccessful: false });
  const { CardList, DealerCustomer } = await dealer.ask("DealerCustomer/GetCardList", { CustomerCode });
  expect(DealerCustomer.FirstName).toBe("Ayşe");
  expect(CardList).toMatchObject([{ CardName: "Ev", CardNumberLastFour: "3339" }]);
  const CardToken = CardList[0].CardToken;
  const OtherTrxCode = newCode();
  expect(await pay({ ...noCard, CardToken, OtherTrxCode })).toMatchObject({ IsSuccessful: true });
  expect((await detail(OtherTrxCode)).PaymentDetail).toMatchObject({ CardNumberFirstSix: "526955" });
  const { code } = await neighbour.call("PaymentDealer/DoDirectPayment", order({ ...noCard, CardToken }));
  expect(code).toBe("PaymentDealer.DoDirectPayment.CardTokenNotFound");
  await dealer.ask("DealerCustomer/RemoveCard", { CardToken });
  expect(await codeOf("PaymentDealer/DoDirectPayment", order({ ...noCard, CardToken }))).toBe(
    "PaymentDealer.DoDirectPayment.CardTokenNotFound",
  );
});

test("a card stored through Mondido by the same merchant pays through Moka", async () => {
  const merchant = new Merchant(kassa);
  const stored = await merchant.call("POST", "/v1/stored_cards", {
    ...visa,
    currency: "sek",
    test: "true",
    customer_ref: "both",
  });
  expect(stored.http).toBe(200);
  const { CardList } = await dealer.ask("DealerCustomer/GetCardList", { CustomerCode: "both" });
  const { CardToken } = CardList[0];
  expect(await pay({ ...noCard, CardToken })).toMatchObject({ IsSuccessful: true });
});

test("lists have what lies between two times, by status", async () => {
  await nextDay("09:00");
  const day = kassa.house.now().toZonedDateTimeISO("Europe/Istanbul").toPlainDate();
  const [first, second, third] = [newCode(), newCode(), newCode()];
  await pay({ OtherTrxCode: first });
  await pay({ OtherTrxCode: second, IsPreAuth: 1 });
  await pay({ OtherTrxCode: third });
  await dealer.ask("PaymentDealer/DoVoid", { OtherTrxCode: third });
  await pay({ CardNumber: "9792069990002006" });
  const payments = async (more: Fields = {}) => {
    const dates = { PaymentStartDate: `${day} 00:00`, PaymentEndDate: `${day} 23:59`, ...more };
    return dealer.ask("PaymentDealer/GetPaymentList", dates);
  };
  const codesOf = async (more?: Fields) =>
    (await payments(more)).PaymentList.map((one: { OtherTrxCode: string }) => one.OtherTrxCode);
  expect((await payments()).ListItemCount).toBe(4);
  expect(await codesOf({ PaymentStatus: 2, TrxStatus: 1 })).toEqual([first]);
  expect(await codesOf({ PaymentStatus: "1" })).toEqual([second]);
  expect(await codesOf({ PaymentStatus: 3 })).toEqual([third]);
  expect(await codesOf({ TrxStatus: 2 })).toHaveLength(1);
  const trx = { TrxStartDate: `${day} 00:00`, TrxEndDate: `${day} 23:59` };
  const moved = await dealer.ask("PaymentDealer/GetPaymentTrxList", trx);
  expect(moved.PaymentTrxList.map((one: { TrxType: number }) => one.TrxType).sort()).toEqual([1, 2, 2, 2, 3]);
  const voids = await dealer.ask("PaymentDealer/GetPaymentTrxList", { ...trx, TrxType: 3, TrxStatus: 1 });
  expect(voids.ListItemCount).toBe(1);
  const abroad = await neighbour.call("PaymentDealer/GetPaymentList", {
    PaymentStartDate: `${day} 00:00`,
    PaymentEndDate: `${day} 23:59`,
  });
  expect(abroad.code).toBe("PaymentDealer.GetPaymentList.NoDataFound");
});

const direct = "PaymentDealer/DoDirectPayment";
const period = { PaymentStartDate: "2020-01-01 00:00", PaymentEndDate: "2020-01-02 00:00" };
const moves = { TrxStartDate: "2020-01-01 00:00", TrxEndDate: "2020-01-02 00:00" };
const cases: readonly [path: MethodPath, reason: string, request: Fields][] = [
  [direct, "InvalidRequest", order({ IsPreAuth: 2 })],
  [direct, "InvalidRequest", order({ Software: "x".repeat(31) })],
  ...["", null, 0, "0.00", "-1", "1,50", "1.001", "1000000000", "x"].map(
    (Amount): [MethodPath, string, Fields] => [
      direct,
      "PaymentDealer.RequiredFields.AmountRequired",
      order({ Amount, CardNumber: "1" }),
    ],
  ),
  [direct, "PaymentDealer.RequiredFields.ExpMonthRequired", order({ ExpMonth: "", CardNumber: "1" })],
  [direct, "PaymentDealer.CheckCardInfo.InvalidCardInfo", order({ CardNumber: "1", Currency: "TRY" })],
  [direct, "PaymentDealer.CheckCardInfo.InvalidCardInfo", order({ ExpMonth: "13" })],
  [direct, "PaymentDealer.CheckCardInfo.InvalidCardInfo", order({ ExpYear: "" })],
  [direct, "PaymentDealer.CheckCardInfo.InvalidCardInfo", order({ CardNumber: "5555666677778888" })],
  [direct, "PaymentDealer.CheckCardInfo.InvalidCardInfo", order(noCard)],
  [direct, "InvalidCurrencyCode", order({ Currency: "TRY", InstallmentNumber: 13 })],
  ...[13, -1, "x", 1.5].map((InstallmentNumber): [MethodPath, string, Fields] => [
    direct,
    "InvalidInstallmentNumber",
    order({ InstallmentNumber }),
  ]),
  [
    direct,
    "InstallmentNotAvailableForForeignCurrencyTransaction",
    order({ Currency: "USD", InstallmentNumber: 2 }),
  ],
  [direct, "OnlyCardTokenOrCardNumber", order({ CardToken: "51937236-82E0-4637-A8F5-2E1EC56EC870" })],
  [direct, "CardTokenNotFound", order({ ...noCard, CardToken: "51937236-82E0-4637-A8F5-2E1EC56EC870" })],
  [direct, "CardTokenNotFound", order({ ...noCard, CardToken: "x" })],
  [
    direct,
    "ThisInstallmentNumberNotAvailableForVirtualPos",
    order({ CardNumber: "5136621122223331", InstallmentNumber: 10 }),
  ],
  [direct, "VirtualPosNotAvailable", order({ CardNumber: "4000300011112220" })],
  ["PaymentDealer/DoCapture", "InvalidRequest", { OtherTrxCode: {} }],
  ["PaymentDealer/DoCapture", "OtherTrxCodeOrVirtualPosOrderIdMustGiven", { Amount: 1 }],
  ["PaymentDealer/DoCapture", "PaymentNotFound", { OtherTrxCode: "nobody's" }],
  ["PaymentDealer/DoVoid", "InvalidRequest", { OtherTrxCode: "", VirtualPosOrderId: "" }],
  ["PaymentDealer/DoVoid", "PaymentNotFound", { VirtualPosOrderId: "ORDER-1" }],
  ["PaymentDealer/DoCreateRefundRequest", "InvalidRequest", { VirtualPosOrderId: "x".repeat(101) }],
  ["PaymentDealer/DoCreateRefundRequest", "OtherTrxCodeOrVirtualPosOrderIdMustGiven", { Amount: "x" }],
  ["PaymentDealer/DoCreateRefundRequest", "InvalidAmount", { OtherTrxCode: "nobody's", Amount: "x" }],
  ["PaymentDealer/DoCreateRefundRequest", "PaymentNotFound", { OtherTrxCode: "nobody's" }],
  ["PaymentDealer/DoApprovePoolPayment", "InvalidRequest", { OtherTrxCode: [] }],
  ["PaymentDealer/UndoApprovePoolPayment", "InvalidRequest", { OtherTrxCode: [] }],
  ["PaymentDealer/GetDealerPaymentTrxDetailList", "InvalidRequest", { OtherTrxCode: {} }],
  ["PaymentDealer/GetDealerPaymentTrxDetailList", "PaymentIdError", { PaymentId: "x" }],
  ["PaymentDealer/GetDealerPaymentTrxDetailList", "PaymentIdError", { PaymentId: "" }],
  ["PaymentDealer/GetDealerPaymentTrxDetailList", "PaymentIdError", { PaymentId: 0 }],
  ["PaymentDealer/GetDealerPaymentTrxDetailList", "PaymentNotFound", { PaymentId: 999_999 }],
  ["PaymentDealer/GetPaymentList", "InvalidRequest", { ...period, PaymentStatus: 9 }],
  ["PaymentDealer/GetPaymentList", "PaymentStartDateIsRequired", { PaymentEndDate: "x" }],
  ["PaymentDealer/GetPaymentList", "PaymentEndDateIsRequired", { PaymentStartDate: "x" }],
  ["PaymentDealer/GetPaymentList", "InvalidDateFormatPaymentStartDate", { ...period, PaymentStartDate: "x" }],
  [
    "PaymentDealer/GetPaymentList",
    "InvalidDateFormatPaymentEndDate",
    { ...period, PaymentEndDate: "2020-02-30 00:00" },
  ],
  ["PaymentDealer/GetPaymentList", "NoDataFound", period],
  ["PaymentDealer/GetPaymentTrxList", "InvalidRequest", { ...moves, TrxStatus: "x" }],
  ["PaymentDealer/GetPaymentTrxList", "TrxStartDateIsRequired", {}],
  ["PaymentDealer/GetPaymentTrxList", "TrxEndDateIsRequired", { TrxStartDate: "x" }],
  ["PaymentDealer/GetPaymentTrxList", "InvalidDateFormatTrxStartDate", { ...moves, TrxStartDate: "x" }],
  ["PaymentDealer/GetPaymentTrxList", "InvalidDateFormatTrxEndDate", { ...moves, TrxEndDate: "20200101" }],
  ["PaymentDealer/GetPaymentTrxList", "NoDataFound", moves],
  ["PaymentDealer/GetBankCardInformation", "BinNumberNotFound", { BinNumber: "52695" }],
  ["PaymentDealer/GetBankCardInformation", "BinNumberNotFound", { BinNumber: "411111" }],
  ["PaymentDealer/DoCalcPaymentTable", "RequiredOrderAmount", { BinNumber: "526955" }],
  ["PaymentDealer/DoCalcPaymentTable", "InvalidCurrencyCode", { OrderAmount: 1, Currency: "TRY" }],
  ["PaymentDealer/DoCalcPaymentTable", "BinNumberNotFound", { OrderAmount: 1, BinNumber: "x" }],
  ["PaymentDealer/DoCalcPaymentTable", "BinNumberNotFound", { OrderAmount: 1, BinNumber: "411111" }],
  ["PaymentDealer/DoCalcPaymentAmount", "RequiredOrderAmount", {}],
  ["PaymentDealer/DoCalcPaymentAmount", "InvalidCurrencyCode", { OrderAmount: 1, Currency: "XXX" }],
  [
    "PaymentDealer/DoCalcPaymentAmount",
    "VirtualPosCommissionRateNotFound",
    { OrderAmount: 1, BinNumber: "513662", InstallmentNumber: 10 },
  ],
  ["PaymentDealer/DoCalcPaymentAmount", "BinNumberMustGiven", { OrderAmount: 1 }],
  ["PaymentDealer/DoCalcPaymentAmount", "BinNumberNotFound", { OrderAmount: 1, BinNumber: "411111" }],
];

test.each(cases)("%s refuses with %s: %#", async (path, reason, request) => {
  const { http, text } = await dealer.call(path, request);
  const code = reason.includes(".") ? reason : `${path.replace("/", ".")}.${reason}`;
  expect([http, text]).toEqual([
    200,
    `{"Data":null,"ResultCode":"${code}","ResultMessage":"","Exception":null}`,
  ]);
});

describe("two names of one payment", () => {
  test("must be of the same one, and the third name is none", async () => {
    const [one, two] = [newCode(), newCode()];
    const { VirtualPosOrderId } = await pay({ OtherTrxCode: one });
    await pay({ OtherTrxCode: two });
    const { DealerPaymentId } = (await detail(one)).PaymentDetail;
    for (const method of ["DoCapture", "DoVoid", "DoCreateRefundRequest"] as const) {
      expect(await codeOf(`PaymentDealer/${method}`, { VirtualPosOrderId, OtherTrxCode: two })).toBe(
        `PaymentDealer.${method}.OtherTrxCodeAndVirtualPosOrderIdMismatch`,
      );
      for (const name of ["OtherTrxCode", "VirtualPosOrderId"])
        expect(await codeOf(`PaymentDealer/${method}`, { [name]: DealerPaymentId })).toBe(
          `PaymentDealer.${method}.PaymentNotFound`,
        );
      const { code } = await neighbour.call(`PaymentDealer/${method}`, { VirtualPosOrderId });
      expect(code).toBe(`PaymentDealer.${method}.PaymentNotFound`);
    }
    const mixed = { PaymentId: DealerPaymentId, OtherTrxCode: two };
    expect(await codeOf("PaymentDealer/GetDealerPaymentTrxDetailList", mixed)).toMatch(/\.PaymentNotFound$/);
    const abroad = { PaymentId: DealerPaymentId };
    const { code } = await neighbour.call("PaymentDealer/GetDealerPaymentTrxDetailList", abroad);
    expect(code).toMatch(/\.PaymentNotFound$/);
  });
});

test("a shop fetches what each bank's cards cost the dealer", async () => {
  const { CommissionList, ...about } = await dealer.ask("Dealer/GetDealer", { DealerCode: "1730" });
  expect(about).toEqual({ DealerCode: "1730", DealerName: "Demo Shop" });
  const paraf = CommissionList.find((row: Fields) => row.GroupName === "PARAF");
  expect(paraf).toMatchObject({ Bank: "012 - HALKBANK", CommissionRate: 1.54, CommissionRate2: 2.8 });
  expect([paraf.CommissionRate9, paraf.CommissionRate10, paraf.CommissionRate12]).toEqual([10.5, 0, 0]);
  const banks = CommissionList.map((row: Fields) => row.Bank);
  expect(new Set(banks).size).toBe(banks.length);
});

test("what is told of the buyer is cut, not refused", async () => {
  const OtherTrxCode = newCode();
  const buyer = { BuyerFullName: "n".repeat(101), BuyerAddress: `${"a".repeat(499)}😀`, BuyerEmail: false };
  expect(await pay({ OtherTrxCode, BuyerInformation: buyer })).toMatchObject({ IsSuccessful: true });
  expect((await detail(OtherTrxCode)).PaymentDetail).toMatchObject({
    BuyerFullName: "n".repeat(100),
    BuyerAddress: `${"a".repeat(499)}\ufffd`,
    BuyerEmail: "",
  });
  expect(await pay({ BuyerInformation: "RüzgarNET fatura ödemesidir." })).toMatchObject({
    IsSuccessful: true,
  });
});

test("a payment is found by its code also where the PaymentId beside it is the order's", async () => {
  const OtherTrxCode = newCode();
  const { VirtualPosOrderId: PaymentId } = await pay({ OtherTrxCode });
  const both = { PaymentId, OtherTrxCode };
  const { PaymentDetail } = await dealer.ask("PaymentDealer/GetDealerPaymentTrxDetailList", both);
  expect(PaymentDetail).toMatchObject({ OtherTrxCode, PaymentStatus: 2, TrxStatus: 1, MdStatus: 0 });
});

test("BIN information and what instalments cost", async () => {
  const bin = await dealer.ask("PaymentDealer/GetBankCardInformation", { BinNumber: 526955 });
  expect(bin).toMatchObject({ BankName: "GARANTİ BANKASI", BankCode: "062", GroupName: "BONUS" });
  expect(bin.MaxInstallmentNumber).toBe(12);
  const { MaxInstallmentNumber } = await dealer.ask("PaymentDealer/GetBankCardInformation", {
    BinNumber: "41551411",
  });
  expect(MaxInstallmentNumber).toBe(9);
  const table = await dealer.ask("PaymentDealer/DoCalcPaymentTable", {
    OrderAmount: "100",
    BinNumber: "526955",
    IsIncludedCommissionAmount: 1,
  });
  expect(table.BankPaymentInstallmentInfoList[0].PaymentInstallmentInfoList[1]).toMatchObject({
    InstallmentNumber: 2,
    Amount: 102.88,
  });
  const cost = await dealer.ask("PaymentDealer/DoCalcPaymentAmount", {
    OrderAmount: 100,
    BinNumber: "526911",
    InstallmentNumber: 1,
    GroupRevenueRate: "5",
  });
  expect(cost).toMatchObject({ PaymentAmount: 101.56, DealerDepositAmount: 95, GroupRevenueRate: 5 });
});
