import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Kassa, openKassa } from "../../support/kassa.ts";
import { Dealer, type Fields } from "./dealer.ts";
import { customerWithCard, day, sold } from "./sold.ts";

let kassa: Kassa;
let dealer: Dealer;
beforeAll(async () => {
  kassa = await openKassa();
  dealer = new Dealer(kassa);
});
beforeEach(() => untilNine());
afterAll(async () => {
  expect(await kassa.problems()).toEqual([]);
  await kassa.close();
});

/** Pays for the cardholder, and declines its steps with 002. */
const declining = "9792069991002005";

/** The next morning in Istanbul, before the first run. */
async function untilNine(): Promise<void> {
  const now = kassa.house.now().toZonedDateTimeISO("Europe/Istanbul");
  const morning = now.add({ days: 1 }).withPlainTime("09:00");
  await kassa.advance(now.until(morning, { largestUnit: "hours" }).toString());
}

async function saleOf({ CardNumber }: { CardNumber: string }, more: Fields = {}) {
  const customer = await customerWithCard(dealer, { CardNumber });
  return sold(kassa, dealer, { DealerCustomerId: customer.id, DefaultCard1Token: customer.card, ...more });
}

function plan(request: object) {
  return dealer.ask("DealerSale/GetPaymentPlan", { ...request });
}

test("a step that is charged is told with its payment, and can be changed no more", async () => {
  const sale = await saleOf({ CardNumber: "5269551122223339" });
  const PaymentDate = day(kassa);
  const step = await dealer.ask("DealerSale/AddPaymentPlan", {
    DealerSaleId: sale.DealerSaleId,
    PaymentDate,
    Amount: 59.9,
  });
  await kassa.advance("PT4H");
  const { DealerPaymentPlanId } = step;
  const charged = await plan({ DealerPaymentPlanId });
  expect(charged).toEqual({
    ...step,
    HistoryDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT1[23]:\d\d:\d\d(\.\d+)?$/),
    CardToken: sale.DefaultCard1Token,
    DealerPaymentId: expect.any(Number),
    PlanStatus: 1,
  });
  expect(await dealer.ask("DealerSale/GetPaymentPlanHistoryList", { DealerPaymentPlanId })).toEqual({
    DealerPaymentPlanId,
    PaymentPlanHistoryListCount: 1,
    PaymentPlanHistoryList: [
      {
        DealerPaymentPlanHistoryId: expect.any(Number),
        HistoryDate: charged.HistoryDate,
        Amount: 59.9,
        Currency: "TL",
        InstallmentNumber: 1,
        CreditCardToken: sale.DefaultCard1Token,
        DealerCustomerTypeId: 0,
        DealerPaymentId: charged.DealerPaymentId,
        HistoryStatus: 1,
        ServiceMessage: "",
      },
    ],
  });
  const dates = { PaymentPlanPaymentDateStart: PaymentDate, PaymentPlanPaymentDateEnd: PaymentDate };
  const { PaymentPlanList } = await dealer.ask("DealerSale/GetPaymentPlanReport", dates);
  expect(PaymentPlanList).toEqual([charged]);
  for (const method of ["UpdatePaymentPlan", "DeletePaymentPlan"] as const)
    expect((await dealer.call(`DealerSale/${method}`, { DealerPaymentPlanId })).code).toBe(
      `DealerSale.${method}.PaymentDatePassed`,
    );
  await dealer.ask("DealerSale/DeleteSale", { DealerSaleId: sale.DealerSaleId });
  expect(await plan({ DealerPaymentPlanId })).toEqual(charged);
});

test("a step that is declined is tried at six, on two days, and then given up", async () => {
  const { DealerSaleId } = await saleOf({ CardNumber: declining }, { HowManyTrial: 2 });
  const { DealerPaymentPlanId } = await dealer.ask("DealerSale/AddPaymentPlan", {
    DealerSaleId,
    PaymentDate: day(kassa),
    Amount: 10,
  });
  const statuses = [];
  for (const wait of ["PT4H", "PT6H", "PT18H", "PT6H", "PT18H"]) {
    await kassa.advance(wait);
    statuses.push((await plan({ DealerPaymentPlanId })).PlanStatus);
  }
  expect(statuses).toEqual([2, 2, 2, 3, 3]);
  const history = await dealer.ask("DealerSale/GetPaymentPlanHistoryList", { DealerPaymentPlanId });
  expect(history.PaymentPlanHistoryListCount).toBe(4);
  const rows: Record<string, unknown>[] = history.PaymentPlanHistoryList;
  expect(new Set(rows.map((row) => row.DealerPaymentId)).size).toBe(4);
  expect(rows.map((row) => String(row.HistoryDate).slice(11, 13))).toEqual(["12", "18", "12", "18"]);
  for (const row of rows)
    expect(row).toMatchObject({ HistoryStatus: 0, ServiceMessage: "002 - Limit yetersiz", Amount: 10 });
  expect(await plan({ DealerPaymentPlanId })).toMatchObject({
    DealerPaymentId: rows.at(-1)?.DealerPaymentId,
    HistoryDate: rows.at(-1)?.HistoryDate,
    PlanStatus: 3,
  });
});

test("a step of a schedule is made on its day, and is none by hand", async () => {
  const { DealerSaleScheduleId } = await dealer.ask("DealerSale/AddSchedule", {
    ScheduleName: "Günlük",
    DailyWeeklyMonthly: 1,
    EveryX: 2,
  });
  const automatic = { PlanType: 1, DealerSaleScheduleId, InstallmentNumber: 3, Amount: 90 };
  const { DealerSaleId } = await saleOf({ CardNumber: "5269551122223339" }, automatic);
  await kassa.advance("P4D");
  const { PaymentPlanListCount, PaymentPlanList } = await dealer.ask("DealerSale/GetPaymentPlanList", {
    DealerSaleId,
    PaymentPlanPaymentDateStart: day(kassa, -5),
    PaymentPlanPaymentDateEnd: day(kassa, 5),
  });
  expect(PaymentPlanListCount).toBe(2);
  const told = PaymentPlanList.map(({ PaymentDate }: { PaymentDate: string }) => PaymentDate);
  expect(told).toEqual([day(kassa, -4), day(kassa, -2)]);
  for (const step of PaymentPlanList)
    expect(step).toMatchObject({ IsManualPlan: false, PlanStatus: 1, InstallmentNumber: 3, Amount: 90 });
  const code = (await dealer.call("DealerSale/DeletePaymentPlan", PaymentPlanList[0])).code;
  expect(code).toBe("DealerSale.DeletePaymentPlan.PaymentDatePassed");
});

test("a step of a schedule that waits cannot be changed by hand", async () => {
  await kassa.advance("PT4H");
  const { DealerSaleScheduleId } = await dealer.ask("DealerSale/AddSchedule", {
    ScheduleName: "Günlük",
    DailyWeeklyMonthly: 1,
    EveryX: 1,
  });
  const automatic = { PlanType: 1, DealerSaleScheduleId };
  const { DealerSaleId } = await saleOf({ CardNumber: "5269551122223339" }, automatic);
  const { PaymentPlanList } = await dealer.ask("DealerSale/GetPaymentPlanList", {
    DealerSaleId,
    PaymentPlanPaymentDateStart: day(kassa),
    PaymentPlanPaymentDateEnd: day(kassa),
  });
  expect(PaymentPlanList).toMatchObject([{ IsManualPlan: false, PlanStatus: 0 }]);
  const { DealerPaymentPlanId } = PaymentPlanList[0];
  for (const method of ["UpdatePaymentPlan", "DeletePaymentPlan"] as const)
    expect((await dealer.call(`DealerSale/${method}`, { DealerPaymentPlanId })).code).toBe(
      `DealerSale.${method}.DealerSaleIsNotManualPlan`,
    );
});
