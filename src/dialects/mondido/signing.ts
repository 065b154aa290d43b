import { type AgreedItem, type Plan, plans, priceOf, subscribe } from "../../core/agreements/index.ts";
import type { House } from "../../core/house.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import { lockPayment, type Payment, type PaymentDetails } from "../../core/payments/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { Signed } from "./billing.ts";
import { Fault } from "./errors.ts";
import { itemsTotal, readItems } from "./read/index.ts";
import { toldBy } from "./told.ts";

/** Sums that are larger cannot be multiplied by every quantity. */
export const largestSum = 9_223_372_036_854n;

/** The plan of this number, when the merchant offers it in this currency. Faults 135, 136. */
export async function offeredPlan(
  { house, facts }: { house: House; facts: StoreFacts },
  number: number | null | undefined,
  currency: string,
): Promise<Plan> {
  const plan = typeof number === "number" ? await house.reader.find(plans, { number }) : undefined;
  if (plan?.merchantId !== facts.merchant.id || plan.state !== "active")
    throw new Fault("errors.plan.not_found");
  if (priceOf(plan, currency) === undefined) throw new Fault("errors.price.missing");
  return plan;
}

/** Items that every period is going to cost. Faults as `readItems`, and 259 for more than can be charged. */
export function readAgreedItems(value: unknown, currency: string): readonly AgreedItem[] {
  const items = readItems(value, currency);
  const total = itemsTotal(items);
  if (total > largestSum || total < -largestSum) throw new Fault("errors.items.amount_not_valid");
  return items.map(({ amount, asSent }) => ({ amount: String(amount), told: asSent }));
}

/** Subscribes whoever makes a payment, and answers what the payment then knows of it. */
export type Signing = (
  tx: Tx,
  paid: { cardId: string; payerId: string | null },
) => Promise<{ subscriptionId: string; details: PaymentDetails }>;

/** The write that subscribes whoever makes a payment that names a plan; undefined when it names none. To be run with
 *  the settling of the approved payment, whose card it stores. What the merchant has changed since paying began, such
 *  as metadata, counts. Faults as `offeredPlan`. */
export async function prepareSigning(
  { house, facts }: { house: House; facts: StoreFacts },
  payment: Payment,
): Promise<Signing | undefined> {
  const told = toldBy(payment);
  if (told.planId === null) return undefined;
  const plan = await offeredPlan({ house, facts }, told.planId, payment.currency);
  const [subscription, step] = await Promise.all([
    house.numbers.next("subscription"),
    house.numbers.next("step"),
  ]);
  return async (tx, { cardId, payerId }) => {
    const latest = await lockPayment(tx, { id: payment.id });
    const { customerRef, metadata, paymentDetails, segmentation } = toldBy(latest);
    const details: Signed = {
      metadata,
      name: plan.name,
      first: { customerRef, metadata, paymentDetails, segmentation },
    };
    const signed = await subscribe(tx, {
      numbers: { subscription, step },
      merchantId: facts.merchant.id,
      storeId: facts.store.id,
      dialect: "mondido",
      planId: plan.id,
      payerId,
      cardId,
      isTest: payment.isTest,
      currency: payment.currency,
      multiplier: told.subscriptionQuantity,
      items: readAgreedItems(told.subscriptionItems, payment.currency),
      debt: 0n,
      timeZone: facts.store.timeZone,
      details,
      isPaidNow: true,
    });
    const kept = { ...toldBy(latest), subscription: String(signed.number) };
    return { subscriptionId: signed.id, details: { ...latest.details, told: kept } };
  };
}
