/** Under which names a method's two objects come (facts 1.3). The first is what the documents say. */
export type Wrappers = {
  readonly authentication: readonly string[];
  readonly request: string;
  /** Everything in the request may be left out, the request too. */
  readonly mayBeEmpty?: true;
};

const customer = {
  authentication: ["DealerCustomerAuthentication"],
  request: "DealerCustomerRequest",
} as const;
const sale = { authentication: ["DealerSaleAuthentication"], request: "DealerSaleRequest" } as const;
const payment = { authentication: ["PaymentDealerAuthentication"], request: "PaymentDealerRequest" } as const;
const all = { mayBeEmpty: true } as const;

/** Every method, by its path: `DealerSale/AddSale` is POST /DealerSale/AddSale. */
export const methods = {
  "Dealer/GetDealer": { authentication: ["DealerAuthentication"], request: "DealerRequest", ...all },
  "DealerCustomer/AddCustomer": customer,
  "DealerCustomer/UpdateCustomer": customer,
  "DealerCustomer/GetCustomer": customer,
  "DealerCustomer/GetCustomerList": { ...customer, ...all },
  "DealerCustomer/RemoveCustomer": customer,
  "DealerCustomer/AddCustomerWithCard": customer,
  "DealerCustomer/AddCard": customer,
  "DealerCustomer/UpdateCard": customer,
  "DealerCustomer/GetCard": customer,
  "DealerCustomer/GetCardList": customer,
  "DealerCustomer/RemoveCard": customer,
  "DealerSale/AddProduct": sale,
  "DealerSale/GetProductList": { ...sale, ...all },
  "DealerSale/DeleteProduct": sale,
  "DealerSale/AddSchedule": sale,
  "DealerSale/UpdateSchedule": sale,
  "DealerSale/GetSchedule": sale,
  "DealerSale/GetScheduleList": { ...sale, ...all },
  "DealerSale/DeleteSchedule": sale,
  "DealerSale/AddSale": sale,
  "DealerSale/UpdateSale": sale,
  "DealerSale/GetSale": sale,
  "DealerSale/GetSaleList": { ...sale, ...all },
  "DealerSale/DeleteSale": sale,
  "DealerSale/AddPaymentPlan": sale,
  "DealerSale/UpdatePaymentPlan": sale,
  "DealerSale/DeletePaymentPlan": sale,
  "DealerSale/GetPaymentPlan": sale,
  "DealerSale/GetPaymentPlanList": sale,
  "DealerSale/GetPaymentPlanReport": sale,
  "DealerSale/GetPaymentPlanHistoryList": sale,
  "PaymentUserPos/CreateUserPosPayment": {
    authentication: ["PaymentDealerAuthentication", "DealerAuthentication"],
    request: "PaymentUserPosRequest",
  },
  "PaymentDealer/DoDirectPayment": payment,
  "PaymentDealer/DoDirectPaymentThreeD": payment,
  "PaymentDealer/DoCapture": payment,
  "PaymentDealer/DoVoid": payment,
  "PaymentDealer/DoCreateRefundRequest": payment,
  "PaymentDealer/DoApprovePoolPayment": payment,
  "PaymentDealer/UndoApprovePoolPayment": payment,
  "PaymentDealer/GetDealerPaymentTrxDetailList": payment,
  "PaymentDealer/GetPaymentList": payment,
  "PaymentDealer/GetPaymentTrxList": payment,
  "PaymentDealer/GetBankCardInformation": {
    authentication: ["PaymentDealerAuthentication"],
    request: "BankCardInformationRequest",
  },
  "PaymentDealer/DoCalcPaymentTable": payment,
  "PaymentDealer/DoCalcPaymentAmount": payment,
} as const satisfies Readonly<Record<string, Wrappers>>;

export type MethodPath = keyof typeof methods;
