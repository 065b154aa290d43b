import type { Billing } from "../../core/agreements/index.ts";
import { masked } from "../../core/vault/index.ts";
import { endOfTrials, nextAttempt } from "./attempts.ts";
import { commissionOf } from "./installments.ts";
import { linkOf, visitOfLink } from "./payment-link/link.ts";
import { saleDetailsOf } from "./sale-details.ts";
import type { Visit } from "./three-d/visit.ts";
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
  /** A sale with a customer type and no card sends its payer a link, good through the last of its days. */
  request({ subscription, step, number, token, now }) {
    const { customerType, baseUrl, trialDays, description } = saleDetailsOf(subscription);
    if (!customerType || !baseUrl) return undefined;
    const expiresAt = endOfTrials({ firstAt: step.firstAttemptAt ?? now, days: trialDays });
    const asked = { number, token, baseUrl, until: expiresAt };
    const link = linkOf({ ...asked, step: { id: step.id, saleId: subscription.id } });
    const visit = visitOfLink(token, { redirectUrl: "", customer: null, returnsHash: false });
    const { installments } = step;
    const told: Told & { readonly visit: Visit } = { ...untold, installments, description, ...link, visit };
    return { reference: `plan-${step.number}`, details: { items: [], told }, expiresAt };
  },
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
