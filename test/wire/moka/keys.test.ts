import { afterAll, beforeAll, expect, test } from "vitest";
import { authenticationCodes } from "../../../src/dialects/moka/codes/index.ts";
import { type MethodPath, methods, type Wrappers } from "../../../src/dialects/moka/methods.ts";
import { type Kassa, openKassa } from "../../support/kassa.ts";
import { authenticationOf, Dealer, demo } from "./dealer.ts";
import { customerWithCard, product, sold } from "./sold.ts";

let kassa: Kassa;
let dealer: Dealer;
beforeAll(async () => {
  kassa = await openKassa();
  dealer = new Dealer(kassa);
});
afterAll(async () => {
  expect(await kassa.problems()).toEqual([]);
  await kassa.close();
});

const sales = (Object.keys(methods) as MethodPath[]).filter((path) => path.startsWith("DealerSale/"));

test.each(sales)("%s: a wrong key, and credentials that nobody has", async (path) => {
  const { authentication, request }: Wrappers = methods[path];
  const [name = ""] = authentication;
  const code = async (given: object) => {
    const body = JSON.stringify({ [name]: given, [request]: {} });
    return (await dealer.send(`/${path}`, body, { "content-type": "application/json" })).code;
  };
  const { wrongKey, noAccount } = authenticationCodes(path);
  expect(await code({ ...authenticationOf(demo), CheckKey: "aabbccddeeff" })).toBe(wrongKey);
  for (const wrong of [{ code: "1" }, { username: "admin" }, { password: "" }])
    expect(await code(authenticationOf({ ...demo, ...wrong }))).toBe(noAccount);
});

test.each<[MethodPath, object, string]>([
  ["DealerSale/GetSchedule", { DealerSaleScheduleId: "x" }, "GetSchedule.InvalidRequest"],
  ["DealerSale/DeleteSchedule", { DealerSaleScheduleId: -1 }, "DeleteSchedule.InvalidRequest"],
  ["DealerSale/GetSale", { DealerSaleId: "x" }, "GetSale.InvalidRequest"],
  ["DealerSale/GetSale", {}, "GetSale.SaleCodeOrDealerSaleIdMustBeGiven"],
  ["DealerSale/DeleteSale", { DealerSaleId: 1.5 }, "DeleteSale.InvalidRequest"],
  ["DealerSale/DeleteSale", {}, "DeleteSale.SaleCodeOrDealerSaleIdMustBeGiven"],
  ["DealerSale/GetPaymentPlan", { DealerPaymentPlanId: "x" }, "GetPaymentPlan.InvalidRequest"],
  ["DealerSale/GetPaymentPlan", { DealerPaymentPlanId: "" }, "GetPaymentPlan.DealerPaymentPlanIdIsRequired"],
])("%s %j: %s", async (path, request, code) => {
  expect((await dealer.call(path, { ...request })).code).toBe(`DealerSale.${code}`);
});

test.each(["GetPaymentPlanReport", "AddSale", "AddPaymentPlan"] as const)(
  "%s needs its request object, and lists do not",
  async (method) => {
    expect((await dealer.call(`DealerSale/${method}`, null)).code).toBe(
      `DealerSale.${method}.InvalidRequest`,
    );
    expect((await dealer.call("DealerSale/GetScheduleList", null)).code).toBe(
      "DealerSale.GetScheduleList.NoDataFound",
    );
  },
);

test("of two ids and codes that do not belong together a change says so", async () => {
  const a = await sold(kassa, dealer);
  const [customer, other] = [await customerWithCard(dealer), await product(dealer)];
  const { DealerSaleId, SaleCode, DealerCustomerId, DealerProductId } = a;
  const code = async (path: MethodPath, request: object) => (await dealer.call(path, { ...request })).code;
  const update = (request: object) => code("DealerSale/UpdateSale", { DealerSaleId, ...request });
  expect(await update({ DealerCustomerId, CustomerCode: customer.code })).toBe(
    "DealerSale.UpdateSale.CustomerCodeDoesntMatchDealerCustomerId",
  );
  expect(await update({ DealerProductId, ProductCode: other.code })).toBe(
    "DealerSale.UpdateSale.ProductCodeDoesntMatchDealerProductId",
  );
  const b = await sold(kassa, dealer);
  const days = { PaymentPlanPaymentDateStart: "20200101", PaymentPlanPaymentDateEnd: "20200102" };
  expect(
    await code("DealerSale/GetPaymentPlanList", { DealerSaleId: b.DealerSaleId, SaleCode, ...days }),
  ).toBe("DealerSale.GetPaymentPlanList.SaleCodeDoesntMatchDealerSaleId");
});

test("a sale without a card cannot go over to a schedule", async () => {
  const { DealerSaleId } = await sold(kassa, dealer, { DefaultCard1Token: "" });
  const { DealerSaleScheduleId } = await dealer.ask("DealerSale/AddSchedule", {
    ScheduleName: "Günlük",
    DailyWeeklyMonthly: 1,
    EveryX: 1,
  });
  const request = { DealerSaleId, PlanType: 1, DealerSaleScheduleId };
  expect((await dealer.call("DealerSale/UpdateSale", request)).code).toBe(
    "DealerSale.UpdateSale.DefaultCard1TokenIsRequired",
  );
});

test("a sale that goes to another customer leaves the first one's cards", async () => {
  const { DealerSaleId } = await sold(kassa, dealer);
  const { id: DealerCustomerId, card } = await customerWithCard(dealer);
  expect(await dealer.ask("DealerSale/UpdateSale", { DealerSaleId, DealerCustomerId })).toMatchObject({
    DealerCustomerId,
    DefaultCard1Token: "",
  });
  const update = { DealerSaleId, DefaultCard1Token: card };
  expect(await dealer.ask("DealerSale/UpdateSale", update)).toMatchObject({ DefaultCard1Token: card });
});
