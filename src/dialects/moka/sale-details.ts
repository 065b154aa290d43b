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
  /** Where shoppers reach this server, of a sale whose payer is sent links. */
  readonly baseUrl?: string;
};

export function saleDetailsOf({ details }: Pick<Subscription, "details">): SaleDetails {
  return details as SaleDetails;
}
