import type { Subscription } from "../../core/agreements/index.ts";

/** What is kept of a sale beside its terms in the core. */
export type SaleDetails = {
  /** Ten characters: 2026-11-21. */
  readonly soldOn: string;
  /** On how many days a step is tried. */
  readonly trialDays: number;
  readonly description: string;
  /** Whose rules apply when steps are collected by a payment request. */
  readonly customerType: number | null;
};

export function saleDetailsOf({ details }: Pick<Subscription, "details">): SaleDetails {
  return details as SaleDetails;
}
