import { ratio, roundUpTo } from "../money/index.ts";

export type TariffKind = "installments" | "bnpl";

/** What a store offers to credit customers: for which amounts, for how long, and at what price.
 *  Amounts and steps are minor units of `currency`; rates are parts per million (1 % is 10_000n). */
export type Tariff = {
  readonly id: string;
  readonly storeId: string;
  /** What the provider's clients know the tariff by (`term_id`). */
  readonly number: number;
  readonly kind: TariffKind;
  /** How many instalments, and so for how many months or 30-day steps. */
  readonly term: number;
  readonly currency: string;
  readonly minimum: bigint;
  /** null: no maximum. */
  readonly maximum: bigint | null;
  /** What the customer pays on top each month, of the principal. */
  readonly monthlyRatePpm: bigint;
  /** The monthly overpayment is rounded half up to the minor unit when 1, else up to a multiple of it. */
  readonly overpaymentStep: bigint;
  /** Instalments are rounded up to a multiple of it; the last takes what remains. */
  readonly instalmentStep: bigint;
  /** What the merchant pays, of the principal. */
  readonly commissionPpm: bigint;
  readonly every: "month" | "30days";
  /** Where a due day goes that falls on a Saturday or Sunday. */
  readonly weekends: "keep" | "monday";
};

/** Whether the tariff is offered for this principal (minor units). Nothing can be borrowed at 0. */
export function fits(tariff: Tariff, principal: bigint): boolean {
  if (principal <= 0n || principal < tariff.minimum) return false;
  return tariff.maximum === null || principal <= tariff.maximum;
}

/** What the customer pays on top each month for this principal, in minor units; it never falls when the
 *  principal grows. */
export function monthlyOverpayment(tariff: Tariff, principal: bigint): bigint {
  const { monthlyRatePpm, overpaymentStep } = tariff;
  if (overpaymentStep === 1n) return ratio(principal, monthlyRatePpm, "half_up");
  return roundUpTo(ratio(principal, monthlyRatePpm, "up"), overpaymentStep);
}
