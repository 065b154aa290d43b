import { type Bin, binJson, findBin, readBin } from "../bin.ts";
import type { Call } from "../call.ts";
import type { Fault } from "../envelope.ts";
import { commissionRate, mostInstallments, paymentAmount, paymentTable } from "../installments.ts";
import { paymentCurrencies } from "../money.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import { amountAt, countAt, currencyAt, flagAt, valueAt } from "../read/index.ts";

const getBankCardInformation: Endpoint<"PaymentDealer/GetBankCardInformation"> = async ({
  request,
  refuse,
}) => {
  const number = readBin(valueAt(request, "BinNumber"));
  if (number === undefined) throw refuse("InvalidBinNumber");
  const bin = findBin(number);
  if (!bin) throw refuse("BinNumberNotFound");
  return binJson(bin, number);
};

/** For one card, or, without a BIN, for all programmes. */
const doCalcPaymentTable: Endpoint<"PaymentDealer/DoCalcPaymentTable"> = async (call) => {
  const { amount, currency, isOnTop, bin } = readCalculation(call);
  return paymentTable({ amount, currency, isOnTop, bin });
};

const doCalcPaymentAmount: Endpoint<"PaymentDealer/DoCalcPaymentAmount"> = async (call) => {
  const { amount, currency, installments, binNumber, bin } = readCalculation(call);
  if (binNumber === undefined) throw call.refuse("InvalidBinNumber");
  if (!bin) throw call.refuse("BinNumberNotFound");
  const rate = installments > mostInstallments(bin, currency) ? undefined : commissionRate(installments);
  if (rate === undefined) throw call.refuse("InvalidInstallmentNumber");
  const revenueRate = readRate(valueAt(call.request, "GroupRevenueRate"));
  return paymentAmount({ amount, currency, bin, binNumber, rate, revenueRate });
};

/** Percent with at most four decimals as parts per million; nothing, or anything else, is none. */
function readRate(value: unknown): bigint {
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  const [, whole = "", fraction = ""] = /^(\d{1,2})(?:\.(\d{1,4}))?$/.exec(text) ?? [];
  return whole === "" ? 0n : BigInt(whole + fraction.padEnd(4, "0"));
}

type Asking = Pick<Call, "request"> & {
  refuse(
    reason: "AmountIsRequired" | "InvalidCurrencyCode" | "InvalidInstallmentNumber" | "InvalidBinNumber",
  ): Fault;
};

type Calculation = {
  readonly amount: bigint;
  readonly currency: string;
  readonly installments: number;
  readonly isOnTop: boolean;
  readonly binNumber: string | undefined;
  readonly bin: Bin | undefined;
};

function readCalculation({ request, refuse }: Asking): Calculation {
  const currency = currencyAt(request, "Currency", paymentCurrencies);
  const amount =
    amountAt(request, "OrderAmount", currency ?? "TRY") ?? amountAt(request, "Amount", currency ?? "TRY");
  if (!amount) throw refuse("AmountIsRequired");
  if (currency === null) throw refuse("InvalidCurrencyCode");
  const installments = countAt(request, "InstallmentNumber", 0, 12);
  if (installments === null) throw refuse("InvalidInstallmentNumber");
  const given = valueAt(request, "BinNumber");
  const isGiven = given !== undefined && given !== null && given !== "";
  const binNumber = isGiven ? readBin(given) : undefined;
  if (isGiven && binNumber === undefined) throw refuse("InvalidBinNumber");
  return {
    amount,
    currency: currency ?? "TRY",
    installments: installments || 1,
    isOnTop: flagAt(request, "IsIncludedCommissionAmount") === true,
    binNumber,
    bin: binNumber === undefined ? undefined : findBin(binNumber),
  };
}

export const bins: Endpoints = {
  "PaymentDealer/GetBankCardInformation": getBankCardInformation,
  "PaymentDealer/DoCalcPaymentTable": doCalcPaymentTable,
  "PaymentDealer/DoCalcPaymentAmount": doCalcPaymentAmount,
};
