import type { Money } from "../../../core/money/index.ts";
import type { JsonObject } from "../../toolkit/json.ts";
import { binJson, findBin, readBin } from "../bin.ts";
import type { Fault } from "../envelope.ts";
import { commissionRate, mostInstallments, paymentAmount, paymentTable } from "../installments.ts";
import { paymentCurrencies } from "../money.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import { amountAt, countAt, currencyAt, flagAt, textAt, valueAt } from "../read/index.ts";

const getBankCardInformation: Endpoint<"PaymentDealer/GetBankCardInformation"> = async ({
  request,
  refuse,
}) => {
  const { number, bin } = binAt(request);
  if (!bin) throw refuse("BinNumberNotFound");
  return { ...binJson(bin, number), MaxInstallmentNumber: mostInstallments(bin, "TRY") };
};

/** For one card, or, without a BIN, for all programmes. */
const doCalcPaymentTable: Endpoint<"PaymentDealer/DoCalcPaymentTable"> = async ({ request, refuse }) => {
  const { amount, currency } = readBasket(request, refuse);
  const isOnTop = flagAt(request, "IsIncludedCommissionAmount") === true;
  const { isGiven, bin } = binAt(request);
  if (isGiven && !bin) throw refuse("BinNumberNotFound");
  return paymentTable({ amount, currency, isOnTop, bin });
};

const doCalcPaymentAmount: Endpoint<"PaymentDealer/DoCalcPaymentAmount"> = async ({ request, refuse }) => {
  const { amount, currency } = readBasket(request, refuse);
  const told = countAt(request, "InstallmentNumber", 0, 12);
  if (told === null) throw refuse("InvalidInstallmentNumber");
  const installments = told || 1;
  if (installments > 1 && currency !== "TRY")
    throw refuse("InstallmentNotAvailableForForeignCurrencyTransaction");
  const { isGiven, number: binNumber, bin } = binAt(request);
  if (!isGiven) throw refuse("BinNumberMustGiven");
  if (!bin) throw refuse("BinNumberNotFound");
  const rate = installments > mostInstallments(bin, currency) ? undefined : commissionRate(installments);
  if (rate === undefined) throw refuse("VirtualPosCommissionRateNotFound");
  const revenueRate = readRate(valueAt(request, "GroupRevenueRate"));
  return paymentAmount({ amount, currency, bin, binNumber, rate, revenueRate });
};

/** Percent with at most four decimals as parts per million; nothing, or anything else, is none. */
function readRate(value: unknown): bigint {
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  const [, whole = "", fraction = ""] = /^(\d{1,2})(?:\.(\d{1,4}))?$/.exec(text) ?? [];
  return whole === "" ? 0n : BigInt(whole + fraction.padEnd(4, "0"));
}

/** The card that is asked about; without a bin nobody knows it. */
function binAt(request: JsonObject) {
  const number = readBin(valueAt(request, "BinNumber")) ?? "";
  return { isGiven: textAt(request, "BinNumber", 100) !== undefined, number, bin: findBin(number) };
}

type Refuse = (reason: "RequiredOrderAmount" | "InvalidCurrencyCode") => Fault;

function readBasket(request: JsonObject, refuse: Refuse): Money {
  const currency = currencyAt(request, "Currency", paymentCurrencies);
  const amount =
    amountAt(request, "OrderAmount", currency ?? "TRY") ?? amountAt(request, "Amount", currency ?? "TRY");
  if (!amount) throw refuse("RequiredOrderAmount");
  if (currency === null) throw refuse("InvalidCurrencyCode");
  return { amount, currency: currency ?? "TRY" };
}

export const bins: Endpoints = {
  "PaymentDealer/GetBankCardInformation": getBankCardInformation,
  "PaymentDealer/DoCalcPaymentTable": doCalcPaymentTable,
  "PaymentDealer/DoCalcPaymentAmount": doCalcPaymentAmount,
};
