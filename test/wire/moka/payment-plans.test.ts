import { expect, test } from "vitest";
import type { Kassa } from "../../support/kassa.ts";
import { authenticationOf, type Dealer, demo } from "./dealer.ts";
import { addNeighbour } from "./neighbour.ts";
import { openMoka } from "./open.ts";
import { day, fresh, sold } from "./sold.ts";

let kassa: Kassa;
let dealer: Dealer;
let neighbour: Dealer;
openMoka((open) => {
  ({ kassa, dealer, neighbour } = open);
});

const path = "DealerSale/AddPaymentPlan";

/** A step of a new sale by hand, so many days from now. */
async function planned(more: object = {}) {
  const sale = await sold(kassa, dealer);
  const { DealerSaleId } = sale;
  return dealer.ask(path, { DealerSaleId, PaymentDate: day(kassa, 10), Amount: 25.45, ...more });
}

test("the example of the document is answered field for field", async () => {
  const SaleCode = fresh("satis");
  const { DealerSaleId } = await sold(kassa, dealer, { SaleCode });
  const PaymentDate = day(kassa, 1);
  const asked = { SaleCode, PaymentDate, Amount: "1", Currency: "TL", InstallmentNumber: "1" };
  const { http, headers, text, json } = await dealer.call(path, asked);
  expect(http).toBe(200);
  expect(headers["content-type"]).toBe("application/json; charset=utf-8");
  const id = json.Data.DealerPaymentPlanId;
  expect(text).toBe(
    `{"Data":{"DealerPaymentPlanId":${id},"DealerSaleId":${DealerSaleId},"SaleCode":"${SaleCode}",` +
      `"PaymentDate":"${PaymentDate}","Amount":1,"Currency":"TL","InstallmentNumber":1,"HistoryDate":"",` +
      `"CardToken":"","DealerCustomerTypeId":0,"UserPosPaymentId":0,"DealerPaymentId":0,"IsManualPlan":true,` +
      `"PlanStatus":0},"ResultCode":"Success","ResultMessage":"","Exception":null}`,
  );
  expect((await dealer.call("DealerSale/GetPaymentPlan", { DealerPaymentPlanId: String(id) })).json).toEqual(
    json,
  );
});

test("the request of the document names no sale, and is told so", async () => {
  const sample = {
    DealerPaymentPlanId: "1003",
    PaymentDate: "20170825",
    Amount: "1",
    Currency: "TL",
    InstallmentNumber: "1",
  };
  expect((await dealer.call(path, sample)).code).toBe(
    "DealerSale.AddPaymentPlan.SaleCodeOrDealerSaleIdMustBeGiven",
  );
});

test("what production dealers send is enough: sale, day, amount", async () => {
  const { DealerSaleId } = await sold(kassa, dealer, { Currency: "USD", InstallmentNumber: 3 });
  const asked = {
    DealerSaleId,
    PaymentDate: day(kassa),
    Amount: 59.9,
    InstallmentNumber: "",
    Currency: null,
  };
  expect(await dealer.ask(path, asked)).toMatchObject({
    DealerSaleId,
    Amount: 59.9,
    Currency: "TL",
    InstallmentNumber: 1,
    PlanStatus: 0,
  });
});

test("first and last day of the sale are days of it", async () => {
  const [BeginDate, EndDate] = [day(kassa, 5), day(kassa, 9)];
  const { DealerSaleId } = await sold(kassa, dealer, { BeginDate, EndDate });
  for (const PaymentDate of [BeginDate, EndDate])
    expect(await dealer.ask(path, { DealerSaleId, PaymentDate, Amount: 1 })).toMatchObject({ PaymentDate });
});

/** Three wrong things of a sale: its key, its amount, its day, in the order in which they are looked at. */
test.each<[object, string]>([
  [{ DealerSaleId: "x", Amount: "" }, "InvalidRequest"],
  [{ DealerSaleId: {}, Amount: "" }, "InvalidRequest"],
  [{ SaleCode: "x".repeat(101) }, "InvalidRequest"],
  [{ DealerSaleId: "", SaleCode: " ", Amount: "" }, "SaleCodeOrDealerSaleIdMustBeGiven"],
  [{ DealerSaleId: null, Amount: "" }, "SaleCodeOrDealerSaleIdMustBeGiven"],
  [{ Amount: "", PaymentDate: "" }, "AmountIsRequired"],
  [{ Amount: 0 }, "AmountIsRequired"],
  [{ Amount: -1 }, "AmountIsRequired"],
  [{ Amount: "1.005" }, "AmountIsRequired"],
  [{ Amount: "1,50" }, "AmountIsRequired"],
  [{ Amount: 1e21 }, "AmountIsRequired"],
  [{ Amount: "1000000000.00" }, "AmountIsRequired"],
  [{ Amount: {} }, "AmountIsRequired"],
  [{ PaymentDate: "", InstallmentNumber: 0 }, "PaymentDateIsRequired"],
  [{ PaymentDate: null }, "PaymentDateIsRequired"],
  [{ InstallmentNumber: 0, PaymentDate: "20260230" }, "InvalidInstallmentNumber"],
  [{ InstallmentNumber: 13 }, "InvalidInstallmentNumber"],
  [{ InstallmentNumber: "x" }, "InvalidInstallmentNumber"],
  [{ PaymentDate: "20260230", Currency: "x" }, "InvalidDateFormatPaymentDate"],
  [{ PaymentDate: "2026-01-01" }, "InvalidDateFormatPaymentDate"],
  [{ PaymentDate: "25082017" }, "InvalidDateFormatPaymentDate"],
  [{ PaymentDate: "20170825", Currency: "x" }, "PaymentDatePassed"],
  [{ Currency: "x", DealerSaleId: 999_999 }, "InvalidCurrencyCode"],
  [{ Currency: "TRY" }, "InvalidCurrencyCode"],
  [{ Currency: "GBP" }, "InvalidCurrencyCode"],
  [{ DealerSaleId: 999_999 }, "DealerSaleNotFound"],
  [{ DealerSaleId: "", SaleCode: "nobody's" }, "DealerSaleNotFound"],
  [{ SaleCode: "nobody's" }, "SaleCodeDoesntMatchDealerSaleId"],
])("AddPaymentPlan %j: %s, and there is no step", async (wrong, reason) => {
  const { DealerSaleId } = await sold(kassa, dealer);
  const right = {
    DealerSaleId,
    PaymentDate: day(kassa, 1),
    Amount: "1",
    Currency: "TL",
    InstallmentNumber: "1",
  };
  const { http, json } = await dealer.call(path, { ...right, ...wrong });
  expect([http, json]).toEqual([
    200,
    { Data: null, ResultCode: `DealerSale.AddPaymentPlan.${reason}`, ResultMessage: "", Exception: null },
  ]);
  expect(await listed({ DealerSaleId })).toBe("DealerSale.GetPaymentPlanList.NoDataFound");
});

test("yesterday has passed, and today has not", async () => {
  const { DealerSaleId } = await sold(kassa, dealer, { BeginDate: "20200101" });
  const code = async (PaymentDate: string) =>
    (await dealer.call(path, { DealerSaleId, PaymentDate, Amount: 1 })).code;
  expect(await code(day(kassa, -1))).toBe("DealerSale.AddPaymentPlan.PaymentDatePassed");
  expect(await code(day(kassa))).toBe("Success");
});

test("the sale has to be one by hand, not over, and the day within it", async () => {
  const { DealerSaleScheduleId } = await dealer.ask("DealerSale/AddSchedule", {
    ScheduleName: "Günlük",
    DailyWeeklyMonthly: 1,
    EveryX: 1,
  });
  const code = async (sale: object, days: number) => {
    const { DealerSaleId } = await sold(kassa, dealer, { ...sale });
    return (await dealer.call(path, { DealerSaleId, PaymentDate: day(kassa, days), Amount: 1 })).code;
  };
  const prefix = "DealerSale.AddPaymentPlan";
  const automatic = { PlanType: 1, DealerSaleScheduleId };
  const over = { BeginDate: "20200101", EndDate: day(kassa, -1) };
  expect(await code({ ...automatic, ...over }, 1)).toBe(`${prefix}.DealerSaleIsNotManualPlan`);
  expect(await code(over, 1)).toBe(`${prefix}.SaleEndDatePassed`);
  const later = { BeginDate: day(kassa, 5), EndDate: day(kassa, 9) };
  expect(await code(later, 4)).toBe(`${prefix}.PaymentDateMustBeAfterSaleBeginDate`);
  expect(await code(later, 10)).toBe(`${prefix}.PaymentDateMustBeBeforeSaleEndDate`);
});

test("a deleted sale takes no step, and its waiting ones are gone", async () => {
  const plan = await planned();
  const { DealerPaymentPlanId, DealerSaleId } = plan;
  await dealer.ask("DealerSale/DeleteSale", { DealerSaleId });
  expect((await dealer.call(path, { DealerSaleId, PaymentDate: day(kassa, 1), Amount: 1 })).code).toBe(
    "DealerSale.AddPaymentPlan.DealerSaleNotFound",
  );
  for (const method of ["GetPaymentPlan", "UpdatePaymentPlan", "DeletePaymentPlan"] as const)
    expect((await dealer.call(`DealerSale/${method}`, { DealerPaymentPlanId })).code).toBe(
      `DealerSale.${method}.PaymentPlanNotFound`,
    );
});

test("the same step twice is two, unless the store asks for a refusal", async () => {
  const { DealerSaleId } = await sold(kassa, dealer);
  const twin = { DealerSaleId, PaymentDate: day(kassa, 3), Amount: 7 };
  await dealer.ask(path, twin);
  await dealer.ask(path, twin);
  expect((await listed({ DealerSaleId })).PaymentPlanListCount).toBe(2);

  const careful = await addNeighbour(kassa, { code: "1732", settings: { refuseTwinSteps: true } });
  const sale = await sold(kassa, careful);
  const careTwin = { ...twin, DealerSaleId: sale.DealerSaleId };
  const { DealerPaymentPlanId } = await careful.ask(path, careTwin);
  expect((await careful.call(path, careTwin)).code).toBe(
    "DealerSale.AddPaymentPlan.PaymentPlanAlreadyExists",
  );
  const other = await careful.ask(path, { ...careTwin, Amount: 8 });
  const change = { DealerPaymentPlanId: other.DealerPaymentPlanId, Amount: 7 };
  expect((await careful.call("DealerSale/UpdatePaymentPlan", change)).code).toBe(
    "DealerSale.UpdatePaymentPlan.PaymentPlanAlreadyExists",
  );
  await careful.ask("DealerSale/DeletePaymentPlan", { DealerPaymentPlanId });
  expect(await careful.ask(path, careTwin)).toMatchObject({ Amount: 7 });
});

test("what is not sent of a step stays", async () => {
  const before = await planned();
  const { DealerPaymentPlanId } = before;
  const change = (request: object) =>
    dealer.ask("DealerSale/UpdatePaymentPlan", { DealerPaymentPlanId, ...request });
  const nothing = { PaymentDate: "", Amount: null, Currency: "", InstallmentNumber: null };
  expect(await change(nothing)).toEqual(before);
  const terms = { PaymentDate: day(kassa, 20), Amount: 9.5, Currency: "EUR", InstallmentNumber: 2 };
  expect(await change(terms)).toEqual({ ...before, ...terms });
  expect(await dealer.ask("DealerSale/GetPaymentPlan", { DealerPaymentPlanId })).toEqual({
    ...before,
    ...terms,
  });
});

test.each<[object, string]>([
  [{ DealerPaymentPlanId: "" }, "DealerPaymentPlanIdIsRequired"],
  [{ DealerPaymentPlanId: "x" }, "InvalidRequest"],
  [{ Amount: 0 }, "AmountIsRequired"],
  [{ Amount: "x" }, "AmountIsRequired"],
  [{ InstallmentNumber: 13 }, "InvalidInstallmentNumber"],
  [{ PaymentDate: "x" }, "InvalidDateFormatPaymentDate"],
  [{ DealerPaymentPlanId: 999_999 }, "PaymentPlanNotFound"],
  [{ PaymentDate: "20170825" }, "PaymentDatePassed"],
  [{ Currency: "x" }, "InvalidCurrencyCode"],
])("UpdatePaymentPlan %j: %s, and nothing changes", async (change, reason) => {
  const before = await planned();
  const { DealerPaymentPlanId } = before;
  const { code } = await dealer.call("DealerSale/UpdatePaymentPlan", { DealerPaymentPlanId, ...change });
  expect(code).toBe(`DealerSale.UpdatePaymentPlan.${reason}`);
  expect(await dealer.ask("DealerSale/GetPaymentPlan", { DealerPaymentPlanId })).toEqual(before);
});

test("a step stays within its sale when it is moved", async () => {
  const { DealerSaleId } = await sold(kassa, dealer, { BeginDate: day(kassa, 2), EndDate: day(kassa, 9) });
  const { DealerPaymentPlanId } = await dealer.ask(path, {
    DealerSaleId,
    PaymentDate: day(kassa, 3),
    Amount: 1,
  });
  const code = async (days: number) => {
    const request = { DealerPaymentPlanId, PaymentDate: day(kassa, days) };
    return (await dealer.call("DealerSale/UpdatePaymentPlan", request)).code;
  };
  expect(await code(1)).toBe("DealerSale.UpdatePaymentPlan.PaymentDateMustBeAfterSaleBeginDate");
  expect(await code(10)).toBe("DealerSale.UpdatePaymentPlan.PaymentDateMustBeBeforeSaleEndDate");
  await dealer.ask("DealerSale/UpdateSale", { DealerSaleId, BeginDate: "20200101", EndDate: "20200102" });
  expect(await code(3)).toBe("DealerSale.UpdatePaymentPlan.SaleEndDatePassed");
});

test("a step by hand is taken out, once", async () => {
  const { DealerPaymentPlanId } = await planned();
  const remove = () => dealer.call("DealerSale/DeletePaymentPlan", { DealerPaymentPlanId });
  expect((await remove()).data).toBe(true);
  expect((await remove()).code).toBe("DealerSale.DeletePaymentPlan.PaymentPlanNotFound");
  const code = async (DealerPaymentPlanId: unknown) =>
    (await dealer.call("DealerSale/DeletePaymentPlan", { DealerPaymentPlanId })).code;
  expect(await code("")).toBe("DealerSale.DeletePaymentPlan.DealerPaymentPlanIdIsRequired");
  expect(await code("-1")).toBe("DealerSale.DeletePaymentPlan.InvalidRequest");
  expect(await code(999_999)).toBe("DealerSale.DeletePaymentPlan.PaymentPlanNotFound");
});

async function listed({
  DealerSaleId,
  from = -1,
  to = 60,
}: {
  DealerSaleId: number;
  from?: number;
  to?: number;
}) {
  const { code, data } = await dealer.call("DealerSale/GetPaymentPlanList", {
    DealerSaleId,
    PaymentPlanPaymentDateStart: day(kassa, from),
    PaymentPlanPaymentDateEnd: day(kassa, to),
  });
  return data ?? code;
}

test("of two who take out a step at the same time one does", async () => {
  const { DealerPaymentPlanId } = await planned();
  const remove = () => dealer.call("DealerSale/DeletePaymentPlan", { DealerPaymentPlanId });
  const codes = (await Promise.all([remove(), remove()])).map(({ code }) => code);
  expect(codes.toSorted()).toEqual(["DealerSale.DeletePaymentPlan.PaymentPlanNotFound", "Success"]);
});

test("a step that is added while its sale is deleted is refused or taken out", async () => {
  const { DealerSaleId } = await sold(kassa, dealer);
  const add = () => dealer.call(path, { DealerSaleId, PaymentDate: day(kassa, 30), Amount: 1 });
  const answers = await Promise.all([add(), dealer.call("DealerSale/DeleteSale", { DealerSaleId }), add()]);
  for (const { code, data } of [answers[0], answers[2]]) {
    if (code !== "Success") expect(code).toBe("DealerSale.AddPaymentPlan.DealerSaleNotFound");
    else
      expect((await dealer.call("DealerSale/GetPaymentPlan", data)).code).toBe(
        "DealerSale.GetPaymentPlan.PaymentPlanNotFound",
      );
  }
});

test("steps are listed by their days, of a sale and of all", async () => {
  const { DealerSaleId } = await sold(kassa, dealer);
  const added = [];
  for (const days of [7, 5, 6])
    added.push(await dealer.ask(path, { DealerSaleId, PaymentDate: day(kassa, days), Amount: days }));
  const [third, first, second] = added;
  expect(await listed({ DealerSaleId })).toEqual({
    PaymentPlanListCount: 3,
    PaymentPlanList: [first, second, third],
  });
  expect((await listed({ DealerSaleId, from: 5, to: 6 })).PaymentPlanList).toEqual([first, second]);
  expect(await listed({ DealerSaleId, from: 8 })).toBe("DealerSale.GetPaymentPlanList.NoDataFound");
  const elsewhere = await planned({ PaymentDate: day(kassa, 6) });
  const report = await dealer.ask("DealerSale/GetPaymentPlanReport", {
    PaymentPlanPaymentDateStart: day(kassa, 6),
    PaymentPlanPaymentDateEnd: day(kassa, 6),
  });
  expect(report).toEqual({ PaymentPlanListCount: 2, PaymentPlanList: [second, elsewhere] });
});

const days = { PaymentPlanPaymentDateStart: "20200101", PaymentPlanPaymentDateEnd: "20200102" };

test.each<["GetPaymentPlanList" | "GetPaymentPlanReport", object, string]>(
  (["GetPaymentPlanList", "GetPaymentPlanReport"] as const).flatMap((method) => [
    [
      method,
      { PaymentPlanPaymentDateStart: "", PaymentPlanPaymentDateEnd: "x" },
      "PaymentPlanPaymentDateStartIsRequired",
    ],
    [
      method,
      { PaymentPlanPaymentDateStart: "x", PaymentPlanPaymentDateEnd: "" },
      "PaymentPlanPaymentDateEndIsRequired",
    ],
    [method, { PaymentPlanPaymentDateStart: "20260230" }, "InvalidDateFormatPaymentPlanPaymentDateStart"],
    [method, { PaymentPlanPaymentDateEnd: "x" }, "InvalidDateFormatPaymentPlanPaymentDateEnd"],
    [method, {}, "NoDataFound"],
  ]),
)("%s %j: %s", async (method, wrong, reason) => {
  const { DealerSaleId } = await sold(kassa, dealer);
  const request = { ...(method === "GetPaymentPlanList" && { DealerSaleId }), ...days, ...wrong };
  expect((await dealer.call(`DealerSale/${method}`, request)).code).toBe(`DealerSale.${method}.${reason}`);
});

test.each<[object, string]>([
  [{}, "SaleCodeOrDealerSaleIdMustBeGiven"],
  [{ DealerSaleId: "x" }, "InvalidRequest"],
  [{ DealerSaleId: 999_999 }, "DealerSaleNotFound"],
])("GetPaymentPlanList of sale %j: %s", async (request, reason) => {
  const { code } = await dealer.call("DealerSale/GetPaymentPlanList", { ...days, ...request });
  expect(code).toBe(`DealerSale.GetPaymentPlanList.${reason}`);
});

test("a step that was not tried has no history", async () => {
  const { DealerPaymentPlanId } = await planned();
  const code = async (DealerPaymentPlanId: unknown) =>
    (await dealer.call("DealerSale/GetPaymentPlanHistoryList", { DealerPaymentPlanId })).code;
  const prefix = "DealerSale.GetPaymentPlanHistoryList";
  expect(await code(DealerPaymentPlanId)).toBe(`${prefix}.NoDataFound`);
  expect(await code("")).toBe(`${prefix}.DealerPaymentPlanIdIsRequired`);
  expect(await code("x")).toBe(`${prefix}.InvalidRequest`);
  expect(await code(999_999)).toBe(`${prefix}.PaymentPlanNotFound`);
});

test("another dealer's sales and steps are not there", async () => {
  const { DealerPaymentPlanId, DealerSaleId, SaleCode } = await planned();
  const code = async (method: string, request: object) =>
    (await neighbour.call(`DealerSale/${method}` as typeof path, { ...request })).code;
  for (const method of [
    "GetPaymentPlan",
    "UpdatePaymentPlan",
    "DeletePaymentPlan",
    "GetPaymentPlanHistoryList",
  ])
    expect(await code(method, { DealerPaymentPlanId })).toBe(`DealerSale.${method}.PaymentPlanNotFound`);
  for (const key of [{ DealerSaleId }, { SaleCode }]) {
    const step = { PaymentDate: day(kassa, 1), Amount: 1, ...key };
    expect(await code("AddPaymentPlan", step)).toBe("DealerSale.AddPaymentPlan.DealerSaleNotFound");
    expect(await code("GetPaymentPlanList", { ...days, ...key })).toBe(
      "DealerSale.GetPaymentPlanList.DealerSaleNotFound",
    );
  }
  const all = { PaymentPlanPaymentDateStart: "19000101", PaymentPlanPaymentDateEnd: "99991231" };
  expect(await code("GetPaymentPlanReport", all)).toBe("DealerSale.GetPaymentPlanReport.NoDataFound");
});

test("a wrong key and credentials that nobody has are told apart", async () => {
  const send = async (authentication: object, url = `/${path}`) => {
    const body = { DealerSaleAuthentication: authentication, DealerSaleRequest: {} };
    return (await dealer.send(url, JSON.stringify(body), { "content-type": "application/json" })).code;
  };
  const right = authenticationOf(demo);
  expect(await send({ ...right, CheckKey: "aabbccddeeff" })).toBe("DealerSale.AddPaymentPlan.InvalidRequest");
  expect(await send({ ...right, Password: "wrong" })).toBe("DealerSale.AddPaymentPlan.InvalidRequest");
  expect(await send(authenticationOf({ ...demo, password: "wrong" }))).toBe(
    "DealerSale.AddPaymentPlan.InvalidAccount",
  );
  expect(await send(right, `//${path}`)).toBe("DealerSale.AddPaymentPlan.SaleCodeOrDealerSaleIdMustBeGiven");
});
