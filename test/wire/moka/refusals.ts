import type { Contract } from "../../../src/core/merchants/index.ts";
import type { ReasonOf } from "../../../src/dialects/moka/codes/index.ts";
import type { MethodPath } from "../../../src/dialects/moka/methods.ts";
import type { Fields } from "./dealer.ts";
import { garanti, type World } from "./world.ts";

/** What a request differs in from a good one so that it is refused. */
export type Cause = {
  readonly request: Fields;
  /** What was agreed on with the dealer. */
  readonly contract?: Contract;
  /** A dealer who has nothing asks. */
  readonly isEmpty?: true;
  /** It speaks of another card, currency or sale, to which other rules apply. */
  readonly isElsewhere?: true;
};

/** What is answered to a wrong key, to credentials that nobody has, and to a body that cannot be read, is the same
 *  everywhere. */
type Opening = "InvalidRequest" | "InvalidAccount" | `${string}.Invalid${"Request" | "Account"}`;

/** The table lists it, its sample shows NoDataFound. */
type NeverAnswered = "DealerSale/GetProductList ProductNotFound";

type Unlisted<Path extends MethodPath> =
  | Opening
  | (NeverAnswered extends `${Path} ${infer Reason}` ? Reason : never);

type Method<Path extends MethodPath> = {
  readonly good: Fields;
  readonly wrong: { readonly [Reason in Exclude<ReasonOf<Path>, Unlisted<Path>>]: Fields | Cause };
};

const without = (contract: Contract, request: Fields = {}): Cause => ({ request, contract });
const elsewhere = (request: Fields, contract: Contract = {}): Cause => ({
  request,
  contract,
  isElsewhere: true,
});
const nothing: Cause = { request: {}, isEmpty: true };

const noCard = { CardNumber: undefined, ExpMonth: undefined, ExpYear: undefined, CvcNumber: undefined };
const missing = 999_999;
const noToken = "00000000-0000-4000-8000-000000000000";
const badDate = "20260230";

const person = { InvalidGender: { Gender: 3 }, InvalidDateFormatBirthDate: { BirthDate: badDate } };

const card = {
  CardHolderFullNameIsRequired: { CardHolderFullName: "" },
  CardNumberIsRequired: { CardNumber: null },
  ExpMonthIsRequired: { ExpMonth: "" },
  ExpYearIsRequired: { ExpYear: undefined },
  InvalidCardInfo: { CardNumber: "5269551122223338" },
};

const contractOfOrder = {
  ForeignCurrencyNotAvailableForThisDealer: elsewhere({ Currency: "USD" }, { foreignCurrency: false }),
  PaymentMustBeAuthorization: without({ preAuth: "required" }),
  AuthorizationForbiddenForThisDealer: without({ preAuth: "forbidden" }, { IsPreAuth: 1 }),
  PoolPaymentNotAvailableForDealer: without({ pool: "forbidden" }, { IsPoolPayment: 1 }),
  PoolPaymentRequiredForDealer: without({ pool: "required" }),
  TokenizationNotAvailableForDealer: without(
    { tokenization: false },
    { IsTokenized: 1, CustomerInformation: { CustomerCode: "new", FirstName: "N" } },
  ),
} as const;

const contractOfCaller = {
  ChannelPermissionNotAvailable: without({ channels: [] }),
  IpAddressNotAllowed: without({ addresses: ["192.0.2.1"] }),
  "PaymentDealer.CheckPaymentDealerAuthentication.VirtualPosNotFound": without({ bank: false }),
  "PaymentDealer.Fraud.MinToMaxControl": without({ least: "50.00", most: "60.00" }),
} as const;

const contractOfDay = {
  "PaymentDealer.CheckDealerPaymentLimits.DailyDealerLimitExceeded": without({ mostOfDay: "400.00" }),
  "PaymentDealer.CheckDealerPaymentLimits.DailyCardLimitExceeded": without({
    mostOfDay: "1000.00",
    mostOfCardAndDay: "400.00",
  }),
} as const;

const contractOfTerms = {
  ThisInstallmentNumberNotAvailableForDealer: without({ mostInstallments: 3 }, { InstallmentNumber: 4 }),
  DealerCommissionRateNotFound: without({ rates: [2, 3] }),
  DealerGroupCommissionRateNotFound: without({ groupRates: [2, 3] }),
  InvalidSubMerchantName: without({ subMerchants: ["Spa"] }, { SubMerchantName: "Bar" }),
} as const;

const order = {
  InvalidCurrencyCode: { Currency: "XXX" },
  InvalidInstallmentNumber: { InstallmentNumber: 13 },
  InstallmentNotAvailableForForeignCurrencyTransaction: { InstallmentNumber: 2, Currency: "EUR" },
};

const cardOfPayment = {
  "PaymentDealer.RequiredFields.AmountRequired": { Amount: 0 },
  "PaymentDealer.RequiredFields.ExpMonthRequired": { ExpMonth: "" },
  "PaymentDealer.CheckCardInfo.InvalidCardInfo": { CardNumber: "5555666677778888" },
};

const bank = {
  ThisInstallmentNumberNotAvailableForVirtualPos: elsewhere({
    CardNumber: "5136621122223331",
    InstallmentNumber: 12,
  }),
  VirtualPosNotAvailable: elsewhere({ CardNumber: "4000300011112220" }),
};

const amountAndBin = {
  RequiredOrderAmount: { OrderAmount: "", Amount: "" },
  InvalidCurrencyCode: { Currency: "XXX" },
  BinNumberNotFound: { BinNumber: "999999" },
};

type Threed<Cases extends object> = {
  [Reason in keyof Cases & string as Reason extends `${string}.${string}`
    ? Reason
    : `PaymentDealer.DoDirectPayment3dRequest.${Reason}`]: Cases[Reason];
};

/** In the words of payments with 3-D Secure. */
function threeD<Cases extends object>(cases: Cases): Threed<Cases> {
  const named = Object.entries(cases).map(([reason, cause]) => [
    reason.includes(".") ? reason : `PaymentDealer.DoDirectPayment3dRequest.${reason}`,
    cause,
  ]);
  return Object.fromEntries(named) as Threed<Cases>;
}

/** Of each method a request that is good, and what each of its codes is caused by. */
export function refusalsIn(world: World): { readonly [Path in MethodPath]: Method<Path> } {
  const { customer, other, gym, pool, sale, over, byDay, day } = world;
  const { card: CardToken } = customer;
  const DealerSaleId = sale.DealerSaleId as number;
  const noCustomer = { DealerCustomerId: missing, CustomerCode: undefined };
  const twoCustomers = { DealerCustomerId: customer.id, CustomerCode: other.code };
  const theCustomer = {
    CustomerCodeOrDealerCustomerIdMustBeGiven: { DealerCustomerId: "", CustomerCode: null },
    DealerCustomerNotFound: noCustomer,
    CustomerCodeDoesntMatchDealerCustomerId: twoCustomers,
  };
  const theCard = { CardTokenIsRequired: { CardToken: "" }, CardNotFound: { CardToken: noToken } };
  const theProduct = {
    ProductNotFound: { DealerProductId: missing, ProductCode: undefined },
    ProductCodeDoesntMatchDealerProductId: { DealerProductId: gym.id, ProductCode: pool.code },
  };
  const noSale = { DealerSaleId: "", SaleCode: "" };
  const theSale = {
    SaleCodeOrDealerSaleIdMustBeGiven: noSale,
    DealerSaleNotFound: { DealerSaleId: missing },
    SaleCodeDoesntMatchDealerSaleId: { DealerSaleId, SaleCode: over.SaleCode },
  };
  const theStep = {
    DealerPaymentPlanIdIsRequired: { DealerPaymentPlanId: "" },
    PaymentPlanNotFound: { DealerPaymentPlanId: missing },
  };
  const theSchedule = {
    DealerSaleScheduleIdIsRequired: { DealerSaleScheduleId: "" },
    ScheduleNotFound: { DealerSaleScheduleId: missing },
  };
  const days = {
    InvalidDailyWeeklyMonthly: { DailyWeeklyMonthly: 4 },
    InvalidEveryX: { EveryX: 0 },
    DaysOfWeekIsRequired: { DailyWeeklyMonthly: 2 },
    InvalidDaysOfWeek: { DailyWeeklyMonthly: 2, DaysOfWeek: "1,8" },
    DaysOfMonthIsRequired: { DailyWeeklyMonthly: 3 },
    InvalidDaysOfMonth: { DailyWeeklyMonthly: 3, DaysOfMonth: "32" },
  };
  const terms = {
    AmountIsRequired: { Amount: "-1" },
    InvalidInstallmentNumber: { InstallmentNumber: "x" },
    InvalidDateFormatSaleDate: { SaleDate: badDate },
    InvalidDateFormatBeginDate: { BeginDate: "2027-03-01" },
    InvalidDateFormatEndDate: { EndDate: "x" },
    EndDateMustBeAfterBeginDate: { BeginDate: day(5), EndDate: day(4) },
    InvalidHowManyTrial: { HowManyTrial: 0 },
    InvalidPlanType: { PlanType: 3 },
    InvalidCurrencyCode: { Currency: "GBP" },
  };
  const parties = {
    DealerCustomerNotFound: noCustomer,
    CustomerCodeDoesntMatchDealerCustomerId: twoCustomers,
    ...theProduct,
    CardNotFound: { DefaultCard1Token: other.card },
    SaleCodeAlreadyUsing: { SaleCode: over.SaleCode },
  };
  const period = {
    PaymentPlanPaymentDateStartIsRequired: { PaymentPlanPaymentDateStart: "" },
    PaymentPlanPaymentDateEndIsRequired: { PaymentPlanPaymentDateEnd: null },
    InvalidDateFormatPaymentPlanPaymentDateStart: { PaymentPlanPaymentDateStart: badDate },
    InvalidDateFormatPaymentPlanPaymentDateEnd: { PaymentPlanPaymentDateEnd: "tomorrow" },
    NoDataFound: { PaymentPlanPaymentDateStart: "20200101", PaymentPlanPaymentDateEnd: "20200102" },
  };
  const wholeYear = { PaymentPlanPaymentDateStart: "20270101", PaymentPlanPaymentDateEnd: "20271231" };
  const thePayment = {
    OtherTrxCodeOrVirtualPosOrderIdMustGiven: { OtherTrxCode: "" },
    PaymentNotFound: { OtherTrxCode: "nobody's" },
  };
  const thePooled = {
    OtherTrxCodeOrVirtualPosOrderIdMustGiven: { OtherTrxCode: "" },
    DealerPaymentNotFound: { OtherTrxCode: "nobody's" },
  };
  const mismatch = { OtherTrxCode: "today's", VirtualPosOrderId: world.yesterdaysOrder };
  const newPayment = { ...garanti, Amount: 100, OtherTrxCode: "" };
  const line = { ProductCode: gym.code, UnitPrice: 50, Quantity: 2 };
  const basket = (more: Fields) => ({ BasketProduct: [{ ...line, ...more }] });
  return {
    "Dealer/GetDealer": { good: {}, wrong: { DealerNotFound: { DealerCode: "1" } } },
    "DealerCustomer/AddCustomer": {
      good: { CustomerCode: "new", FirstName: "N" },
      wrong: {
        CustomerCodeIsRequired: { CustomerCode: "" },
        FirstNameIsRequired: { FirstName: "" },
        ...person,
        CustomerCodeAlreadyUsing: { CustomerCode: customer.code },
      },
    },
    "DealerCustomer/UpdateCustomer": {
      good: { DealerCustomerId: customer.id, LastName: "Kaya" },
      wrong: {
        CustomerCodeOrDealerCustomerIdMustBeGiven: { DealerCustomerId: undefined },
        ...person,
        DealerCustomerNotFound: noCustomer,
        CustomerCodeAlreadyUsing: elsewhere({ CustomerCode: other.code }),
      },
    },
    "DealerCustomer/GetCustomer": { good: { DealerCustomerId: customer.id }, wrong: theCustomer },
    "DealerCustomer/GetCustomerList": { good: {}, wrong: { NoDataFound: nothing } },
    "DealerCustomer/RemoveCustomer": { good: { DealerCustomerId: world.bare }, wrong: theCustomer },
    "DealerCustomer/AddCustomerWithCard": {
      good: { CustomerCode: "with card", FirstName: "N", ...garanti },
      wrong: {
        CustomerCodeIsRequired: { CustomerCode: "" },
        FirstNameIsRequired: { FirstName: "" },
        ...person,
        ...card,
        CustomerCodeAlreadyUsing: { CustomerCode: customer.code },
      },
    },
    "DealerCustomer/AddCard": {
      good: { DealerCustomerId: customer.id, ...garanti, CardNumber: "5136621122223331" },
      wrong: { ...theCustomer, ...card, CardAlreadyExists: { CardNumber: garanti.CardNumber } },
    },
    "DealerCustomer/UpdateCard": { good: { CardToken, CardName: "Bonus" }, wrong: theCard },
    "DealerCustomer/GetCard": { good: { CardToken }, wrong: theCard },
    "DealerCustomer/GetCardList": {
      good: { DealerCustomerId: customer.id },
      wrong: { ...theCustomer, CardNotFound: { DealerCustomerId: world.bare } },
    },
    "DealerCustomer/RemoveCard": { good: { CardToken: other.card }, wrong: theCard },
    "DealerSale/AddProduct": {
      good: { ProductName: "Sauna" },
      wrong: {
        ProductNameIsRequired: { ProductName: " " },
        ProductCodeAlreadyUsing: { ProductCode: gym.code },
        ProductNameAlreadyExists: { ProductName: gym.name },
      },
    },
    "DealerSale/GetProductList": { good: {}, wrong: { NoDataFound: nothing } },
    "DealerSale/DeleteProduct": {
      good: { DealerProductId: pool.id },
      wrong: { ProductCodeOrDealerProductIdMustBeGiven: { DealerProductId: "" }, ...theProduct },
    },
    "DealerSale/AddSchedule": {
      good: { ScheduleName: "Weekly", DailyWeeklyMonthly: 1, EveryX: 1 },
      wrong: {
        ScheduleNameIsRequired: { ScheduleName: "" },
        DailyWeeklyMonthlyIsRequired: { DailyWeeklyMonthly: "" },
        EveryXIsRequired: { EveryX: "" },
        ...days,
      },
    },
    "DealerSale/UpdateSchedule": {
      good: { DealerSaleScheduleId: world.schedule, EveryX: 2 },
      wrong: { ...theSchedule, ...days },
    },
    "DealerSale/GetSchedule": { good: { DealerSaleScheduleId: world.schedule }, wrong: theSchedule },
    "DealerSale/GetScheduleList": { good: {}, wrong: { NoDataFound: nothing } },
    "DealerSale/DeleteSchedule": { good: { DealerSaleScheduleId: world.schedule }, wrong: theSchedule },
    "DealerSale/AddSale": {
      good: {
        DealerCustomerId: customer.id,
        DealerProductId: gym.id,
        Amount: 10,
        SaleDate: day(),
        BeginDate: day(),
        PlanType: 2,
        DefaultCard1Token: CardToken,
      },
      wrong: {
        CustomerCodeOrDealerCustomerIdMustBeGiven: { DealerCustomerId: "" },
        ProductCodeOrDealerProductIdMustBeGiven: { DealerProductId: null },
        SaleDateIsRequired: { SaleDate: "" },
        BeginDateIsRequired: { BeginDate: "" },
        PlanTypeIsRequired: { PlanType: "" },
        DealerSaleScheduleIdIsRequired: { PlanType: 1 },
        DefaultCard1TokenIsRequired: {
          PlanType: 1,
          DealerSaleScheduleId: world.schedule,
          DefaultCard1Token: "",
        },
        ...terms,
        ...parties,
        ScheduleNotFound: { PlanType: 1, DealerSaleScheduleId: missing },
      },
    },
    "DealerSale/UpdateSale": {
      good: { DealerSaleId },
      wrong: {
        SaleCodeOrDealerSaleIdMustBeGiven: noSale,
        ...terms,
        DealerSaleNotFound: { DealerSaleId: missing },
        DealerSaleScheduleIdIsRequired: { PlanType: 1 },
        DefaultCard1TokenIsRequired: elsewhere({
          DealerSaleId: byDay.DealerSaleId,
          DealerCustomerId: world.bare,
        }),
        ...parties,
        ScheduleNotFound: { PlanType: 1, DealerSaleScheduleId: missing },
      },
    },
    "DealerSale/GetSale": { good: { DealerSaleId }, wrong: theSale },
    "DealerSale/GetSaleList": { good: {}, wrong: { NoDataFound: nothing } },
    "DealerSale/DeleteSale": {
      good: { DealerSaleId },
      wrong: {
        SaleCodeOrDealerSaleIdMustBeGiven: noSale,
        "DealerSale.DeleteDealer.DealerSaleNotFund": theSale.DealerSaleNotFound,
        "DealerSale.DeleteDealer.SaleCodeDoesntMatchDealerSaleId": theSale.SaleCodeDoesntMatchDealerSaleId,
      },
    },
    "DealerSale/AddPaymentPlan": {
      good: { DealerSaleId, PaymentDate: day(20), Amount: "10.00" },
      wrong: {
        ...theSale,
        AmountIsRequired: { Amount: "1.005" },
        PaymentDateIsRequired: { PaymentDate: "" },
        InvalidInstallmentNumber: { InstallmentNumber: 0 },
        InvalidDateFormatPaymentDate: { PaymentDate: badDate },
        PaymentDatePassed: { PaymentDate: day(-1) },
        InvalidCurrencyCode: { Currency: "TRY" },
        DealerSaleIsNotManualPlan: { DealerSaleId: byDay.DealerSaleId },
        SaleEndDatePassed: { DealerSaleId: over.DealerSaleId },
        PaymentDateMustBeAfterSaleBeginDate: elsewhere({ DealerSaleId: world.later.DealerSaleId }),
        PaymentDateMustBeBeforeSaleEndDate: { PaymentDate: day(90) },
        PaymentPlanAlreadyExists: { PaymentDate: day(10) },
      },
    },
    "DealerSale/UpdatePaymentPlan": {
      good: { DealerPaymentPlanId: world.planned },
      wrong: {
        ...theStep,
        AmountIsRequired: { Amount: 0 },
        InvalidInstallmentNumber: { InstallmentNumber: 13 },
        InvalidDateFormatPaymentDate: { PaymentDate: "x" },
        PaymentDatePassed: { DealerPaymentPlanId: world.passed },
        InvalidCurrencyCode: { Currency: "XXX" },
        DealerSaleIsNotManualPlan: { DealerPaymentPlanId: world.stepOfSchedule },
        SaleEndDatePassed: { DealerPaymentPlanId: world.planOfOver },
        PaymentDateMustBeAfterSaleBeginDate: { DealerPaymentPlanId: world.planOfLater, PaymentDate: day(1) },
        PaymentDateMustBeBeforeSaleEndDate: { PaymentDate: day(90) },
        PaymentPlanAlreadyExists: { DealerPaymentPlanId: world.twin, PaymentDate: day(10), Amount: 10 },
      },
    },
    "DealerSale/DeletePaymentPlan": {
      good: { DealerPaymentPlanId: world.planned },
      wrong: {
        ...theStep,
        PaymentDatePassed: { DealerPaymentPlanId: world.passed },
        DealerSaleIsNotManualPlan: { DealerPaymentPlanId: world.stepOfSchedule },
      },
    },
    "DealerSale/GetPaymentPlan": { good: { DealerPaymentPlanId: world.planned }, wrong: theStep },
    "DealerSale/GetPaymentPlanList": {
      good: { DealerSaleId, ...wholeYear },
      wrong: { ...theSale, ...period },
    },
    "DealerSale/GetPaymentPlanReport": { good: wholeYear, wrong: period },
    "DealerSale/GetPaymentPlanHistoryList": {
      good: { DealerPaymentPlanId: world.passed },
      wrong: { ...theStep, NoDataFound: { DealerPaymentPlanId: world.planned } },
    },
    "PaymentDealer/DoDirectPayment": {
      good: newPayment,
      wrong: {
        ...cardOfPayment,
        ...order,
        ...contractOfOrder,
        OnlyCardTokenOrCardNumber: { CardToken },
        CardTokenNotFound: { ...noCard, CardToken: noToken },
        ThreeDRequired: without({ threeD: "required" }),
        ...contractOfCaller,
        ...contractOfDay,
        ...bank,
        ...contractOfTerms,
        OtherTrxCodeAlreadyUsing: { OtherTrxCode: "today's" },
      },
    },
    "PaymentDealer/DoDirectPaymentThreeD": {
      good: { ...newPayment, RedirectUrl: "https://shop.example.com/back" },
      wrong: threeD({
        RedirectUrlRequired: { RedirectUrl: "" },
        ...cardOfPayment,
        ...order,
        ...contractOfOrder,
        CardTokenCannotUseWithSaveCard: { ...noCard, CardToken, IsTokenized: 1 },
        CardTokenNotFound: { ...noCard, CardToken: noToken },
        OnlyCardTokenOrCardNumber: { CardToken },
        ...contractOfCaller,
        ...contractOfDay,
        ...bank,
        ...contractOfTerms,
        InvalidUnitPrice: basket({ UnitPrice: "x" }),
        InvalidQuantityValue: basket({ Quantity: 0 }),
        BasketAmountIsNotEqualPaymentAmount: basket({ Quantity: 3 }),
        BasketProductNotFoundInYourProductList: basket({ ProductCode: "x" }),
        MustBeOneOfDealerProductIdOrProductCode: basket({ ProductCode: "" }),
        OtherTrxCodeAlreadyUsing: { OtherTrxCode: "today's" },
      }),
    },
    "PaymentDealer/DoCapture": {
      good: { OtherTrxCode: "held" },
      wrong: {
        ...thePayment,
        OtherTrxCodeAndVirtualPosOrderIdMismatch: mismatch,
        InvalidAmount: { Amount: "x" },
        CaptureNotAvailable: { OtherTrxCode: "today's" },
      },
    },
    "PaymentDealer/DoVoid": {
      good: { OtherTrxCode: "today's" },
      wrong: {
        PaymentNotFound: thePayment.PaymentNotFound,
        OtherTrxCodeAndVirtualPosOrderIdMismatch: mismatch,
        VoidNotAvailable: { OtherTrxCode: "yesterday's" },
      },
    },
    "PaymentDealer/DoCreateRefundRequest": {
      good: { OtherTrxCode: "yesterday's" },
      wrong: {
        ...thePayment,
        InvalidAmount: { Amount: "1,5" },
        OtherTrxCodeAndVirtualPosOrderIdMismatch: mismatch,
        RefundRequestAlreadyExist: { OtherTrxCode: "given back" },
        RefundNotAvailable: { OtherTrxCode: "today's" },
      },
    },
    "PaymentDealer/DoApprovePoolPayment": {
      good: { OtherTrxCode: "in the pool" },
      wrong: {
        ...thePooled,
        PaymentAlreadyApproved: { OtherTrxCode: "out of the pool" },
        PaymentIsNotPoolPayment: { OtherTrxCode: "today's" },
      },
    },
    "PaymentDealer/UndoApprovePoolPayment": {
      good: { OtherTrxCode: "out of the pool" },
      wrong: {
        ...thePooled,
        OtherTrxCodeAndVirtualPosOrderIdNotMatch: mismatch,
        PaymentNotApprovedYet: { OtherTrxCode: "in the pool" },
        PaymentIsNotPoolPayment: { OtherTrxCode: "today's" },
      },
    },
    "PaymentDealer/GetDealerPaymentTrxDetailList": {
      good: { OtherTrxCode: "today's" },
      wrong: {
        PaymentIdError: { OtherTrxCode: "" },
        PaymentNotFound: thePayment.PaymentNotFound,
      },
    },
    "PaymentDealer/GetPaymentList": {
      good: { PaymentStartDate: "2027-03-01 00:00", PaymentEndDate: "2027-03-05 00:00" },
      wrong: {
        PaymentStartDateIsRequired: { PaymentStartDate: "" },
        PaymentEndDateIsRequired: { PaymentEndDate: "" },
        InvalidDateFormatPaymentStartDate: { PaymentStartDate: "20270301" },
        InvalidDateFormatPaymentEndDate: { PaymentEndDate: "2027-02-30" },
        NoDataFound: { PaymentStartDate: "2020-01-01", PaymentEndDate: "2020-01-02" },
      },
    },
    "PaymentDealer/GetPaymentTrxList": {
      good: { TrxStartDate: "2027-03-01 00:00", TrxEndDate: "2027-03-05 00:00" },
      wrong: {
        TrxStartDateIsRequired: { TrxStartDate: "" },
        TrxEndDateIsRequired: { TrxEndDate: "" },
        InvalidDateFormatTrxStartDate: { TrxStartDate: "20270301" },
        InvalidDateFormatTrxEndDate: { TrxEndDate: "2027-02-30" },
        NoDataFound: { TrxStartDate: "2020-01-01", TrxEndDate: "2020-01-02" },
      },
    },
    "PaymentDealer/GetBankCardInformation": {
      good: { BinNumber: "526955" },
      wrong: { BinNumberNotFound: { BinNumber: "999999" } },
    },
    "PaymentDealer/DoCalcPaymentTable": {
      good: { OrderAmount: 100, Amount: 100, BinNumber: "526955" },
      wrong: amountAndBin,
    },
    "PaymentDealer/DoCalcPaymentAmount": {
      good: { OrderAmount: 100, Amount: 100, BinNumber: "526955", InstallmentNumber: 2 },
      wrong: {
        ...amountAndBin,
        InvalidInstallmentNumber: { InstallmentNumber: 13 },
        InstallmentNotAvailableForForeignCurrencyTransaction: { Currency: "EUR" },
        BinNumberMustGiven: { BinNumber: "" },
        VirtualPosCommissionRateNotFound: elsewhere({ BinNumber: "513662", InstallmentNumber: 10 }),
      },
    },
    "PaymentUserPos/CreateUserPosPayment": {
      good: { OtherTrxCode: "new link", Amount: 100 },
      wrong: {
        OtherTrxCodeIsRequired: { OtherTrxCode: "" },
        AmountIsRequired: { Amount: "" },
        ...order,
        RedirectUrlRequired: { RedirectUrl: "ftp://x" },
        GsmNumberIsRequired: { CommunicationType: 0 },
        EmailIsRequired: { CommunicationType: 1 },
        ...contractOfOrder,
        ...contractOfCaller,
        ...contractOfTerms,
        OtherTrxCodeAlreadyUsing: { OtherTrxCode: "today's" },
        DealerCustomerNotFound: { DealerCustomerId: missing },
        CustomerCodeDoesntMatchDealerCustomerId: twoCustomers,
      },
    },
  };
}
