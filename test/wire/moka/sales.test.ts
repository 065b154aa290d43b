import { expect, test } from "vitest";
import type { Kassa } from "../../support/kassa.ts";
import type { Dealer } from "./dealer.ts";
import { openMoka } from "./open.ts";
import { customerWithCard, day, fresh, product, saleRequest, sold } from "./sold.ts";

let kassa: Kassa;
let dealer: Dealer;
let neighbour: Dealer;
openMoka((open) => {
  ({ kassa, dealer, neighbour } = open);
});

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function schedule(): Promise<number> {
  const request = { ScheduleName: "Aylık", DailyWeeklyMonthly: 3, EveryX: 1, DaysOfMonth: "31" };
  return (await dealer.ask("DealerSale/AddSchedule", request)).DealerSaleScheduleId;
}

test("a sale as production dealers make it is told whole", async () => {
  const request = await saleRequest(kassa, dealer, { EndDate: day(kassa, 365), Description: "Fiber" });
  const data = await dealer.ask("DealerSale/AddSale", request);
  expect(data).toEqual({
    DealerSaleId: expect.any(Number),
    SaleCode: request.SaleCode,
    CustomerCode: expect.stringMatching(/^customer-/),
    DealerCustomerId: request.DealerCustomerId,
    ProductCode: request.ProductCode,
    DealerProductId: expect.any(Number),
    Amount: 59.9,
    Currency: "TL",
    InstallmentNumber: 1,
    DealerSaleScheduleId: 0,
    SaleDate: request.SaleDate,
    BeginDate: request.BeginDate,
    EndDate: request.EndDate,
    HowManyTrial: 4,
    Description: "Fiber",
    PlanType: 2,
    DealerCustomerTypeId: 0,
    DefaultCard1Token: request.DefaultCard1Token,
    DefaultCard2Token: "",
    DefaultCard3Token: "",
  });
  expect(await dealer.ask("DealerSale/GetSale", { DealerSaleId: String(data.DealerSaleId) })).toEqual(data);
  expect(await dealer.ask("DealerSale/GetSale", { SaleCode: data.SaleCode, DealerSaleId: "" })).toEqual(data);
  const listed = await dealer.ask("DealerSale/GetSaleList", null);
  expect(listed.DealerSaleListCount).toBe(listed.DealerSaleList.length);
  expect(listed.DealerSaleList).toContainEqual(data);
});

test("what may be left out of a sale has a default", async () => {
  const { customer, ...left } = {
    customer: await customerWithCard(dealer),
    ...(await product(dealer)),
  };
  const data = await dealer.ask("DealerSale/AddSale", {
    CustomerCode: customer.code,
    DealerProductId: left.id,
    Amount: 10,
    SaleDate: "20200229",
    BeginDate: "20200301",
    PlanType: "2",
    DealerSaleScheduleId: 77,
  });
  expect(data).toMatchObject({
    SaleCode: expect.stringMatching(guid),
    DealerCustomerId: customer.id,
    ProductCode: left.code,
    Currency: "TL",
    InstallmentNumber: 1,
    DealerSaleScheduleId: 0,
    SaleDate: "20200229",
    BeginDate: "20200301",
    EndDate: "",
    HowManyTrial: 1,
    Description: "",
    DefaultCard1Token: "",
  });
});

test("a sale by schedule has one and a card, up to three", async () => {
  const DealerSaleScheduleId = await schedule();
  const request = await saleRequest(kassa, dealer, { PlanType: 1, DealerSaleScheduleId });
  const { DealerCustomerId } = request;
  const added = await dealer.ask("DealerCustomer/AddCard", {
    DealerCustomerId,
    CardHolderFullName: "Ayşe Yılmaz",
    CardNumber: "4155141122223339",
    ExpMonth: "12",
    ExpYear: "2030",
  });
  const second = added.CardList[0].CardToken;
  const braced = { ...request, DefaultCard2Token: `{${second.toUpperCase()}}` };
  expect(await dealer.ask("DealerSale/AddSale", braced)).toMatchObject({
    PlanType: 1,
    DealerSaleScheduleId,
    DefaultCard1Token: request.DefaultCard1Token,
    DefaultCard2Token: second,
    DefaultCard3Token: "",
  });
});

test("what is not sent of a sale stays, empty or not there", async () => {
  const before = await sold(kassa, dealer, { EndDate: day(kassa, 30), Description: "Fiber" });
  const { DealerSaleId } = before;
  const change = (request: object) => dealer.ask("DealerSale/UpdateSale", { DealerSaleId, ...request });
  const nothing = Object.fromEntries(Object.keys(before).map((key) => [key, null]));
  expect(await change({ ...nothing, DealerSaleId })).toEqual(before);
  expect(await change({ EndDate: "", Amount: "" })).toEqual(before);
  const EndDate = day(kassa, 60);
  expect(await change({ EndDate })).toEqual({ ...before, EndDate });
  const terms = { Amount: 12.5, Currency: "USD", InstallmentNumber: 3, HowManyTrial: 2, Description: "x" };
  expect(await change(terms)).toEqual({ ...before, EndDate, ...terms });
  const SaleCode = fresh("renamed");
  expect(await change({ SaleCode })).toMatchObject({ DealerSaleId, SaleCode });
  expect(await dealer.ask("DealerSale/UpdateSale", { SaleCode, Amount: 1 })).toMatchObject({ Amount: 1 });
});

test("a card is replaced as production dealers do: remove, add, point the sale to it", async () => {
  const before = await sold(kassa, dealer);
  const { DealerSaleId, DealerCustomerId, DefaultCard1Token: CardToken } = before;
  expect(await dealer.ask("DealerCustomer/RemoveCard", { CardToken })).toBe(true);
  const { CardList } = await dealer.ask("DealerCustomer/AddCard", {
    DealerCustomerId,
    CardHolderFullName: "Ayşe Yılmaz",
    CardNumber: "5269551122223339",
    ExpMonth: "12",
    ExpYear: "2030",
  });
  const DefaultCard1Token = CardList[0].CardToken;
  expect(DefaultCard1Token).not.toBe(CardToken);
  expect(await dealer.ask("DealerSale/UpdateSale", { DealerSaleId, DefaultCard1Token })).toEqual({
    ...before,
    DefaultCard1Token,
  });
});

test("a sale by hand goes over to a schedule, and back", async () => {
  const before = await sold(kassa, dealer);
  const { DealerSaleId } = before;
  const DealerSaleScheduleId = await schedule();
  const change = (request: object) => dealer.ask("DealerSale/UpdateSale", { DealerSaleId, ...request });
  expect(await change({ PlanType: 1, DealerSaleScheduleId })).toMatchObject({
    PlanType: 1,
    DealerSaleScheduleId,
  });
  expect(await change({ PlanType: 1 })).toMatchObject({ DealerSaleScheduleId });
  expect(await change({ PlanType: 2 })).toEqual(before);
});

test("a deleted sale is not there, and its code is free", async () => {
  const { DealerSaleId, SaleCode } = await sold(kassa, dealer);
  expect(await dealer.ask("DealerSale/DeleteSale", { SaleCode })).toBe(true);
  expect((await dealer.call("DealerSale/GetSale", { DealerSaleId })).code).toBe(
    "DealerSale.GetSale.DealerSaleNotFound",
  );
  expect((await dealer.call("DealerSale/UpdateSale", { DealerSaleId, Amount: 2 })).code).toBe(
    "DealerSale.UpdateSale.DealerSaleNotFound",
  );
  expect((await dealer.call("DealerSale/DeleteSale", { DealerSaleId })).code).toBe(
    "DealerSale.DeleteDealer.DealerSaleNotFund",
  );
  expect(await sold(kassa, dealer, { SaleCode })).toMatchObject({ SaleCode });
});

test.each<[object, string]>([
  [{ DealerCustomerId: "x" }, "InvalidRequest"],
  [{ DefaultCard1Token: "no GUID" }, "InvalidRequest"],
  [{ Description: {} }, "InvalidRequest"],
  [{ DealerCustomerId: "" }, "CustomerCodeOrDealerCustomerIdMustBeGiven"],
  [{ ProductCode: "" }, "ProductCodeOrDealerProductIdMustBeGiven"],
  [{ Amount: "" }, "AmountIsRequired"],
  [{ Amount: 0 }, "AmountIsRequired"],
  [{ Amount: "-1" }, "AmountIsRequired"],
  [{ Amount: "1.005" }, "AmountIsRequired"],
  [{ Amount: "1000000000" }, "AmountIsRequired"],
  [{ SaleDate: null }, "SaleDateIsRequired"],
  [{ BeginDate: "" }, "BeginDateIsRequired"],
  [{ PlanType: "" }, "PlanTypeIsRequired"],
  [{ PlanType: 1 }, "DealerSaleScheduleIdIsRequired"],
  [{ PlanType: 1, DealerSaleScheduleId: 5, DefaultCard1Token: "" }, "DefaultCard1TokenIsRequired"],
  [{ InstallmentNumber: 0 }, "InvalidInstallmentNumber"],
  [{ InstallmentNumber: 13 }, "InvalidInstallmentNumber"],
  [{ SaleDate: "20260230" }, "InvalidDateFormatSaleDate"],
  [{ BeginDate: "2026-01-01" }, "InvalidDateFormatBeginDate"],
  [{ EndDate: "x" }, "InvalidDateFormatEndDate"],
  [{ BeginDate: "20270102", EndDate: "20270101" }, "EndDateMustBeAfterBeginDate"],
  [{ HowManyTrial: 0 }, "InvalidHowManyTrial"],
  [{ HowManyTrial: 31 }, "InvalidHowManyTrial"],
  [{ PlanType: 3 }, "InvalidPlanType"],
  [{ Currency: "TRY" }, "InvalidCurrencyCode"],
  [{ Currency: "GBP" }, "InvalidCurrencyCode"],
  [{ DealerCustomerId: 999_999 }, "DealerCustomerNotFound"],
  [{ CustomerCode: "nobody's" }, "CustomerCodeDoesntMatchDealerCustomerId"],
  [{ ProductCode: "nobody's" }, "ProductNotFound"],
  [{ DealerProductId: 999_999 }, "ProductNotFound"],
  [{ PlanType: 1, DealerSaleScheduleId: 999_999 }, "ScheduleNotFound"],
  [{ DefaultCard2Token: "51937236-82e0-4637-a8f5-2e1ec56ec870" }, "CardNotFound"],
])("AddSale %j: %s", async (more, reason) => {
  const { http, json } = await dealer.call(
    "DealerSale/AddSale",
    await saleRequest(kassa, dealer, { ...more }),
  );
  expect([http, json]).toEqual([
    200,
    { Data: null, ResultCode: `DealerSale.AddSale.${reason}`, ResultMessage: "", Exception: null },
  ]);
});

test("a sale's code is used once", async () => {
  const { SaleCode, DealerSaleId } = await sold(kassa, dealer);
  const request = await saleRequest(kassa, dealer, { SaleCode });
  expect((await dealer.call("DealerSale/AddSale", request)).code).toBe(
    "DealerSale.AddSale.SaleCodeAlreadyUsing",
  );
  const other = await sold(kassa, dealer);
  expect(
    (await dealer.call("DealerSale/UpdateSale", { DealerSaleId: other.DealerSaleId, SaleCode })).code,
  ).toBe("DealerSale.UpdateSale.SaleCodeAlreadyUsing");
  expect(await dealer.ask("DealerSale/UpdateSale", { DealerSaleId, SaleCode })).toMatchObject({ SaleCode });
});

test.each<[object, string]>([
  [{ DealerSaleId: "" }, "SaleCodeOrDealerSaleIdMustBeGiven"],
  [{ DealerSaleId: "x" }, "InvalidRequest"],
  [{ Amount: 0 }, "AmountIsRequired"],
  [{ InstallmentNumber: 0 }, "InvalidInstallmentNumber"],
  [{ SaleDate: "x" }, "InvalidDateFormatSaleDate"],
  [{ BeginDate: "x" }, "InvalidDateFormatBeginDate"],
  [{ EndDate: "20260230" }, "InvalidDateFormatEndDate"],
  [{ EndDate: "20000101" }, "EndDateMustBeAfterBeginDate"],
  [{ HowManyTrial: "x" }, "InvalidHowManyTrial"],
  [{ PlanType: "x" }, "InvalidPlanType"],
  [{ Currency: "x" }, "InvalidCurrencyCode"],
  [{ DealerSaleId: 999_999 }, "DealerSaleNotFound"],
  [{ PlanType: 1 }, "DealerSaleScheduleIdIsRequired"],
  [{ DealerCustomerId: 999_999 }, "DealerCustomerNotFound"],
  [{ ProductCode: "nobody's" }, "ProductNotFound"],
  [{ PlanType: 1, DealerSaleScheduleId: 999_999 }, "ScheduleNotFound"],
  [{ DefaultCard1Token: "51937236-82e0-4637-a8f5-2e1ec56ec870" }, "CardNotFound"],
])("UpdateSale %j: %s, and nothing changes", async (change, reason) => {
  const before = await sold(kassa, dealer);
  const { DealerSaleId } = before;
  const { code } = await dealer.call("DealerSale/UpdateSale", { DealerSaleId, ...change });
  expect(code).toBe(`DealerSale.UpdateSale.${reason}`);
  expect(await dealer.ask("DealerSale/GetSale", { DealerSaleId })).toEqual(before);
});

test("id and code of two are told apart", async () => {
  const [a, b] = [await sold(kassa, dealer), await sold(kassa, dealer)];
  const both = { DealerSaleId: a.DealerSaleId, SaleCode: b.SaleCode };
  const wrong = "SaleCodeDoesntMatchDealerSaleId";
  expect((await dealer.call("DealerSale/GetSale", both)).code).toBe(`DealerSale.GetSale.${wrong}`);
  expect((await dealer.call("DealerSale/DeleteSale", both)).code).toBe(`DealerSale.DeleteDealer.${wrong}`);
  const request = (more: object) => saleRequest(kassa, dealer, { ...more });
  const customers = { DealerCustomerId: a.DealerCustomerId, CustomerCode: b.CustomerCode };
  expect((await dealer.call("DealerSale/AddSale", await request(customers))).code).toBe(
    "DealerSale.AddSale.CustomerCodeDoesntMatchDealerCustomerId",
  );
  const products = { DealerProductId: a.DealerProductId, ProductCode: b.ProductCode };
  expect((await dealer.call("DealerSale/AddSale", await request(products))).code).toBe(
    "DealerSale.AddSale.ProductCodeDoesntMatchDealerProductId",
  );
});

test("a card has to be the customer's own, and there", async () => {
  const stranger = await customerWithCard(dealer);
  const own = await saleRequest(kassa, dealer);
  const code = async (more: object) => (await dealer.call("DealerSale/AddSale", { ...own, ...more })).code;
  expect(await code({ DefaultCard1Token: stranger.card })).toBe("DealerSale.AddSale.CardNotFound");
  expect(await code({ DefaultCard3Token: stranger.card })).toBe("DealerSale.AddSale.CardNotFound");
  await dealer.ask("DealerCustomer/RemoveCard", { CardToken: own.DefaultCard1Token });
  expect(await code({})).toBe("DealerSale.AddSale.CardNotFound");
});

test("another dealer's ids and codes name nothing", async () => {
  const ours = await sold(kassa, dealer);
  const DealerSaleScheduleId = await schedule();
  const { DealerSaleId, SaleCode } = ours;
  for (const request of [{ DealerSaleId }, { SaleCode }]) {
    expect((await neighbour.call("DealerSale/GetSale", request)).code).toMatch(/DealerSaleNotFound$/);
    expect((await neighbour.call("DealerSale/UpdateSale", request)).code).toMatch(/DealerSaleNotFound$/);
    expect((await neighbour.call("DealerSale/DeleteSale", request)).code).toMatch(/DealerSaleNotFund$/);
  }
  const theirs = await saleRequest(kassa, neighbour);
  const code = async (more: object) =>
    (await neighbour.call("DealerSale/AddSale", { ...theirs, ...more })).code;
  expect(await code({ DealerCustomerId: ours.DealerCustomerId })).toMatch(/DealerCustomerNotFound$/);
  expect(await code({ ProductCode: ours.ProductCode })).toMatch(/ProductNotFound$/);
  expect(await code({ PlanType: 1, DealerSaleScheduleId })).toMatch(/ScheduleNotFound$/);
  expect(await code({ DefaultCard1Token: ours.DefaultCard1Token })).toMatch(/CardNotFound$/);
  expect(await code({ SaleCode })).toBe("Success");
});
