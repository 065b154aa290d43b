import { amountOf, type Schedule, type Tariff } from "../../core/credit/index.ts";
import type { Store } from "../../core/merchants/index.ts";
import {
  type AgreedSchedule,
  isOverdue,
  type Payment,
  type PaymentState,
} from "../../core/payments/index.ts";
import { writeAmount } from "./money.ts";

/** Our states in the document's words ("Status method"; facts 2.8). */
const statuses = {
  pending: "pending",
  processing: "pending",
  authorized: "hold",
  captured: "finished",
  refunded: "refunded",
  declined: "declined",
  failed: "declined",
  voided: "canceled",
  expired: "expired",
} as const satisfies Record<PaymentState, string>;

/** Whether the hold is no longer in force, as the document's examples have it. */
const isOver = {
  pending: false,
  processing: false,
  authorized: false,
  captured: false,
  refunded: true,
  declined: true,
  failed: true,
  voided: true,
  expired: true,
} as const satisfies Record<PaymentState, boolean>;

/** `current_order` of the Status method. A hold whose time is over reads as expired even before it is swept. */
export function currentOrder(payment: Payment, now: Temporal.Instant) {
  const state = isOverdue(payment, now) ? "expired" : payment.state;
  return {
    order_id: payment.reference,
    expired: isOver[state],
    status: statuses[state],
    decision: payment.decision,
    amount: writeAmount(payment.amount, payment.currency),
    term: payment.decision === "approved" ? payment.term : null,
  };
}

/** One item of `payment_schedule` (document, Schedule; facts 2.4). */
export function scheduleItem(schedule: Schedule, tariff: Tariff) {
  const write = (amount: bigint) => writeAmount(amount, tariff.currency);
  return {
    total: write(schedule.total),
    monthly_payment: write(schedule.monthlyPayment),
    monthly_overpayment: write(schedule.monthlyOverpayment),
    term: tariff.term,
    payment_dates: schedule.instalments.map((instalment) => ({
      date: dottedDay(instalment.dueOn),
      amount: write(amountOf(instalment)),
    })),
  };
}

/** `schedule` of the callback and of the Change method: days as yyyy-mm-dd, or as the store's clients read them. */
export function scheduleDays(schedule: AgreedSchedule["schedule"], { currency, settings }: Store) {
  return schedule.map(({ dueOn, amount }) => ({
    date: settings.dottedDates ? dottedDay(Temporal.PlainDate.from(dueOn)) : dueOn,
    amount: writeAmount(BigInt(amount), currency),
  }));
}

function dottedDay(day: Temporal.PlainDate): string {
  const [year, month, date] = day.toString().split("-");
  return `${date}.${month}.${year}`;
}
