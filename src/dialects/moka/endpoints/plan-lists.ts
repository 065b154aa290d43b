import { type PlannedStep, paymentsOfStep, stepsBetween } from "../../../core/agreements/index.ts";
import type { Payment } from "../../../core/payments/index.ts";
import type { Call, Setting } from "../call.ts";
import type { Fault } from "../envelope.ts";
import { readNamed } from "../named.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import { dateAt } from "../read/index.ts";
import { planHistoryJson, planListJson } from "../wire/plan.ts";
import { attemptOf, planOf } from "../wire-sale.ts";
import { findStep, readStepNumber, saleOfStep, told } from "./plans.ts";
import { findSale } from "./sales.ts";

/** There are no pages (facts 2.7). */
const mostRows = 100_000;

const listOfSale: Endpoint<"DealerSale/GetPaymentPlanList"> = async (call) => {
  const { refuse } = call;
  const named = readNamed(call, "DealerSaleId", "SaleCode");
  if (!named) throw refuse("SaleCodeOrDealerSaleIdMustBeGiven");
  const days = readDays(call);
  const { id: subscriptionId } = await findSale(call, named, {
    missing: () => refuse("DealerSaleNotFound"),
    mismatched: () => refuse("SaleCodeDoesntMatchDealerSaleId"),
  });
  return list(call, { ...days, subscriptionId });
};

const report: Endpoint<"DealerSale/GetPaymentPlanReport"> = (call) => list(call, readDays(call));

const undecided: readonly Payment["state"][] = ["pending", "processing"];

/** What is being tried just now, or waits for its payer, is not told yet. */
const history: Endpoint<"DealerSale/GetPaymentPlanHistoryList"> = async (call) => {
  const step = await findStep(call, readStepNumber(call));
  const payments = await paymentsOfStep(call.house.reader, { stepId: step.id });
  const attempts = payments.filter(({ state }) => !undecided.includes(state)).map(attemptOf);
  if (attempts.length === 0) throw call.refuse("NoDataFound");
  return planHistoryJson(await told(call, step), attempts);
};

/** Facts 2.7. */
export const planLists: Endpoints = {
  "DealerSale/GetPaymentPlanList": listOfSale,
  "DealerSale/GetPaymentPlanReport": report,
  "DealerSale/GetPaymentPlanHistoryList": history,
};

async function list(
  call: Setting & { refuse(reason: "NoDataFound"): Fault },
  wanted: Days & { readonly subscriptionId?: string },
) {
  const { house, facts, refuse } = call;
  const merchantId = facts.merchant.id;
  const steps: PlannedStep[] = await stepsBetween(house.reader, { ...wanted, merchantId, most: mostRows });
  if (steps.length === 0) throw refuse("NoDataFound");
  const ids = [...new Set(steps.map(({ subscriptionId }) => subscriptionId))];
  const sales = new Map(await Promise.all(ids.map(async (id) => [id, await saleOfStep(house, id)] as const)));
  return planListJson(
    steps.flatMap((step) => {
      const sale = sales.get(step.subscriptionId);
      return sale ? [planOf(step, sale)] : [];
    }),
  );
}

type Days = { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate };

const start = "PaymentPlanPaymentDateStart";
const end = "PaymentPlanPaymentDateEnd";

/** The first and the last day that is asked for. */
function readDays({
  request,
  refuse,
}: Pick<Call, "request"> & {
  refuse(
    reason: `${typeof start | typeof end}IsRequired` | `InvalidDateFormat${typeof start | typeof end}`,
  ): Fault;
}): Days {
  const from = dateAt(request, start);
  const to = dateAt(request, end);
  if (from === undefined) throw refuse(`${start}IsRequired`);
  if (to === undefined) throw refuse(`${end}IsRequired`);
  if (from === null) throw refuse(`InvalidDateFormat${start}`);
  if (to === null) throw refuse(`InvalidDateFormat${end}`);
  return { from, to };
}
