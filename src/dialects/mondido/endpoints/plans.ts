import {
  addPlan,
  cancelPlan,
  changePlan,
  countPlans,
  type Plan,
  planPage,
  plans as table,
} from "../../../core/agreements/index.ts";
import { isAbsent, type JsonObject, plainText, textAt } from "../../toolkit/json.ts";
import type { Answer, Call } from "../call.ts";
import { type ErrorName, Fault } from "../errors.ts";
import { page, readListQuery } from "../list.ts";
import type { Operation } from "../operation.ts";
import { readFlag, readInteger } from "../read/index.ts";
import { largestSum } from "../signing.ts";
import { planJson, planStateOf, readPrices, readUnit } from "../wire-agreements.ts";

/** Facts 2.9. */
export const plans: readonly Operation[] = [
  { name: "create plan", method: "POST", path: "/plans", run: create },
  { name: "list plans", method: "GET", path: "/plans", run: list },
  {
    name: "get plan",
    method: "GET",
    path: "/plans/:id",
    run: async (call) => answer(call, await findPlan(call, call.path.id)),
  },
  { name: "update plan", method: "PUT", path: "/plans/:id", run: update },
  { name: "delete plan", method: "DELETE", path: "/plans/:id", run: cancel },
];

const longestName = 255;
const longestDescription = 10_000;
const mostPeriods = 10_000;
const longestInterval = { days: 3_650, months: 120 };
const longestTrial = 3_650;

async function create(call: Call): Promise<Answer> {
  const { house, facts, params } = call;
  const sheet = readPlan(params);
  const number = await house.numbers.next("plan");
  const merchantId = facts.merchant.id;
  return answer(call, await house.write(async (tx) => addPlan(tx, { ...sheet, number, merchantId })));
}

/** Changes what is named: who subscribes from now on gets the plan as it then is, who has goes on as agreed. Prices and
 *  fees are named whole, an interval with its unit or without. */
async function update(call: Call): Promise<Answer> {
  const { house, facts, params } = call;
  const owned = await findPlan(call, call.path.id);
  const told = Object.fromEntries(Object.entries(params).filter(([, value]) => !isAbsent(value)));
  const state = readState(params.status);
  const revise = (plan: Plan) => ({
    ...readPlan({ ...planJson(plan, facts), ...told }),
    state: state ?? plan.state,
  });
  return answer(call, await house.write((tx) => changePlan(tx, owned, revise)));
}

/** Faults 148. */
function readState(status: unknown): Plan["state"] | undefined {
  const state = planStateOf(plainText(status));
  if (!state && !isAbsent(status)) throw new Fault("errors.status.invalid");
  return state;
}

type Sheet = Omit<Plan, "id" | "number" | "merchantId" | "state" | "createdAt" | "updatedAt">;

/** Checked in the order of the error codes. Faults 184 to 189, 195; 253 for what has no word of its own. */
function readPlan(params: JsonObject): Sheet {
  const name = textAt(params, "name", longestName + 1);
  if (!name) throw new Fault("errors.name.missing");
  if (name.length > longestName) throw new Fault("errors.request.bad_format");
  if (isAbsent(params.interval_unit)) throw new Fault("errors.interval_unit.missing");
  const unit = readUnit(params.interval_unit);
  if (!unit) throw new Fault("errors.interval_unit.invalid");
  if (isAbsent(params.prices)) throw new Fault("errors.prices.missing");
  if (isAbsent(params.interval)) throw new Fault("errors.interval.missing");
  const every = readCount(params.interval, longestInterval[unit], "errors.interval.invalid");
  if (every === 0) throw new Fault("errors.interval.invalid");
  const prices = readPrices(params.prices, largestSum);
  if (!prices) throw new Fault("errors.prices.invalid");
  if (Object.keys(prices).length === 0) throw new Fault("errors.prices.missing");
  const setupFees = isAbsent(params.setup_fees) ? {} : readPrices(params.setup_fees, largestSum);
  if (!setupFees) throw new Fault("errors.prices.invalid");
  const description = textAt(params, "description", longestDescription + 1) ?? null;
  if (description && description.length > longestDescription) throw new Fault("errors.request.bad_format");
  return {
    name,
    description,
    cadence: { unit, every },
    periods: readCount(params.periods ?? 0, mostPeriods, "errors.request.bad_format"),
    trialDays: readCount(params.trial_length ?? 0, longestTrial, "errors.request.bad_format"),
    prices,
    setupFees,
  };
}

/** An empty field counts as 0. */
function readCount(value: unknown, most: number, otherwise: ErrorName): number {
  const count = isAbsent(value) ? 0 : readInteger(value);
  if (count === undefined || count > most) throw new Fault(otherwise);
  return count;
}

async function list(call: Call): Promise<Answer> {
  const query = readListQuery(call, { filters: ["status"], orders: ["id", "created_at"] });
  const { status } = query.filter;
  const state = status === undefined ? undefined : planStateOf(status);
  if (status !== undefined && !state) throw new Fault("errors.filter_value.not_supported");
  const { limit, offset, isDescending, startId } = query;
  const from = startId === null ? undefined : BigInt(startId);
  const wanted = { merchantId: call.facts.merchant.id, state, from, isDescending, limit, offset };
  const { reader } = call.house;
  const [rows, total] = await Promise.all([planPage(reader, wanted), countPlans(reader, wanted)]);
  return page(
    rows.map((plan) => planJson(plan, call.facts)),
    query,
    total,
  );
}

/** Nobody can subscribe any more; with `cancel_subscriptions` those who have are done too. */
async function cancel(call: Call): Promise<Answer> {
  const { id, merchantId } = await findPlan(call, call.path.id);
  const withSubscriptions = readFlag(call.params.cancel_subscriptions);
  return answer(call, await call.house.write((tx) => cancelPlan(tx, { id, merchantId, withSubscriptions })));
}

/** A merchant's plan by number. Faults 135; 138 for somebody else's. */
export async function findPlan({ house, facts }: Call, id: unknown): Promise<Plan> {
  const number = readInteger(id);
  const plan = number === undefined ? undefined : await house.reader.find(table, { number });
  if (!plan) throw new Fault("errors.plan.not_found");
  if (plan.merchantId !== facts.merchant.id) throw new Fault("errors.unauthorized");
  return plan;
}

function answer({ facts }: Call, plan: Plan): Answer {
  return { json: planJson(plan, facts) };
}
