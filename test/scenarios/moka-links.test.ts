import { beforeEach, expect, test } from "vitest";
import { payRequest, steps } from "../../src/core/agreements/index.ts";
import { deliveries } from "../../src/core/deliveries/index.ts";
import { stores } from "../../src/core/merchants/index.ts";
import { begin, payments } from "../../src/core/payments/index.ts";
import { decide } from "../../src/dialects/moka/pay.ts";
import type { Tx } from "../../src/platform/db/index.ts";
import { type Kassa, useKassa } from "../support/kassa.ts";
import { type Receiver, useReceiver } from "../support/receiver.ts";
import { travelTo } from "../support/shop.ts";
import { Dealer, type Fields } from "../wire/moka/dealer.ts";

const form = {
  pay_with: "new_card",
  card_number: "5269 5511 2222 3339",
  card_holder: "Ayşe Yılmaz",
  expMM: "12",
  expYY: "30",
  card_cvv: "000",
};
const declined = "9792069990002006";

let kassa: Kassa;
let dealer: Dealer;
let receiver: Receiver;

beforeEach(async () => {
  kassa = await useKassa();
  dealer = new Dealer(kassa);
  receiver = await useReceiver();
  receiver.answer = (_call, response) => void response.end("OK");
  await travelTo(kassa, "2027-03-01T06:00:00Z");
  const key = { dialect: "moka", number: "1730" };
  await kassa.house.write(async (tx) => {
    const store = await tx.lock(stores, key);
    if (!store) throw new Error("there is no dealer");
    tx.update(stores, { ...store, settings: { ...store.settings, notificationUrl: receiver.url } });
  });
  const store = await kassa.reader.find(stores, key);
  if (store) kassa.house.directory.forget(store);
});

/** A sale whose payer is sent a link for each step, which is good for two days. */
async function sale(more: Fields = {}): Promise<number> {
  await dealer.ask("DealerCustomer/AddCustomer", {
    CustomerCode: "ayse",
    FirstName: "Ayşe",
    GsmNumber: "0555 111 22 33",
    Email: "ayse@example.com",
  });
  const { DealerProductId } = await dealer.ask("DealerSale/AddProduct", { ProductName: "Gym" });
  const told = await dealer.ask("DealerSale/AddSale", {
    CustomerCode: "ayse",
    DealerProductId,
    Amount: "59.90",
    SaleDate: "20270301",
    BeginDate: "20270301",
    HowManyTrial: 2,
    PlanType: 2,
    DealerCustomerTypeId: 7,
    ...more,
  });
  expect(told).toMatchObject({ DefaultCard1Token: "" });
  return told.DealerSaleId;
}

async function step(DealerSaleId: number): Promise<number> {
  const asked = { DealerSaleId, PaymentDate: "20270310", Amount: "25.45" };
  return (await dealer.ask("DealerSale/AddPaymentPlan", asked)).DealerPaymentPlanId;
}

const planOf = (DealerPaymentPlanId: number) =>
  dealer.ask("DealerSale/GetPaymentPlan", { DealerPaymentPlanId });
const historyOf = (DealerPaymentPlanId: number) =>
  dealer.call("DealerSale/GetPaymentPlanHistoryList", { DealerPaymentPlanId });

/** The links that were sent, the oldest first. */
async function linksSent(channel: "sms" | "mail"): Promise<string[]> {
  const all = await kassa.reader.list(deliveries, { dialect: "moka", channel });
  return all
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ body }) => new URL(/http\S+/.exec(body)?.[0] ?? "").pathname);
}

async function pay(path: string, more: Partial<typeof form> = {}) {
  const payload = new URLSearchParams({ ...form, ...more }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded", "accept-language": "en" };
  return kassa.server.inject({ method: "POST", url: path, headers, payload });
}

test("a step of a sale without a card is sent to its payer at noon, and paid by the link", async () => {
  const plan = await step(await sale());
  await travelTo(kassa, "2027-03-10T08:59:00Z");
  expect(await linksSent("sms")).toEqual([]);
  expect(await planOf(plan)).toMatchObject({ UserPosPaymentId: 0, DealerCustomerTypeId: 7 });

  await travelTo(kassa, "2027-03-10T09:00:00Z");
  const [link = "", ...others] = await linksSent("sms");
  expect(others).toEqual([]);
  expect(await linksSent("mail")).toEqual([link]);
  const asked = await planOf(plan);
  expect(asked).toMatchObject({ PlanStatus: 0, DealerPaymentId: 0, HistoryDate: "" });
  expect(asked.UserPosPaymentId).toBeGreaterThan(0);
  expect((await historyOf(plan)).code).toBe("DealerSale.GetPaymentPlanHistoryList.NoDataFound");
  const late = await dealer.call("DealerSale/DeletePaymentPlan", { DealerPaymentPlanId: plan });
  expect(late.code).toBe("DealerSale.DeletePaymentPlan.PaymentDatePassed");

  await pay(link, { card_number: declined });
  expect((await planOf(plan)).PlanStatus).toBe(0);
  await kassa.advance("P1D");
  await pay(link);
  const paid = await planOf(plan);
  expect(paid).toMatchObject({
    PlanStatus: 1,
    UserPosPaymentId: asked.UserPosPaymentId,
    DealerPaymentId: asked.UserPosPaymentId,
    CardToken: "",
  });
  expect((await historyOf(plan)).data.PaymentPlanHistoryList).toMatchObject([
    { HistoryStatus: 1, Amount: 25.45, CreditCardToken: "", DealerCustomerTypeId: 7, ServiceMessage: "" },
  ]);
  const { PaymentDetail } = await dealer.ask("PaymentDealer/GetDealerPaymentTrxDetailList", {
    PaymentId: paid.DealerPaymentId,
  });
  expect(PaymentDetail).toMatchObject({
    UserPosPaymentId: asked.UserPosPaymentId,
    OtherTrxCode: `plan-${plan}`,
    PaymentStatus: 2,
    TrxStatus: 1,
  });
  expect(PaymentDetail.UserPosPaymentUrl).toContain(link);
  await receiver.received(1);
  expect(receiver.calls.map(({ body }) => body)).toEqual([
    `DealerPaymentPlanId=${plan}&DealerPaymentId=${paid.DealerPaymentId}`,
  ]);
  await kassa.advance("P10D");
  expect((await planOf(plan)).PlanStatus).toBe(1);
  expect(await kassa.problems()).toEqual([]);
});

test("a link is good through the last day of HowManyTrial; then its step has failed", async () => {
  const plan = await step(await sale());
  await travelTo(kassa, "2027-03-11T20:59:00Z");
  expect((await planOf(plan)).PlanStatus).toBe(0);
  const [link = ""] = await linksSent("sms");
  await travelTo(kassa, "2027-03-11T21:00:00Z");
  expect((await planOf(plan)).PlanStatus).toBe(3);
  expect((await pay(link)).body).toContain("expired");
  await receiver.received(1);
  await kassa.advance("P3D");
  expect(await linksSent("sms")).toHaveLength(1);
  expect(receiver.calls).toHaveLength(1);
  expect(await kassa.problems()).toEqual([]);
});

test("somebody who is at the bank when the link's time is over still pays", async () => {
  const plan = await step(await sale({ DealerCustomerTypeId: 8 }));
  await travelTo(kassa, "2027-03-11T20:55:00Z");
  const [link = ""] = await linksSent("sms");
  const [payment] = await kassa.reader.list(payments, { reference: `plan-${plan}` });
  const payOnce = (tx: Tx) =>
    begin(tx, { id: payment?.id ?? "", method: "card", instrument: null, cardId: null });
  const stepId = (await kassa.reader.list(steps, { number: BigInt(plan) }))[0]?.id ?? "";
  const begun = await kassa.house.write((tx) => payRequest(tx, { stepId, begin: () => payOnce(tx) }));
  await travelTo(kassa, "2027-03-11T21:05:00Z");
  expect((await planOf(plan)).PlanStatus).toBe(0);
  expect((await pay(link)).body).toContain("under way");
  const facts = await kassa.house.directory.byId(begun.storeId);
  if (!facts) throw new Error("there is no dealer");
  const card = { number: "5269551122223339", holder: "A", expiresOn: Temporal.PlainDate.from("2030-12-31") };
  expect(await decide({ house: kassa.house, facts }, begun, { card })).toMatchObject({ state: "captured" });
  expect((await planOf(plan)).PlanStatus).toBe(1);
  await kassa.advance("P3D");
  expect((await planOf(plan)).PlanStatus).toBe(1);
  expect(await kassa.problems()).toEqual([]);
});

test("one that was only ever declined has failed too, with its last refusal in the history", async () => {
  const plan = await step(await sale());
  await travelTo(kassa, "2027-03-10T12:00:00Z");
  const [link = ""] = await linksSent("sms");
  await pay(link, { card_number: declined });
  await travelTo(kassa, "2027-03-12T06:00:00Z");
  expect((await planOf(plan)).PlanStatus).toBe(3);
  expect((await historyOf(plan)).data.PaymentPlanHistoryList).toMatchObject([
    { HistoryStatus: 0, ServiceMessage: "002 - Limit yetersiz" },
  ]);
});

test("a sale by schedule needs no card when its payer is asked", async () => {
  const { DealerSaleScheduleId } = await dealer.ask("DealerSale/AddSchedule", {
    ScheduleName: "Every day",
    DailyWeeklyMonthly: 1,
    EveryX: 1,
  });
  const DealerSaleId = await sale({ PlanType: 1, DealerSaleScheduleId });
  await travelTo(kassa, "2027-03-03T10:00:00Z");
  const links = await linksSent("sms");
  expect(links).toHaveLength(3);
  await pay(links.at(-1) ?? "");
  const { PaymentPlanList } = await dealer.ask("DealerSale/GetPaymentPlanList", {
    DealerSaleId,
    PaymentPlanPaymentDateStart: "20270301",
    PaymentPlanPaymentDateEnd: "20270331",
  });
  const statuses = PaymentPlanList.map(({ PlanStatus }: { PlanStatus: number }) => PlanStatus);
  expect(statuses).toEqual([3, 0, 1]);
});

test("a card that the sale is given later is charged instead", async () => {
  const DealerSaleId = await sale();
  const plan = await step(DealerSaleId);
  const { CardList } = await dealer.ask("DealerCustomer/AddCard", {
    CustomerCode: "ayse",
    CardHolderFullName: "Ayşe Yılmaz",
    CardNumber: "5269551122223339",
    ExpMonth: "12",
    ExpYear: "2030",
  });
  const [{ CardToken }] = CardList;
  await dealer.ask("DealerSale/UpdateSale", { DealerSaleId, DefaultCard1Token: CardToken });
  await travelTo(kassa, "2027-03-10T09:00:00Z");
  expect(await planOf(plan)).toMatchObject({ PlanStatus: 1, CardToken, UserPosPaymentId: 0 });
  expect(await linksSent("sms")).toEqual([]);
});

test("a run on request sends the links of today", async () => {
  const plan = await step(await sale());
  await travelTo(kassa, "2027-03-10T06:00:00Z");
  await kassa.server.inject({ method: "POST", url: "/sandbox/moka/run" });
  const [link = ""] = await linksSent("sms");
  await pay(link);
  expect((await planOf(plan)).PlanStatus).toBe(1);
});
