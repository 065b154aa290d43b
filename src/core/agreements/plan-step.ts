import type { Tx } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";
import { lockSale } from "./sale.ts";
import { dayOf } from "./sale-days.ts";
import { insertStep, type Step, steps } from "./step.ts";
import { isOpen, type Subscription, subscriptions } from "./subscription.ts";

/** The day of a step, and when it is charged first. */
type Due = { readonly dueOn: Temporal.PlainDate; readonly firstAttemptAt: Temporal.Instant };

/** In minor units of `currency`. */
type Terms = { readonly amount: bigint; readonly currency: string; readonly installments: number };

type Owned = Pick<Step, "id" | "merchantId">;

/** Plans a step of a sale whose steps are planned by hand, between its first and last day. `refuseTwins`: one that has
 *  day, amount and currency of another is refused.
 *  Refuses: sale_not_found, sale_is_not_manual, sale_end_passed, step_before_begin, step_after_end, step_exists. */
export async function addStep(
  tx: Tx,
  {
    saleId,
    merchantId,
    number,
    refuseTwins,
    ...wanted
  }: Due &
    Terms & {
      readonly saleId: string;
      readonly merchantId: string;
      readonly number: bigint;
      readonly refuseTwins: boolean;
    },
): Promise<Step> {
  const sale = await lockSale(tx, { id: saleId, merchantId });
  if (sale.timing !== "manual") throw new Refusal("sale_is_not_manual");
  refuseDay(tx, sale, wanted.dueOn);
  if (refuseTwins) await refuseTwin(tx, sale, wanted);
  const { dueOn, firstAttemptAt, amount, currency, installments } = wanted;
  return insertStep(tx, sale, {
    number,
    isManual: true,
    dueOn,
    dueAt: firstAttemptAt,
    nextAttemptAt: firstAttemptAt,
    plannedAmount: amount,
    currency,
    installments,
  });
}

/** Changes what is named of a step by hand whose time has not come. Refuses: step_not_found (also one taken out, or of
 *  a deleted sale), step_is_under_way, step_is_not_manual, sale_end_passed, step_before_begin, step_after_end,
 *  step_exists. */
export async function changeStep(
  tx: Tx,
  {
    id,
    merchantId,
    refuseTwins,
    due,
    ...terms
  }: Owned & {
    readonly due?: Due | undefined;
    readonly refuseTwins: boolean;
  } & { readonly [Key in keyof Terms]?: Terms[Key] | undefined },
): Promise<Step> {
  const step = await lockPlanned(tx, { id, merchantId });
  const [sale] = await tx.list(subscriptions, { id: step.subscriptionId });
  if (!sale || !isOpen(sale)) throw new Refusal("step_not_found");
  const changed: Step = {
    ...step,
    plannedAmount: terms.amount ?? step.plannedAmount,
    currency: terms.currency ?? step.currency,
    installments: terms.installments ?? step.installments,
    ...(due && { dueOn: due.dueOn, dueAt: due.firstAttemptAt, nextAttemptAt: due.firstAttemptAt }),
  };
  const { dueOn, plannedAmount: amount, currency } = changed;
  if (dueOn) refuseDay(tx, sale, dueOn);
  if (refuseTwins && dueOn && amount !== null && currency)
    await refuseTwin(tx, sale, { id, dueOn, amount, currency });
  return tx.update(steps, changed);
}

/** Takes out a step by hand whose time has not come. Refuses: step_not_found, step_is_under_way, step_is_not_manual. */
export async function removeStep(tx: Tx, owned: Owned): Promise<Step> {
  const step = await lockPlanned(tx, owned);
  return tx.update(steps, { ...step, state: "canceled", nextAttemptAt: null });
}

async function lockPlanned(tx: Tx, { id, merchantId }: Owned): Promise<Step> {
  const step = await tx.lock(steps, { id });
  if (step?.merchantId !== merchantId || !step.dueOn || step.state === "canceled")
    throw new Refusal("step_not_found");
  const { nextAttemptAt: at } = step;
  const isAhead = at !== null && Temporal.Instant.compare(at, tx.now) > 0;
  if (step.state !== "scheduled" || !isAhead) throw new Refusal("step_is_under_way");
  if (!step.isManual) throw new Refusal("step_is_not_manual");
  return step;
}

function refuseDay(tx: Tx, sale: Subscription, day: Temporal.PlainDate): void {
  const { beginOn, endOn } = sale;
  const isBefore = (a: Temporal.PlainDate, b: Temporal.PlainDate) => Temporal.PlainDate.compare(a, b) < 0;
  if (endOn && isBefore(endOn, dayOf(sale, tx.now))) throw new Refusal("sale_end_passed");
  if (beginOn && isBefore(day, beginOn)) throw new Refusal("step_before_begin");
  if (endOn && isBefore(endOn, day)) throw new Refusal("step_after_end");
}

async function refuseTwin(
  tx: Tx,
  { id: subscriptionId }: Subscription,
  wanted: Pick<Terms, "amount" | "currency"> & Pick<Due, "dueOn"> & { readonly id?: string },
): Promise<void> {
  const others = await tx.list(steps, { subscriptionId });
  const isTwin = (step: Step) =>
    step.id !== wanted.id &&
    step.state !== "canceled" &&
    step.dueOn?.equals(wanted.dueOn) &&
    step.plannedAmount === wanted.amount &&
    step.currency === wanted.currency;
  if (others.some(isTwin)) throw new Refusal("step_exists");
}
