import { type CodeTable, opening } from "./source.ts";

const terms = {
  InvalidInstallmentNumber: "chosen",
  InvalidDateFormatSaleDate: "chosen",
  InvalidDateFormatBeginDate: "chosen",
  InvalidDateFormatEndDate: "chosen",
  EndDateMustBeAfterBeginDate: "chosen",
  InvalidHowManyTrial: "chosen",
  InvalidPlanType: "chosen",
  InvalidCurrencyCode: "chosen",
} as const;

const parties = {
  DealerCustomerNotFound: "chosen",
  CustomerCodeDoesntMatchDealerCustomerId: "chosen",
  ProductNotFound: "chosen",
  ProductCodeDoesntMatchDealerProductId: "chosen",
  ScheduleNotFound: "chosen",
  CardNotFound: "chosen",
} as const;

/** Products, schedules and sales (facts 2.9). */
export const saleCodes = {
  "DealerSale/AddProduct": {
    ...opening("documented"),
    ProductNameIsRequired: "documented",
    ProductCodeAlreadyUsing: "documented",
    ProductNameAlreadyExists: "documented",
  },
  // The table lists ProductNotFound, its sample shows NoDataFound; an empty list answers the latter, as others do.
  "DealerSale/GetProductList": {
    ...opening("documented"),
    ProductNotFound: "documented",
    NoDataFound: "documented",
  },
  "DealerSale/DeleteProduct": {
    ...opening("documented"),
    ProductCodeOrDealerProductIdMustBeGiven: "documented",
    ProductNotFound: "documented",
    ProductCodeDoesntMatchDealerProductId: "documented",
  },
  "DealerSale/AddSchedule": {
    ...opening("chosen"),
    ScheduleNameIsRequired: "chosen",
    DailyWeeklyMonthlyIsRequired: "chosen",
    InvalidDailyWeeklyMonthly: "chosen",
    EveryXIsRequired: "chosen",
    InvalidEveryX: "chosen",
    DaysOfWeekIsRequired: "chosen",
    InvalidDaysOfWeek: "chosen",
    DaysOfMonthIsRequired: "chosen",
    InvalidDaysOfMonth: "chosen",
  },
  "DealerSale/UpdateSchedule": {
    ...opening("chosen"),
    DealerSaleScheduleIdIsRequired: "chosen",
    InvalidDailyWeeklyMonthly: "chosen",
    InvalidEveryX: "chosen",
    DaysOfWeekIsRequired: "chosen",
    InvalidDaysOfWeek: "chosen",
    DaysOfMonthIsRequired: "chosen",
    InvalidDaysOfMonth: "chosen",
    ScheduleNotFound: "chosen",
  },
  "DealerSale/GetSchedule": {
    ...opening("chosen"),
    DealerSaleScheduleIdIsRequired: "chosen",
    ScheduleNotFound: "chosen",
  },
  "DealerSale/GetScheduleList": { ...opening("recorded"), NoDataFound: "chosen" },
  "DealerSale/DeleteSchedule": {
    ...opening("documented"),
    DealerSaleScheduleIdIsRequired: "documented",
    ScheduleNotFound: "documented",
  },
  "DealerSale/AddSale": {
    ...opening("chosen"),
    CustomerCodeOrDealerCustomerIdMustBeGiven: "chosen",
    ProductCodeOrDealerProductIdMustBeGiven: "chosen",
    AmountIsRequired: "chosen",
    SaleDateIsRequired: "chosen",
    BeginDateIsRequired: "chosen",
    PlanTypeIsRequired: "chosen",
    DealerSaleScheduleIdIsRequired: "chosen",
    DefaultCard1TokenIsRequired: "chosen",
    ...terms,
    ...parties,
    SaleCodeAlreadyUsing: "chosen",
  },
  "DealerSale/UpdateSale": {
    ...opening("chosen"),
    SaleCodeOrDealerSaleIdMustBeGiven: "chosen",
    AmountIsRequired: "chosen",
    ...terms,
    DealerSaleNotFound: "chosen",
    DealerSaleScheduleIdIsRequired: "chosen",
    ...parties,
    DefaultCard1TokenIsRequired: "chosen",
    SaleCodeAlreadyUsing: "chosen",
  },
  "DealerSale/GetSale": {
    ...opening("chosen"),
    SaleCodeOrDealerSaleIdMustBeGiven: "chosen",
    DealerSaleNotFound: "chosen",
    SaleCodeDoesntMatchDealerSaleId: "chosen",
  },
  "DealerSale/GetSaleList": { ...opening("chosen"), NoDataFound: "chosen" },
  // Three copies of the documents of different age spell the last two so.
  "DealerSale/DeleteSale": {
    ...opening("documented"),
    SaleCodeOrDealerSaleIdMustBeGiven: "documented",
    "DealerSale.DeleteDealer.DealerSaleNotFund": "documented",
    "DealerSale.DeleteDealer.SaleCodeDoesntMatchDealerSaleId": "documented",
  },
} as const satisfies CodeTable;
