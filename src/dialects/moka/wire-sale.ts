import {
  cardsOf,
  chargeOf,
  type NamedSchedule,
  type PlannedStep,
  type Product,
  type Subscription,
} from "../../core/agreements/index.ts";
import type { Payer } from "../../core/payers/index.ts";
import type { Payment } from "../../core/payments/index.ts";
import { bankResultOf } from "./codes/index.ts";
import { saleDetailsOf } from "./sale-details.ts";
import type { PaymentPlan, PlanAttempt } from "./wire/plan.ts";
import type { Sale } from "./wire/sale.ts";

/** What a sale names. */
export type Surroundings = {
  readonly payer: Payer;
  readonly product: Product;
  readonly schedule: NamedSchedule | undefined;
};

/** A sale as Moka tells it. */
export function saleOf(sale: Subscription, { payer, product, schedule }: Surroundings): Sale {
  const { soldOn, trialDays, description, customerType } = saleDetailsOf(sale);
  const [first = null, second = null, third = null] = cardsOf(sale);
  return {
    number: sale.number,
    code: sale.code ?? "",
    customer: { number: payer.number, code: payer.reference ?? "" },
    product,
    amount: sale.price,
    currency: sale.currency,
    installments: sale.installments,
    schedule: schedule?.number ?? null,
    soldOn: Temporal.PlainDate.from(soldOn),
    beginOn: beginOf(sale),
    endOn: sale.endOn,
    trialDays,
    description,
    planType: sale.timing === "manual" ? "manual" : "automatic",
    customerType,
    cardTokens: [first, second, third],
  };
}

export function beginOf({ id, beginOn }: Subscription): Temporal.PlainDate {
  if (!beginOn) throw new TypeError(`${id} is no sale`);
  return beginOn;
}

/** A step as Moka tells it. One made from a schedule costs what the sale costs, until it is charged. */
export function planOf(step: PlannedStep, sale: Subscription): PaymentPlan {
  const { payment, dueOn } = step;
  const isTried = payment !== null && payment.state !== "pending";
  if (!dueOn) throw new TypeError(`step ${step.id} is none of a sale`);
  return {
    number: step.number,
    sale: { number: sale.number, code: sale.code ?? "" },
    paymentOn: dueOn,
    amount: step.plannedAmount ?? step.amount ?? chargeOf(sale),
    currency: step.currency ?? sale.currency,
    installments: step.installments,
    isManual: step.isManual,
    status: statusOf(step),
    lastAttempt: isTried
      ? { attemptedAt: payment.openedAt, cardToken: payment.cardId, payment: payment.number ?? 0n }
      : null,
    customerType: saleDetailsOf(sale).customerType,
    // No stored card pays what was asked for by a link.
    userPosPayment: payment && payment.cardId === null ? payment.number : null,
  };
}

const statuses = {
  scheduled: "created",
  retrying: "retrying",
  paid: "charged",
  failed: "failed",
  canceled: "failed",
} as const;

/** While it is being charged it is what it was before. */
function statusOf({ state, attempts }: PlannedStep): PaymentPlan["status"] {
  if (state === "processing") return attempts > 1 ? "retrying" : "created";
  return statuses[state];
}

/** A payment that tried to charge a step. It is known by the payment's number. */
export function attemptOf(payment: Payment): PlanAttempt {
  const isPaid = payment.captured > 0n;
  const { code, message } = bankResultOf({
    code: payment.instrument?.declined?.code,
    reason: payment.reason,
  });
  const number = payment.number ?? 0n;
  return {
    number,
    attemptedAt: payment.openedAt,
    cardToken: payment.cardId,
    payment: number,
    isPaid,
    message: isPaid ? "" : `${code} - ${message}`,
  };
}
