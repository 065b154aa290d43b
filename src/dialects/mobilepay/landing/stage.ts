import { isOverdue, type Payment } from "../../../core/payments/index.ts";
import { isUnderWay, type WalletAttempt } from "../../../core/wallet/index.ts";
import type { Reason } from "../../../pages/wallet/index.ts";

/** Where the approval of a payment is, for whoever looks at it. */
export type Stage =
  /** Nobody has entered a phone. */
  | { readonly name: "enter" }
  /** Its user is asked; `failure`: why their last approval came to nothing. */
  | { readonly name: "waiting"; readonly failure?: Reason }
  | { readonly name: "authorizing" | "stepped_up" }
  /** The card's bank wants to see the user, there. */
  | { readonly name: "step_up"; readonly challengeUrl: string }
  | { readonly name: "completed" | "rejected" | "invalidated" | "expired" };

/** `attempt`: its latest approval. */
export function stageOf(payment: Payment, attempt: WalletAttempt | undefined, now: Temporal.Instant): Stage {
  if (payment.authorizedAt) return { name: "completed" };
  if (payment.state === "voided") return { name: payment.reason === "rejected" ? "rejected" : "invalidated" };
  if (payment.state !== "pending" || isOverdue(payment, now)) return { name: "expired" };
  if (payment.payerId === null) return { name: "enter" };
  return attempt?.payerId === payment.payerId ? attemptStage(attempt, now) : { name: "waiting" };
}

/** The same of an approval by itself. One that was answered with success is waited for: its payment tells. */
export function attemptStage(
  attempt: WalletAttempt,
  now: Temporal.Instant,
): Extract<Stage, { name: "waiting" | "authorizing" | "stepped_up" | "step_up" }> {
  const { state, reasonCode, challengeUrl } = attempt;
  switch (state) {
    case "asked":
    case "stepped_up": {
      if (!isUnderWay(attempt, now)) return { name: "waiting", failure: "timed_out" };
      return { name: state === "asked" ? "authorizing" : state };
    }
    case "step_up":
      return { name: "step_up", challengeUrl: challengeUrl ?? "" };
    case "succeeded":
      return { name: "authorizing" };
    case "failed":
      return { name: "waiting", failure: reasonCode ?? 1000 };
    case "unreachable":
      return { name: "waiting", failure: "unreachable" };
  }
}
