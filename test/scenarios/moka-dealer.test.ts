import { beforeEach, describe, expect, test } from "vitest";
import { deliveries, deliveryAttempts } from "../../src/core/deliveries/index.ts";
import { stores } from "../../src/core/merchants/index.ts";
import { type Kassa, useKassa } from "../support/kassa.ts";
import { type Answer, type Receiver, useReceiver } from "../support/receiver.ts";
import { travelTo } from "../support/shop.ts";
import { Dealer } from "../wire/moka/dealer.ts";

const garanti = "5269551122223339";
/** Pays while its holder is there, and has no money later. */
const emptyLater = "9792069991002005";

let kassa: Kassa;
let dealer: Dealer;
let receiver: Receiver;

beforeEach(async () => {
  kassa = await useKassa();
  dealer = new Dealer(kassa);
  receiver = await useReceiver();
  await travelTo(kassa, "2027-03-01T06:00:00Z");
  await setUp({ notificationUrl: receiver.url });
});

async function setUp(settings: object): Promise<void> {
  const key = { dialect: "moka", number: "1730" };
  await kassa.house.write(async (tx) => {
    const store = await tx.lock(stores, key);
    if (store) tx.update(stores, { ...store, settings: { ...store.settings, ...settings } });
  });
  const store = await kassa.reader.find(stores, key);
  if (store) kassa.house.directory.forget(store);
}

let customers = 0;

/** Steps by hand, tried on one day. */
const terms = { Amount: 100, SaleDate: "20270301", BeginDate: "20270301", HowManyTrial: 1, PlanType: 2 };

/** A sale with steps by hand, tried on one day. */
async function sale(CardNumber = garanti): Promise<number> {
  const { CardList } = await dealer.ask("DealerCustomer/AddCustomerWithCard", {
    CustomerCode: `anna-${++customers}`,
    FirstName: "Anna",
    CardHolderFullName: "Anna Nowak",
    CardNumber,
    ExpMonth: "12",
    ExpYear: "2030",
  });
  const { DealerProductId } = await dealer.ask("DealerSale/AddProduct", { ProductName: `Gym ${customers}` });
  const { DealerSaleId } = await dealer.ask("DealerSale/AddSale", {
    CustomerCode: `anna-${customers}`,
    DealerProductId,
    SaleCode: `sale-${customers}`,
    ...terms,
    DefaultCard1Token: CardList[0].CardToken,
  });
  return DealerSaleId;
}

async function step(DealerSaleId: number, PaymentDate = "20270310") {
  const { DealerPaymentPlanId } = await dealer.ask("DealerSale/AddPaymentPlan", {
    DealerSaleId,
    PaymentDate,
    Amount: "25.45",
  });
  return DealerPaymentPlanId as number;
}

const planOf = (DealerPaymentPlanId: number) =>
  dealer.ask("DealerSale/GetPaymentPlan", { DealerPaymentPlanId });

const says =
  (words: string): Answer =>
  (_call, response) =>
    void response.end(words);

async function triesOfNotification() {
  const [delivery] = await kassa.reader.list(deliveries, { dialect: "moka" });
  if (!delivery) throw new Error("nobody is notified");
  const tries = await kassa.reader.list(deliveryAttempts, { deliveryId: delivery.id });
  const inOrder = tries.toSorted((a, b) => Temporal.Instant.compare(a.startedAt, b.startedAt));
  return { delivery, outcomes: inOrder.map(({ outcome }) => outcome) };
}

describe("a dealer's URL", () => {
  test("hears of a step that was charged, until it answers OK", async () => {
    const plan = await step(await sale());
    receiver.answer = says("NO");
    await travelTo(kassa, "2027-03-10T09:00:00Z");
    await receiver.received(1);
    await kassa.advance("PT1M");
    const { DealerPaymentId, PlanStatus } = await planOf(plan);
    expect(PlanStatus).toBe(1);
    expect(Object.fromEntries(new URLSearchParams(receiver.calls[0]?.body))).toEqual({
      DealerPaymentPlanId: String(plan),
      DealerPaymentId: String(DealerPaymentId),
    });
    receiver.answer = says("OK\n");
    await kassa.advance("PT5M");
    await kassa.advance("P1D");
    expect(receiver.calls.map(({ body }) => body)).toEqual(Array(2).fill(receiver.calls[0]?.body));
    const { delivery, outcomes } = await triesOfNotification();
    expect(outcomes).toEqual(["answer", "delivered"]);
    expect(delivery.state).toBe("delivered");
  });

  test("that never says OK is told three times; once more when somebody asks for it", async () => {
    await step(await sale());
    receiver.answer = says('"OK"');
    await travelTo(kassa, "2027-03-10T09:00:00Z");
    await receiver.received(1);
    await kassa.advance("P2D");
    const { delivery, outcomes } = await triesOfNotification();
    expect(outcomes).toEqual(["answer", "answer", "answer"]);
    expect(delivery.state).toBe("failed");
    receiver.answer = says("OK");
    const resend = (id: string) =>
      kassa.server.inject({ method: "POST", url: `/sandbox/messages/${id}/resend` });
    const { statusCode, body } = await resend(delivery.id);
    expect([statusCode, JSON.parse(body)]).toEqual([
      200,
      { id: delivery.id, state: "delivered", attempts: 4 },
    ]);
    expect(receiver.calls).toHaveLength(4);
    expect((await resend(crypto.randomUUID())).statusCode).toBe(404);
    expect((await resend("x")).statusCode).toBe(404);
  });

  test("hears of a step that was given up once, not of each attempt", async () => {
    const plan = await step(await sale(emptyLater));
    receiver.answer = says("OK");
    await travelTo(kassa, "2027-03-10T10:00:00Z");
    expect((await planOf(plan)).PlanStatus).toBe(2);
    await travelTo(kassa, "2027-03-10T15:00:00Z");
    await receiver.received(1);
    await kassa.advance("P2D");
    const { PlanStatus, DealerPaymentId } = await planOf(plan);
    expect(PlanStatus).toBe(3);
    expect(receiver.calls.map(({ body }) => body)).toEqual([
      `DealerPaymentPlanId=${plan}&DealerPaymentId=${DealerPaymentId}`,
    ]);
  });

  test("hears also of a step that no card was there for", async () => {
    const { DealerSaleId } = await dealer.ask("DealerSale/AddSale", {
      ...terms,
      DealerProductId: (await dealer.ask("DealerSale/AddProduct", { ProductName: "Gym" })).DealerProductId,
      CustomerCode: (
        await dealer.ask("DealerCustomer/AddCustomer", { CustomerCode: "nobody", FirstName: "N" })
      ).DealerCustomer.CustomerCode,
    });
    const plan = await step(DealerSaleId);
    receiver.answer = says("OK");
    await travelTo(kassa, "2027-03-12T06:00:00Z");
    await receiver.received(1);
    expect(receiver.calls[0]?.body).toBe(`DealerPaymentPlanId=${plan}&DealerPaymentId=0`);
  });

  test("that is not set hears nothing", async () => {
    await setUp({ notificationUrl: undefined });
    await step(await sale());
    await travelTo(kassa, "2027-03-11T09:00:00Z");
    expect(await kassa.reader.list(deliveries, { dialect: "moka" })).toEqual([]);
  });
});

describe("a step's payment", () => {
  const paymentOf = (PaymentId: number) =>
    dealer.ask("PaymentDealer/GetDealerPaymentTrxDetailList", { PaymentId });

  test("can be voided by its OtherTrxCode until 22:00 of its day, and is not refunded then", async () => {
    const plan = await step(await sale());
    await travelTo(kassa, "2027-03-10T09:00:00Z");
    const { DealerPaymentId } = await planOf(plan);
    const { PaymentDetail } = await paymentOf(DealerPaymentId);
    expect(PaymentDetail).toMatchObject({
      PaymentStatus: 2,
      TrxStatus: 1,
      Amount: 25.45,
      CanBeCanceled: true,
    });
    const { OtherTrxCode } = PaymentDetail;
    const refund = await dealer.call("PaymentDealer/DoCreateRefundRequest", { OtherTrxCode });
    expect(refund.code).toBe("PaymentDealer.DoCreateRefundRequest.RefundNotAvailable");
    await travelTo(kassa, "2027-03-10T18:59:59Z");
    const voided = await dealer.ask("PaymentDealer/DoVoid", { OtherTrxCode, VoidRefundReason: 2 });
    expect(voided).toMatchObject({ IsSuccessful: true, ResultCode: "00" });
    expect((await paymentOf(DealerPaymentId)).PaymentDetail).toMatchObject({
      PaymentStatus: 3,
      TrxStatus: 1,
    });
    await kassa.advance("P10D");
    expect((await planOf(plan)).DealerPaymentId).toBe(DealerPaymentId);
    expect(await kassa.problems()).toEqual([]);
  });

  test("can be refunded from the next day on, and is not voided after 22:00", async () => {
    const plan = await step(await sale());
    await travelTo(kassa, "2027-03-10T19:00:00Z");
    const { DealerPaymentId } = await planOf(plan);
    const { OtherTrxCode } = (await paymentOf(DealerPaymentId)).PaymentDetail;
    const voided = await dealer.call("PaymentDealer/DoVoid", { OtherTrxCode });
    expect(voided.code).toBe("PaymentDealer.DoVoid.VoidNotAvailable");
    const refund = (Amount?: number) =>
      dealer.call("PaymentDealer/DoCreateRefundRequest", { OtherTrxCode, ...(Amount && { Amount }) });
    expect((await refund()).code).toBe("PaymentDealer.DoCreateRefundRequest.RefundNotAvailable");
    await travelTo(kassa, "2027-03-10T21:00:00Z");
    expect((await refund(5)).code).toBe("Success");
    expect((await paymentOf(DealerPaymentId)).PaymentDetail).toMatchObject({
      PaymentStatus: 2,
      RefAmount: 5,
    });
    expect((await refund(20.46)).code).toBe("PaymentDealer.DoCreateRefundRequest.InvalidAmount");
    expect((await refund()).code).toBe("Success");
    expect((await refund()).code).toBe("PaymentDealer.DoCreateRefundRequest.RefundRequestAlreadyExist");
    expect((await paymentOf(DealerPaymentId)).PaymentDetail).toMatchObject({
      PaymentStatus: 4,
      RefAmount: 25.45,
    });
    expect(await kassa.problems()).toEqual([]);
  });
});

describe("a run on request", () => {
  const run = async () => {
    const { statusCode, body } = await kassa.server.inject({ method: "POST", url: "/sandbox/moka/run" });
    expect(statusCode).toBe(200);
    return JSON.parse(body).steps as number;
  };

  test("charges what is planned for today, not what comes later", async () => {
    const dealerSale = await sale();
    const [today, tomorrow] = [await step(dealerSale, "20270301"), await step(dealerSale, "20270302")];
    expect((await planOf(today)).PlanStatus).toBe(0);
    expect(await run()).toBe(1);
    expect(await run()).toBe(0);
    expect([(await planOf(today)).PlanStatus, (await planOf(tomorrow)).PlanStatus]).toEqual([1, 0]);
  });

  test("stands for the next run: what fails then is tried at noon", async () => {
    const plan = await step(await sale(emptyLater), "20270301");
    expect(await run()).toBe(1);
    expect((await planOf(plan)).PlanStatus).toBe(2);
    await travelTo(kassa, "2027-03-02T06:00:00Z");
    expect((await planOf(plan)).PlanStatus).toBe(3);
    const { PaymentPlanHistoryListCount } = await dealer.ask("DealerSale/GetPaymentPlanHistoryList", {
      DealerPaymentPlanId: plan,
    });
    expect(PaymentPlanHistoryListCount).toBe(3);
  });

  test("makes and charges today's step of a schedule, once", async () => {
    await sale();
    const { DealerSaleScheduleId } = await dealer.ask("DealerSale/AddSchedule", {
      ScheduleName: "Every day",
      DailyWeeklyMonthly: 1,
      EveryX: 1,
    });
    const { CardList } = await dealer.ask("DealerCustomer/GetCardList", {
      CustomerCode: `anna-${customers}`,
    });
    const { DealerSaleId } = await dealer.ask("DealerSale/AddSale", {
      CustomerCode: `anna-${customers}`,
      ProductCode: (await dealer.ask("DealerSale/GetProductList")).ProductList[0].ProductCode,
      Amount: 100,
      SaleDate: "20270301",
      BeginDate: "20270301",
      PlanType: 1,
      DealerSaleScheduleId,
      DefaultCard1Token: CardList[0].CardToken,
    });
    await run();
    await travelTo(kassa, "2027-03-01T20:00:00Z");
    const { PaymentPlanList } = await dealer.ask("DealerSale/GetPaymentPlanList", {
      DealerSaleId,
      PaymentPlanPaymentDateStart: "20270201",
      PaymentPlanPaymentDateEnd: "20270401",
    });
    expect(PaymentPlanList).toMatchObject([{ PaymentDate: "20270301", PlanStatus: 1, IsManualPlan: false }]);
  });
});
