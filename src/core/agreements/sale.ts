import type { Tx } from "../../platform/db/index.ts";
import { payers } from "../payers/index.ts";
import { Refusal } from "../refusal.ts";
import { cards } from "../vault/index.ts";
import { close } from "./change-subscription.ts";
import { products } from "./products.ts";
import { dayOf, dueFrom, dueOnDay, nextStepAt } from "./sale-days.ts";
import { type NamedSchedule, schedules } from "./schedules.ts";
import { insertStep } from "./step.ts";
import {
  cardsOf,
  emitSubscription,
  isOpen,
  type Subscription,
  saveSubscription,
  subscriptions,
} from "./subscription.ts";

/** What a sale is made of, as the merchant tells it. Amounts in minor units. */
type Terms = Pick<Subscription, "currency" | "price" | "installments" | "endOn" | "details"> & {
  readonly payerId: string;
  readonly productId: string;
  /** null: its steps are planned by hand. */
  readonly scheduleId: string | null;
  /** Up to three of the payer's, in the order in which they are tried. Without any, the payer is asked for each step, or
   *  the step fails, as the dialect says. */
  readonly cardIds: readonly string[];
  readonly code: string;
  readonly beginOn: Temporal.PlainDate;
};

type Owned = Pick<Subscription, "id" | "merchantId">;

export type Sale = Terms &
  Pick<Subscription, "number" | "merchantId" | "storeId" | "dialect" | "isTest" | "timeZone"> & {
    /** At which its steps fall due on their days. */
    readonly dueTime: Temporal.PlainTime;
    /** A step's number, and when it is charged, for when today is one of its days and that time is over. */
    readonly late: { readonly stepNumber: bigint; readonly attemptAt: Temporal.Instant };
  };

/** What is named changes; `details` key by key. */
export type SaleChange = { readonly [Key in keyof Terms]?: Terms[Key] | undefined };

/** Sells a product to a payer, who is charged on the days of a schedule from today on, or as steps are added.
 *  Refuses: payer_not_found, product_not_found, schedule_not_found, card_not_found, sale_code_exists. */
export async function sell(tx: Tx, { dueTime, late, cardIds, ...wanted }: Sale): Promise<Subscription> {
  const schedule = await surroundings(tx, wanted.merchantId, { ...wanted, cardIds });
  const { beginOn, timeZone, scheduleId } = wanted;
  const anchorAt = beginOn.toZonedDateTime({ timeZone, plainTime: dueTime }).toInstant();
  const sale: Subscription = {
    ...wanted,
    ...turns(cardIds),
    id: tx.id(),
    timing: scheduleId === null ? "manual" : "schedule",
    planId: null,
    multiplier: 1,
    items: [],
    debt: 0n,
    cadence: null,
    anchorAt,
    totalPeriods: 0,
    periodCount: 0,
    retryCount: 0,
    stepId: null,
    nextAt: null,
    state: "active",
    createdAt: tx.now,
    updatedAt: tx.now,
  };
  const begun = schedule ? begin(tx, sale, schedule, late) : sale;
  emitSubscription(tx, "started", begun);
  return tx.insert(subscriptions, begun);
}

/** Changes what is charged from the next attempt on, by which cards, and on which days from now on.
 *  Refuses: sale_not_found (also of a deleted one), payer_not_found, product_not_found, schedule_not_found,
 *  card_not_found, sale_code_exists. */
export async function changeSale(
  tx: Tx,
  { id, merchantId, ...changes }: Owned & SaleChange,
): Promise<Subscription> {
  const known = await lockSale(tx, { id, merchantId });
  const schedule = await surroundings(tx, merchantId, newIn(changes, known));
  const { cardIds, details, ...named } = changes;
  const told = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  const changed: Subscription = {
    ...known,
    ...told,
    ...(cardIds && turns(cardIds)),
    details: { ...known.details, ...details },
  };
  const sale = { ...changed, timing: changed.scheduleId === null ? "manual" : "schedule" } as const;
  emitSubscription(tx, "changed", sale);
  return saveSubscription(tx, await withDays(tx, sale, schedule));
}

/** What a change names that the sale does not have yet. What it has may have been deleted since. */
function newIn(changes: SaleChange, known: Subscription): SaleChange {
  const { payerId, productId, scheduleId, cardIds, code } = changes;
  const isSamePayer = payerId === undefined || payerId === known.payerId;
  const owned = isSamePayer ? cardsOf(known) : [];
  const added = cardIds?.filter((card) => !owned.includes(card)) ?? [];
  const payer = isSamePayer && added.length === 0 ? undefined : (payerId ?? known.payerId);
  return {
    payerId: payer ?? undefined,
    productId: productId === known.productId ? undefined : productId,
    scheduleId: scheduleId === known.scheduleId ? undefined : scheduleId,
    cardIds: added,
    code: code === known.code ? undefined : code,
  };
}

/** Its steps that wait are taken out; what is being charged is still recorded. Refuses: sale_not_found. */
export async function deleteSale(tx: Tx, owned: Owned): Promise<Subscription> {
  return close(tx, await lockSale(tx, owned), "canceled");
}

/** Takes a merchant's sale that is not deleted. Refuses: sale_not_found. */
export async function lockSale(tx: Tx, { id, merchantId }: Owned): Promise<Subscription> {
  const sale = await tx.lock(subscriptions, { id });
  if (sale?.merchantId !== merchantId || sale.timing === "cadence" || !isOpen(sale))
    throw new Refusal("sale_not_found");
  return sale;
}

function turns([cardId, ...spareCardIds]: readonly string[]): Pick<Subscription, "cardId" | "spareCardIds"> {
  return { cardId: cardId ?? null, spareCardIds };
}

/** The first day of the schedule that has not passed; today's step is made at once when its time is over. */
function begin(tx: Tx, sale: Subscription, schedule: NamedSchedule, late: Sale["late"]): Subscription {
  const today = dayOf(sale, tx.now);
  const dueAt = dueFrom(sale, schedule, today);
  if (!dueAt || Temporal.Instant.compare(dueAt, tx.now) > 0) return { ...sale, nextAt: dueAt };
  insertStep(tx, sale, {
    number: late.stepNumber,
    dueOn: today,
    dueAt: late.attemptAt,
    nextAttemptAt: late.attemptAt,
  });
  return { ...sale, nextAt: dueFrom(sale, schedule, today.add({ days: 1 })) };
}

async function withDays(tx: Tx, sale: Subscription, named: NamedSchedule | undefined): Promise<Subscription> {
  const anchored = sale.beginOn ? { ...sale, anchorAt: dueOnDay(sale, sale.beginOn) } : sale;
  if (sale.scheduleId === null) return { ...anchored, nextAt: null };
  const [schedule] = named ? [named] : await tx.list(schedules, { id: sale.scheduleId });
  return { ...anchored, nextAt: schedule ? nextStepAt(anchored, schedule, tx.now) : null };
}

/** Refuses what is named and is not there; answers the schedule. */
async function surroundings(
  tx: Tx,
  merchantId: string,
  { payerId, productId, scheduleId, cardIds = [], code }: SaleChange,
): Promise<NamedSchedule | undefined> {
  const [payer, [product], schedule, found, namesakes] = await Promise.all([
    payerId === undefined ? undefined : tx.lock(payers, { id: payerId }),
    productId === undefined ? [] : tx.list(products, { id: productId }),
    scheduleId ? tx.lock(schedules, { id: scheduleId }) : undefined,
    Promise.all(cardIds.map((id) => tx.list(cards, { id }))),
    code == null ? [] : tx.list(subscriptions, { merchantId, code }),
  ]);
  const isOurs = (row: { merchantId: string; state: string } | undefined) =>
    row?.merchantId === merchantId && row.state === "active";
  if (payerId !== undefined && !isOurs(payer)) throw new Refusal("payer_not_found");
  if (productId !== undefined && !isOurs(product)) throw new Refusal("product_not_found");
  if (scheduleId && !isOurs(schedule)) throw new Refusal("schedule_not_found");
  if (!found.every(([card]) => isOurs(card) && card?.payerId === payerId))
    throw new Refusal("card_not_found");
  if (namesakes.some(isOpen)) throw new Refusal("sale_code_exists");
  return schedule;
}
