import { type Contract, stores } from "../../../src/core/merchants/index.ts";
import { type Kassa, openKassa } from "../../support/kassa.ts";
import { travelTo } from "../../support/shop.ts";
import { Dealer, demo, type Fields } from "./dealer.ts";
import { addNeighbour } from "./neighbour.ts";
import { customerWithCard, day, product, sold } from "./sold.ts";

export const garanti = {
  CardHolderFullName: "Ayşe Yılmaz",
  CardNumber: "5269551122223339",
  ExpMonth: "12",
  ExpYear: "2030",
  CvcNumber: "000",
};

/** A dealer with one of everything, and one with nothing. */
export type World = Awaited<ReturnType<typeof openWorld>>;

export async function openWorld() {
  const kassa = await openKassa();
  await travelTo(kassa, "2027-03-01T06:00:00Z");
  const dealer = new Dealer(kassa);
  const empty = await addNeighbour(kassa);

  const [customer, other] = [await customerWithCard(dealer), await customerWithCard(dealer)];
  const [gym, pool] = [await product(dealer), await product(dealer)];
  const bare = await dealer.ask("DealerCustomer/AddCustomer", { CustomerCode: "bare", FirstName: "B" });
  const { DealerSaleScheduleId } = await dealer.ask("DealerSale/AddSchedule", {
    ScheduleName: "Every day",
    DailyWeeklyMonthly: 1,
    EveryX: 1,
  });
  const sale = await sold(kassa, dealer, { EndDate: day(kassa, 60) });
  const over = await sold(kassa, dealer, { EndDate: day(kassa, 1) });
  const later = await sold(kassa, dealer, { BeginDate: day(kassa, 30) });
  const plan = async (of: { DealerSaleId: number }, PaymentDate: string, Amount = "10.00") => {
    const asked = { DealerSaleId: of.DealerSaleId, PaymentDate, Amount };
    return (await dealer.ask("DealerSale/AddPaymentPlan", asked)).DealerPaymentPlanId as number;
  };
  const passed = await plan(sale, day(kassa, 1));
  const shortened = await sold(kassa, dealer);
  const planOfOver = await plan(shortened, day(kassa, 40));
  const pay = (OtherTrxCode: string, more: Fields = {}) =>
    dealer.ask("PaymentDealer/DoDirectPayment", { ...garanti, Amount: 100, OtherTrxCode, ...more });
  const yesterdays = await pay("yesterday's");
  await pay("given back");
  await kassa.advance("P2DT4H");
  await dealer.ask("DealerSale/UpdateSale", {
    DealerSaleId: shortened.DealerSaleId,
    EndDate: day(kassa, -1),
  });
  // After noon, so that today's step waits for the evening.
  const byDay = await sold(kassa, dealer, { PlanType: 1, DealerSaleScheduleId });
  await dealer.ask("PaymentDealer/DoCreateRefundRequest", { OtherTrxCode: "given back" });
  await pay("today's");
  await pay("held", { IsPreAuth: 1 });
  await pay("in the pool", { IsPoolPayment: 1 });
  await pay("out of the pool", { IsPoolPayment: 1 });
  await dealer.ask("PaymentDealer/DoApprovePoolPayment", { OtherTrxCode: "out of the pool" });
  const planned = await plan(sale, day(kassa, 10));
  const planOfLater = await plan(later, day(kassa, 40));
  const twin = await plan(sale, day(kassa, 11), "12.00");
  const { PaymentPlanList } = await dealer.ask("DealerSale/GetPaymentPlanList", {
    DealerSaleId: byDay.DealerSaleId,
    PaymentPlanPaymentDateStart: day(kassa, -10),
    PaymentPlanPaymentDateEnd: day(kassa, 10),
  });
  return {
    kassa,
    dealer,
    empty,
    customer,
    other,
    bare: bare.DealerCustomer.DealerCustomerId as number,
    gym,
    pool,
    schedule: DealerSaleScheduleId as number,
    sale,
    over,
    later,
    byDay,
    /** Steps: of the future, of the past, of sales that are over or have not begun, of a schedule. */
    planned,
    twin,
    passed,
    planOfOver,
    planOfLater,
    stepOfSchedule: PaymentPlanList[0].DealerPaymentPlanId as number,
    yesterdaysOrder: yesterdays.VirtualPosOrderId as string,
    day: (days = 0) => day(kassa, days),
    set: (settings: { contract?: Contract | undefined; refuseTwinSteps?: boolean }) => set(kassa, settings),
  };
}

async function set(kassa: Kassa, settings: object): Promise<void> {
  const key = { dialect: "moka", number: demo.code };
  const store = await kassa.house.write(async (tx) => {
    const known = await tx.lock(stores, key);
    if (!known) throw new Error("there is no dealer");
    return tx.update(stores, { ...known, settings: { ...known.settings, ...settings } });
  });
  kassa.house.directory.forget(store);
}
