import type { Call } from "./call.ts";
import type { Fault } from "./envelope.ts";
import { readable } from "./errors.ts";
import { saleCurrencies } from "./money.ts";
import { type Named, readNamed } from "./named.ts";
import {
  amountAt,
  countAt,
  currencyAt,
  dateAt,
  guidAt,
  integerAt,
  type Reading,
  textAt,
} from "./read/index.ts";
import { planTypes, type Sale } from "./wire/sale.ts";

type Path = "DealerSale/AddSale" | "DealerSale/UpdateSale";

/** Of whom and what a request for a sale speaks. What is undefined is not given. */
export type SaleParties = {
  readonly code: string | undefined;
  readonly customer: Named | undefined;
  readonly product: Named | undefined;
  /** The schedule's number. */
  readonly schedule: bigint | undefined;
  readonly customerType: number | undefined;
  readonly description: string | undefined;
  readonly cards: readonly [string | undefined, string | undefined, string | undefined];
};

const longestText = { code: 100, description: 1_000 };

/** Faults InvalidRequest. */
export function readParties(call: Call<Path>): SaleParties {
  const { request } = call;
  const customerType = readable(call.path, integerAt(request, "DealerCustomerTypeId"));
  const card = (n: 1 | 2 | 3) => readable(call.path, guidAt(request, `DefaultCard${n}Token`));
  return {
    code: readable(call.path, textAt(request, "SaleCode", longestText.code)),
    customer: readNamed(call, "DealerCustomerId", "CustomerCode"),
    product: readNamed(call, "DealerProductId", "ProductCode"),
    schedule: readable(call.path, integerAt(request, "DealerSaleScheduleId")) || undefined,
    customerType: customerType ? Number(customerType) : undefined,
    description: readable(call.path, textAt(request, "Description", longestText.description)),
    cards: [card(1), card(2), card(3)],
  };
}

/** Minor units; undefined: not given. Faults AmountIsRequired for zero and what is no amount. */
export function readSaleAmount({ request, refuse }: Asking<"AmountIsRequired">): bigint | undefined {
  const amount = amountAt(request, "Amount", "TRY");
  if (amount === null || amount === 0n) throw refuse("AmountIsRequired");
  return amount;
}

export const mostInstallments = 12;
const mostTrials = 30;

/** What a request says of how a sale is paid. What is undefined is not given. */
export type SaleTerms = {
  readonly installments: number | undefined;
  readonly soldOn: Temporal.PlainDate | undefined;
  readonly beginOn: Temporal.PlainDate | undefined;
  readonly endOn: Temporal.PlainDate | undefined;
  readonly trialDays: number | undefined;
  readonly planType: Sale["planType"] | undefined;
  readonly currency: string | undefined;
};

type TermReason =
  | "InvalidInstallmentNumber"
  | "InvalidDateFormatSaleDate"
  | "InvalidDateFormatBeginDate"
  | "InvalidDateFormatEndDate"
  | "EndDateMustBeAfterBeginDate"
  | "InvalidHowManyTrial"
  | "InvalidPlanType"
  | "InvalidCurrencyCode";

/** In the order of the table of codes. */
export function readTerms({ request, refuse }: Asking<TermReason>): SaleTerms {
  const checked = <Value>(reading: Reading<Value>, reason: TermReason): Value | undefined => {
    if (reading === null) throw refuse(reason);
    return reading;
  };
  const installments = checked(
    countAt(request, "InstallmentNumber", 1, mostInstallments),
    "InvalidInstallmentNumber",
  );
  const soldOn = checked(dateAt(request, "SaleDate"), "InvalidDateFormatSaleDate");
  const beginOn = checked(dateAt(request, "BeginDate"), "InvalidDateFormatBeginDate");
  const endOn = checked(dateAt(request, "EndDate"), "InvalidDateFormatEndDate");
  if (beginOn && endOn && isBefore(endOn, beginOn)) throw refuse("EndDateMustBeAfterBeginDate");
  const trialDays = checked(countAt(request, "HowManyTrial", 1, mostTrials), "InvalidHowManyTrial");
  const planType = checked(countAt(request, "PlanType", 1, 2), "InvalidPlanType");
  const currency = checked(currencyAt(request, "Currency", saleCurrencies), "InvalidCurrencyCode");
  return {
    installments,
    soldOn,
    beginOn,
    endOn,
    trialDays,
    planType: planTypeOf(planType),
    currency,
  };
}

/** What a new sale has in any case. */
type NewSale = SaleParties &
  SaleTerms & {
    readonly customer: Named;
    readonly product: Named;
    /** Minor units. */
    readonly price: bigint;
    readonly soldOn: Temporal.PlainDate;
    readonly beginOn: Temporal.PlainDate;
  };

/** In the order of the table of codes. A sale by hand has no schedule. */
export function readNewSale(call: Call<"DealerSale/AddSale">): NewSale {
  const { request, refuse } = call;
  const given = readParties(call);
  const { customer, product, schedule, cards, customerType } = given;
  if (!customer) throw refuse("CustomerCodeOrDealerCustomerIdMustBeGiven");
  if (!product) throw refuse("ProductCodeOrDealerProductIdMustBeGiven");
  const price = readSaleAmount(call);
  if (price === undefined) throw refuse("AmountIsRequired");
  if (dateAt(request, "SaleDate") === undefined) throw refuse("SaleDateIsRequired");
  if (dateAt(request, "BeginDate") === undefined) throw refuse("BeginDateIsRequired");
  const planType = countAt(request, "PlanType", 1, 2);
  if (planType === undefined) throw refuse("PlanTypeIsRequired");
  const isAutomatic = planType === planTypes.automatic;
  if (isAutomatic && !schedule) throw refuse("DealerSaleScheduleIdIsRequired");
  if (isAutomatic && !cards[0] && !customerType) throw refuse("DefaultCard1TokenIsRequired");

  const terms = readTerms(call);
  const { soldOn, beginOn } = terms;
  if (!soldOn || !beginOn) throw new TypeError("a day that is there can be read by now");
  const followed = isAutomatic ? schedule : undefined;
  return { ...given, ...terms, customer, product, schedule: followed, price, soldOn, beginOn };
}

function planTypeOf(number: number | undefined): Sale["planType"] | undefined {
  if (number === undefined) return undefined;
  return number === planTypes.manual ? "manual" : "automatic";
}

export function isBefore(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}

type Asking<Reason extends string> = Pick<Call, "request"> & { refuse(reason: Reason): Fault };
