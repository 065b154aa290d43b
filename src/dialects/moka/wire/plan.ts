import { dateText, momentText } from "../istanbul.ts";
import { currencyName, writeAmount } from "../money.ts";
import type { Sale } from "./sale.ts";

/** What has become of a step (facts 2.7), by its number on the wire. */
export const planStatuses = { created: 0, charged: 1, retrying: 2, failed: 3 } as const;

/** One charge of a sale, also called a payment step. */
export type PaymentPlan = {
  readonly number: bigint;
  readonly sale: Pick<Sale, "number" | "code">;
  readonly paymentOn: Temporal.PlainDate;
  /** In minor units. */
  readonly amount: bigint;
  /** ISO 4217. */
  readonly currency: string;
  readonly installments: number;
  /** Entered by the dealer, not made from a schedule. */
  readonly isManual: boolean;
  readonly status: keyof typeof planStatuses;
  /** null until it is tried. */
  readonly lastAttempt: Pick<PlanAttempt, "attemptedAt" | "cardToken" | "payment"> | null;
  /** Where it is collected by a payment request. */
  readonly customerType: number | null;
  readonly userPosPayment: bigint | null;
};

/** One try to charge a step. */
export type PlanAttempt = {
  readonly number: bigint;
  readonly attemptedAt: Temporal.Instant;
  /** null for a step that is collected by a payment request. */
  readonly cardToken: string | null;
  /** The payment's number. */
  readonly payment: bigint;
  readonly isPaid: boolean;
  /** Why not, as the bank said it: "002 - Limit yetersiz". */
  readonly message: string;
};

/** The plan object (document, "Successful Request Result"). */
export function planJson(plan: PaymentPlan) {
  const { sale, lastAttempt } = plan;
  return {
    DealerPaymentPlanId: Number(plan.number),
    DealerSaleId: Number(sale.number),
    SaleCode: sale.code,
    PaymentDate: dateText(plan.paymentOn),
    Amount: writeAmount(plan.amount, plan.currency),
    Currency: currencyName(plan.currency),
    InstallmentNumber: plan.installments,
    HistoryDate: momentText(lastAttempt?.attemptedAt ?? null),
    CardToken: lastAttempt?.cardToken ?? "",
    DealerCustomerTypeId: plan.customerType ?? 0,
    UserPosPaymentId: Number(plan.userPosPayment ?? 0n),
    DealerPaymentId: Number(lastAttempt?.payment ?? 0n),
    IsManualPlan: plan.isManual,
    PlanStatus: planStatuses[plan.status],
  };
}

/** `Data` of GetPaymentPlanList and GetPaymentPlanReport. */
export function planListJson(plans: readonly PaymentPlan[]) {
  return { PaymentPlanListCount: plans.length, PaymentPlanList: plans.map(planJson) };
}

/** `Data` of GetPaymentPlanHistoryList. */
export function planHistoryJson(plan: PaymentPlan, attempts: readonly PlanAttempt[]) {
  return {
    DealerPaymentPlanId: Number(plan.number),
    PaymentPlanHistoryListCount: attempts.length,
    PaymentPlanHistoryList: attempts.map((attempt) => ({
      DealerPaymentPlanHistoryId: Number(attempt.number),
      HistoryDate: momentText(attempt.attemptedAt),
      Amount: writeAmount(plan.amount, plan.currency),
      Currency: currencyName(plan.currency),
      InstallmentNumber: plan.installments,
      CreditCardToken: attempt.cardToken ?? "",
      DealerCustomerTypeId: plan.customerType ?? 0,
      DealerPaymentId: Number(attempt.payment),
      HistoryStatus: attempt.isPaid ? 1 : 0,
      ServiceMessage: attempt.message,
    })),
  };
}
