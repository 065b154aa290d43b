import type { Tx } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";
import { lockCard } from "../vault/index.ts";
import { daysAfter, dueAt } from "./cadence.ts";
import { type Plan, plans, priceOf } from "./plan.ts";
import { scheduleStep } from "./step.ts";
import { emitSubscription, noSale, type Periodic, type Subscription, subscriptions } from "./subscription.ts";

/** Who is to pay for what. `numbers`: of the subscription, and of its first step. */
export type Sign = Pick<
  Subscription,
  | "merchantId"
  | "storeId"
  | "dialect"
  | "payerId"
  | "isTest"
  | "currency"
  | "multiplier"
  | "items"
  | "debt"
  | "timeZone"
  | "details"
> & {
  readonly planId: string;
  readonly cardId: string;
  readonly numbers: { readonly subscription: bigint; readonly step: bigint };
  /** A payment that is made now pays for the first period, unless the plan has a trial. */
  readonly isPaidNow: boolean;
};

/** Subscribes a payer to a plan. The first charge comes when the trial is over; without one it comes at once, or, when
 *  a payment that is made now pays for the first period, one period later. May be called in the write that stores the
 *  card or settles that payment. Refuses: plan_not_found (also of a canceled one), plan_has_no_price, card_not_found,
 *  card_not_active. */
export async function subscribe(tx: Tx, { numbers, isPaidNow, ...wanted }: Sign): Promise<Subscription> {
  const [plan, card] = await Promise.all([offered(tx, wanted), lockCard(tx, { id: wanted.cardId })]);
  const price = priceOf(plan, wanted.currency);
  if (price === undefined) throw new Refusal("plan_has_no_price");
  if (card.merchantId !== wanted.merchantId) throw new Refusal("card_not_found");
  if (card.state !== "active") throw new Refusal("card_not_active");

  const period = isPaidNow && plan.trialDays === 0 ? 1 : 0;
  const isOver = plan.periods > 0 && period >= plan.periods;
  const timetable = {
    cadence: plan.cadence,
    anchorAt: daysAfter(tx.now, plan.trialDays, wanted.timeZone),
    timeZone: wanted.timeZone,
  };
  const subscription: Periodic = {
    ...noSale,
    ...wanted,
    ...timetable,
    id: tx.id(),
    number: numbers.subscription,
    price,
    totalPeriods: plan.periods,
    periodCount: period,
    retryCount: 0,
    stepId: null,
    nextAt: null,
    state: isOver ? "ended" : "active",
    createdAt: tx.now,
    updatedAt: tx.now,
  };
  const begun = isOver ? subscription : withFirstStep(tx, subscription, { number: numbers.step, period });
  emitSubscription(tx, "started", begun);
  return tx.insert(subscriptions, begun);
}

function withFirstStep(
  tx: Tx,
  subscription: Periodic,
  first: { number: bigint; period: number },
): Subscription {
  const { id: stepId } = scheduleStep(tx, subscription, first);
  return { ...subscription, stepId, nextAt: dueAt(subscription, first.period) };
}

/** Read without taking it: many subscribe to one plan at a time. */
async function offered(tx: Tx, { planId, merchantId }: Pick<Sign, "planId" | "merchantId">): Promise<Plan> {
  const [plan] = await tx.list(plans, { id: planId });
  if (plan?.merchantId !== merchantId || plan.state !== "active") throw new Refusal("plan_not_found");
  return plan;
}
