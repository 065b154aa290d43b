import type { Billing } from "../../core/agreements/index.ts";
import { masked } from "../../core/vault/index.ts";
import { nextAttempt } from "./attempts.ts";
import { commissionOf } from "./installments.ts";
import { saleDetailsOf } from "./sale-details.ts";
import { type Told, untold } from "./told.ts";

/** How steps are charged (facts 2.8): at noon and at six, from the cards in their order, for as many days as the sale
 *  says. */
export const billing: Billing = {
  order: ({ subscription, step, card }) => ({
    reference: `plan-${step.number}`,
    details: {
      items: [],
      told: {
        ...untold,
        installments: step.installments,
        description: saleDetailsOf(subscription).description,
      } satisfies Told,
    },
    instrument: { brand: card.brand, masked: masked(card), holder: card.holder },
  }),
  feeOf: (_store, amount, installments) => commissionOf(amount, installments),
  retryAt: ({ subscription, step, now }) =>
    nextAttempt({
      firstAt: step.firstAttemptAt ?? now,
      days: saleDetailsOf(subscription).trialDays,
      now,
    }),
  /** Foreign money in instalments: no bank does that. */
  obstacle: ({ currency, installments }) =>
    currency !== "TRY" && installments > 1
      ? { outcome: "declined", reason: "declined", code: "007" }
      : undefined,
  afterGivingUp: () => "continue",
};
