import type { z } from "zod";
import type { Answer, ChargeResult } from "../../core/wallet/index.ts";
import { Problem } from "./problem.ts";
import { reasonOf } from "./reason-codes.ts";
import type { MitResultRequest, ResultRequest } from "./schemas/results.ts";

/** What an integrator says of a card, in the core's words. What a success has besides is of no meaning. */
export function readResult(
  told: z.output<typeof ResultRequest>,
): Pick<Answer, "verdict" | "isFinal" | "reasonCode" | "reasonMessage" | "challengeUrl" | "acquirer"> {
  const acquirer = acquirerOf(told);
  if (told.succeeded)
    return { verdict: "succeeded", reasonCode: null, reasonMessage: null, challengeUrl: null, acquirer };
  const { reasonCode, reasonMessage = null, threeDSecureUrl = null } = told;
  const reason = reasonCode === undefined ? undefined : reasonOf(reasonCode);
  if (reasonCode === undefined || !reason) throw new Problem(400);
  const { verdict, isFinal = false } = reason;
  return { verdict, isFinal, reasonCode, reasonMessage, challengeUrl: threeDSecureUrl, acquirer };
}

/** The same of a charge under an agreement. */
export function chargeResult(told: z.output<typeof MitResultRequest>): ChargeResult {
  const acquirer = acquirerOf(told);
  if (told.succeeded) return { reason: null, message: null, acquirer };
  return { reason: String(told.reasonCode), message: told.reasonMessage ?? null, acquirer };
}

/** null: nothing is told of it. */
function acquirerOf({
  acquirerVatNumber,
  acquirerMerchantId,
  acquirerPaymentReference,
}: z.output<typeof MitResultRequest>): Answer["acquirer"] {
  const told = { acquirerVatNumber, acquirerMerchantId, acquirerPaymentReference };
  return Object.values(told).some((value) => value !== undefined) ? told : null;
}
