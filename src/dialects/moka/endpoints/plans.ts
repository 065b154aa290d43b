import {
  addStep,
  changeStep,
  type PlannedStep,
  plannedStep,
  removeStep,
  type Subscription,
  subscriptions,
} from "../../../core/agreements/index.ts";
import { firstAttempt } from "../attempts.ts";
import type { Call, Setting } from "../call.ts";
import type { Fault } from "../envelope.ts";
import { readable } from "../errors.ts";
import { dayOf } from "../istanbul.ts";
import { saleCurrencies } from "../money.ts";
import { readNamed } from "../named.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import { amountAt, countAt, currencyAt, dateAt, integerAt } from "../read/index.ts";
import { isBefore, mostInstallments } from "../read-terms.ts";
import { type PaymentPlan, planJson } from "../wire/plan.ts";
import { planOf } from "../wire-sale.ts";
import { findSale } from "./sales.ts";

/** Checked in the order of the document's table. */
const add: Endpoint<"DealerSale/AddPaymentPlan"> = async (call) => {
  const { house, request, refuse } = call;
  const named = readNamed(call, "DealerSaleId", "SaleCode");
  if (!named) throw refuse("SaleCodeOrDealerSaleIdMustBeGiven");
  const amount = amountAt(request, "Amount", "TRY");
  if (!amount) throw refuse("AmountIsRequired");
  const dueOn = dateAt(request, "PaymentDate");
  if (dueOn === undefined) throw refuse("PaymentDateIsRequired");
  const installments = countAt(request, "InstallmentNumber", 1, mostInstallments);
  if (installments === null) throw refuse("InvalidInstallmentNumber");
  if (dueOn === null) throw refuse("InvalidDateFormatPaymentDate");
  if (isBefore(dueOn, dayOf(house.now()))) throw refuse("PaymentDatePassed");
  const currency = currencyAt(request, "Currency", saleCurrencies);
  if (currency === null) throw refuse("InvalidCurrencyCode");

  const sale = await findSale(call, named, {
    missing: () => refuse("DealerSaleNotFound"),
    mismatched: () => refuse("SaleCodeDoesntMatchDealerSaleId"),
  });
  const number = await house.numbers.next("step");
  const step = await house.write((tx) =>
    addStep(tx, {
      saleId: sale.id,
      merchantId: sale.merchantId,
      number,
      dueOn,
      firstAttemptAt: firstAttempt(dueOn, tx.now),
      amount,
      currency: currency ?? "TRY",
      installments: installments ?? 1,
      refuseTwins: refusesTwins(call),
    }),
  );
  return planJson(planOf({ ...step, payment: null }, sale));
};

/** What is not sent stays. */
const update: Endpoint<"DealerSale/UpdatePaymentPlan"> = async (call) => {
  const { house, request, refuse } = call;
  const number = readStepNumber(call);
  const amount = amountAt(request, "Amount", "TRY");
  if (amount === null || amount === 0n) throw refuse("AmountIsRequired");
  const installments = countAt(request, "InstallmentNumber", 1, mostInstallments);
  if (installments === null) throw refuse("InvalidInstallmentNumber");
  const dueOn = dateAt(request, "PaymentDate");
  if (dueOn === null) throw refuse("InvalidDateFormatPaymentDate");
  const currency = currencyAt(request, "Currency", saleCurrencies);
  if (currency === null) throw refuse("InvalidCurrencyCode");
  const { id, merchantId } = await findStep(call, number);
  if (dueOn && isBefore(dueOn, dayOf(house.now()))) throw refuse("PaymentDatePassed");

  const step = await house.write((tx) =>
    changeStep(tx, {
      id,
      merchantId,
      due: dueOn && { dueOn, firstAttemptAt: firstAttempt(dueOn, tx.now) },
      amount,
      currency,
      installments,
      refuseTwins: refusesTwins(call),
    }),
  );
  return planJson(await told(call, { ...step, payment: null }));
};

const remove: Endpoint<"DealerSale/DeletePaymentPlan"> = async (call) => {
  const { id, merchantId } = await findStep(call, readStepNumber(call));
  await call.house.write((tx) => removeStep(tx, { id, merchantId }));
  return true;
};

const get: Endpoint<"DealerSale/GetPaymentPlan"> = async (call) =>
  planJson(await told(call, await findStep(call, readStepNumber(call))));

/** Document; facts 2.7. */
export const plans: Endpoints = {
  "DealerSale/AddPaymentPlan": add,
  "DealerSale/UpdatePaymentPlan": update,
  "DealerSale/DeletePaymentPlan": remove,
  "DealerSale/GetPaymentPlan": get,
};

function refusesTwins({ facts }: Setting): boolean {
  return facts.store.settings.refuseTwinSteps ?? false;
}

export function readStepNumber(
  call: Pick<Call, "path" | "request"> & { refuse(reason: "DealerPaymentPlanIdIsRequired"): Fault },
): bigint {
  const number = readable(call.path, integerAt(call.request, "DealerPaymentPlanId"));
  if (!number) throw call.refuse("DealerPaymentPlanIdIsRequired");
  return number;
}

/** Faults PaymentPlanNotFound, also for another dealer's and for one that was taken out. */
export async function findStep(
  { house, facts, refuse }: Setting & { refuse(reason: "PaymentPlanNotFound"): Fault },
  number: bigint,
): Promise<PlannedStep> {
  const step = await plannedStep(house.reader, { merchantId: facts.merchant.id, number });
  if (!step) throw refuse("PaymentPlanNotFound");
  return step;
}

export async function told({ house }: Pick<Setting, "house">, step: PlannedStep): Promise<PaymentPlan> {
  return planOf(step, await saleOfStep(house, step.subscriptionId));
}

/** Also a deleted one. */
export async function saleOfStep({ reader }: Setting["house"], id: string): Promise<Subscription> {
  const sale = await reader.find(subscriptions, { id });
  if (!sale) throw new TypeError(`there is no sale ${id}`);
  return sale;
}
