import { expect, test } from "vitest";
import { bankResultOf } from "../codes/index.ts";
import { type Customer, customerJson, customerListJson } from "./customer.ts";
import { doneJson, paymentOutcomeJson, refundRequestJson, threeDJson } from "./outcome.ts";
import { type DealerPayment, paymentDetailJson, paymentListJson } from "./payment.ts";
import { type PaymentPlan, planHistoryJson, planJson, planListJson } from "./plan.ts";
import { productJson, productListJson } from "./product.ts";
import { type Sale, saleJson, saleListJson } from "./sale.ts";
import { scheduleJson, scheduleListJson } from "./schedule.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const token = "51937236-82e0-4637-a8f5-2e1ec56ec870";

const plan: PaymentPlan = {
  number: 1003n,
  sale: { number: 1003n, code: "satis" },
  paymentOn: day("2017-08-25"),
  amount: 100n,
  currency: "TRY",
  installments: 1,
  isManual: true,
  status: "created",
  lastAttempt: null,
  customerType: null,
  userPosPayment: null,
};

test("a new step is the document's example, field for field", () => {
  expect(JSON.stringify(planJson(plan))).toBe(
    '{"DealerPaymentPlanId":1003,"DealerSaleId":1003,"SaleCode":"satis","PaymentDate":"20170825","Amount":1,' +
      '"Currency":"TL","InstallmentNumber":1,"HistoryDate":"","CardToken":"","DealerCustomerTypeId":0,' +
      '"UserPosPaymentId":0,"DealerPaymentId":0,"IsManualPlan":true,"PlanStatus":0}',
  );
  expect(planListJson([plan])).toEqual({ PaymentPlanListCount: 1, PaymentPlanList: [planJson(plan)] });
});

test("a step that was tried tells of its last attempt, its history of all", () => {
  const attempt = {
    number: 7n,
    attemptedAt: Temporal.Instant.from("2017-08-25T09:00:02.260Z"),
    cardToken: token,
    payment: 4711n,
    isPaid: false,
    message: "002 - Limit yetersiz",
  };
  const tried = { ...plan, status: "retrying", lastAttempt: attempt } as const;
  expect(planJson(tried)).toMatchObject({
    HistoryDate: "2017-08-25T12:00:02.26",
    CardToken: token,
    DealerPaymentId: 4711,
    PlanStatus: 2,
  });
  expect(planHistoryJson(tried, [attempt])).toEqual({
    DealerPaymentPlanId: 1003,
    PaymentPlanHistoryListCount: 1,
    PaymentPlanHistoryList: [
      {
        DealerPaymentPlanHistoryId: 7,
        HistoryDate: "2017-08-25T12:00:02.26",
        Amount: 1,
        Currency: "TL",
        InstallmentNumber: 1,
        CreditCardToken: token,
        DealerCustomerTypeId: 0,
        DealerPaymentId: 4711,
        HistoryStatus: 0,
        ServiceMessage: "002 - Limit yetersiz",
      },
    ],
  });
});

const sale: Sale = {
  number: 1003n,
  code: "satis",
  customer: { number: 12n, code: "C1" },
  product: { number: 1009n, code: "P1" },
  amount: 2545n,
  currency: "USD",
  installments: 1,
  schedule: null,
  soldOn: day("2026-01-01"),
  beginOn: day("2026-01-02"),
  endOn: null,
  trialDays: 4,
  description: "",
  planType: "manual",
  customerType: null,
  cardTokens: [token, null, null],
};

const terms = {
  Amount: 25.45,
  Currency: "USD",
  InstallmentNumber: 1,
  DealerSaleScheduleId: 0,
  SaleDate: "20260101",
  BeginDate: "20260102",
  EndDate: "",
  HowManyTrial: 4,
  Description: "",
  PlanType: 2,
  DealerCustomerTypeId: 0,
  DefaultCard1Token: token,
  DefaultCard2Token: "",
  DefaultCard3Token: "",
};

test("a sale has its fields in the documents' order, which is another in a list (facts 2.6)", () => {
  expect(Object.entries(saleJson(sale))).toEqual(
    Object.entries({
      DealerSaleId: 1003,
      SaleCode: "satis",
      CustomerCode: "C1",
      DealerCustomerId: 12,
      ProductCode: "P1",
      DealerProductId: 1009,
      ...terms,
    }),
  );
  const { DealerSaleListCount, DealerSaleList } = saleListJson([sale]);
  expect(DealerSaleListCount).toBe(1);
  expect(Object.keys(DealerSaleList[0] ?? {}).slice(2, 6)).toEqual([
    "DealerCustomerId",
    "CustomerCode",
    "DealerProductId",
    "ProductCode",
  ]);
});

test("a schedule tells its own list of days and leaves the other empty", () => {
  const monthly = {
    number: 1004n,
    name: "Twice a month",
    unit: "months",
    every: 1,
    daysOfWeek: [3],
    daysOfMonth: [1, 15],
  } as const;
  const json = {
    DealerSaleScheduleId: 1004,
    ScheduleName: "Twice a month",
    DailyWeeklyMonthly: 3,
    EveryX: 1,
    DaysOfWeek: "",
    DaysOfMonth: "1,15",
  };
  expect(scheduleJson(monthly)).toEqual(json);
  expect(scheduleJson({ ...monthly, unit: "weeks" })).toMatchObject({ DaysOfWeek: "3", DaysOfMonth: "" });
  expect(scheduleListJson([monthly])).toEqual({ SaleScheduleListCount: 1, SaleScheduleList: [json] });
});

test("products", () => {
  const json = { DealerProductId: 1009, ProductName: "Internet", ProductCode: "P1" };
  const product = { number: 1009n, name: "Internet", code: "P1" };
  expect(productJson(product)).toEqual(json);
  expect(productListJson([product])).toEqual({ ProductListCount: 1, ProductList: [json] });
});

test("a customer with a card; what is not known is empty", () => {
  const customer: Customer = {
    number: 12n,
    code: "C1",
    password: "",
    firstName: "Ayşe",
    lastName: "",
    gender: "female",
    bornOn: day("1990-02-28"),
    phone: "",
    email: "",
    address: "",
  };
  const card = {
    token,
    name: "Bonus",
    firstSix: "526955",
    lastFour: "3339",
    holder: "AYSE YILMAZ",
    expiresOn: day("2030-09-30"),
  };
  const DealerCustomer = {
    DealerCustomerId: 12,
    CustomerCode: "C1",
    Password: "",
    FirstName: "Ayşe",
    LastName: "",
    Gender: 2,
    BirthDate: "19900228",
    GsmNumber: "",
    Email: "",
    Address: "",
  };
  expect(customerJson(customer, [card])).toEqual({
    DealerCustomer,
    CardListCount: 1,
    CardList: [
      {
        CardToken: token,
        CardName: "Bonus",
        BankName: "GARANTİ BANKASI",
        CardNumberFirstSix: "526955",
        CardNumberLastFour: "3339",
        CardHolderFullName: "AYSE YILMAZ",
        ExpMonth: "09",
        ExpYear: "2030",
      },
    ],
  });
  expect(customerJson({ ...customer, gender: null, bornOn: null }, [])).toEqual({
    DealerCustomer: { ...DealerCustomer, Gender: 0, BirthDate: "" },
    CardListCount: 0,
    CardList: [],
  });
  expect(customerListJson([customer])).toEqual({
    DealerCustomerListCount: 1,
    DealerCustomerList: [DealerCustomer],
  });
});

test("a declined payment is a success that is not successful", () => {
  expect(paymentOutcomeJson({ declined: bankResultOf({ code: "51", reason: "declined" }) })).toEqual({
    IsSuccessful: false,
    ResultCode: "002",
    ResultMessage: "Limit yetersiz",
    VirtualPosOrderId: "",
  });
  expect(paymentOutcomeJson({ orderId: "Test-1" })).toEqual({
    IsSuccessful: true,
    ResultCode: "",
    ResultMessage: "",
    VirtualPosOrderId: "Test-1",
  });
  expect(doneJson("Test-1").ResultCode).toBe("00");
  expect(refundRequestJson(5n)).toMatchObject({ ResultCode: "", RefundRequestId: 5 });
  expect(threeDJson({ url: "https://x", codeForHash: null })).toBe("https://x");
  expect(threeDJson({ url: "https://x", codeForHash: "C" })).toEqual({ Url: "https://x", CodeForHash: "C" });
});

const payment: DealerPayment = {
  number: 4711n,
  reference: "order-1",
  userPosPayment: null,
  card: { holder: "AYSE YILMAZ", firstSix: "526955", lastFour: "3339" },
  paidAt: Temporal.Instant.from("2017-02-28T11:42:17.26Z"),
  amount: 2545n,
  refunded: 0n,
  currency: "TRY",
  installments: 1,
  commission: 39n,
  isThreeD: false,
  description: "",
  software: "",
  status: "paid",
  outcome: "succeeded",
  buyer: { name: "", address: "", phone: "", email: "" },
  canBeCanceled: true,
};

test("a payment's detail has the clients' fields in their order (facts 3.4)", () => {
  const movement = {
    number: 9n,
    payment: 4711n,
    code: "Test-1",
    movedAt: payment.paidAt,
    amount: 2545n,
    currency: "TRY",
    type: "paid",
    outcome: "succeeded",
    voidRefundReason: 0,
    orderId: "Test-1",
    result: { code: "", message: "" },
  } as const;
  const detail = paymentDetailJson(payment, [movement]);
  expect(Object.keys(detail)).toEqual([
    "IsSuccessful",
    "ResultCode",
    "ResultMessage",
    "PaymentDetail",
    "ListItemCount",
    "PaymentTrxDetailList",
  ]);
  expect(Object.keys(detail.PaymentDetail)).toHaveLength(29);
  expect(detail.PaymentDetail).toMatchObject({
    PaymentDate: "2017-02-28T14:42:17.26",
    Amount: 25.45,
    PaymentStatus: 2,
    TrxStatus: 1,
    CurrencyCode: "TL",
  });
  expect(Object.keys(detail.PaymentTrxDetailList[0] ?? {})).toHaveLength(16);
});

test("a list has 500 rows at most", () => {
  expect(paymentListJson(Array(501).fill(payment)).PaymentList).toHaveLength(500);
});
