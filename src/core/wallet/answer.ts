import type { Tx } from "../../platform/db/index.ts";
import { authorizeWith, type Payment, savePayment, type Terms } from "../payments/index.ts";
import { Refusal } from "../refusal.ts";
import { answers, extraTime, type Verdict, type WalletAttempt, walletAttempts } from "./attempt.ts";
import { activate, isTerminated } from "./mandate.ts";
import { close, lockOf } from "./request.ts";

/** What an integrator says of a card that it was given. */
export type Answer = {
  readonly attemptId: string;
  readonly merchantId: string;
  readonly verdict: Verdict;
  /** With `failed`: it wants no other approval of this payment. */
  readonly isFinal?: boolean;
  readonly reasonCode: number | null;
  readonly reasonMessage: string | null;
  /** With `step_up`. */
  readonly challengeUrl: string | null;
  readonly acquirer: WalletAttempt["acquirer"];
};

/** Records the answer to an approval. Success holds the amount, or takes it where the payment says so, and activates
 *  the mandate that it was for. Otherwise the user may approve again, with another card, unless that is `isFinal`, or
 *  the mandate is over: then the payment is. The same answer again changes nothing.
 *  Refuses: payment_not_found, attempt_not_found, attempt_replaced (the user has approved anew), attempt_decided
 *  (otherwise than now), and of a success payment_not_open, payment_expired. */
export async function answer(
  tx: Tx,
  { paymentId, terms, ...given }: Answer & { readonly paymentId: string; readonly terms: Terms },
): Promise<Payment> {
  const payment = await lockOf(tx, { id: paymentId, merchantId: given.merchantId });
  const attempt = await tx.lock(walletAttempts, { id: given.attemptId });
  if (attempt?.paymentId !== paymentId) throw new Refusal("attempt_not_found");
  if (attempt.state === given.verdict && attempt.state !== "step_up") return payment;
  if (payment.instrument?.attempt !== attempt.id) throw new Refusal("attempt_replaced");
  record(tx, attempt, given);
  switch (given.verdict) {
    case "succeeded":
      return succeed(tx, payment, attempt, terms);
    case "failed":
      if (payment.state !== "pending") return payment;
      if (given.isFinal || (await isTerminated(tx, payment))) return close(tx, payment, "invalidated");
      return savePayment(tx, { ...payment, reason: String(given.reasonCode) });
    case "step_up":
      if (payment.state !== "pending") return payment;
      return savePayment(tx, { ...payment, expiresAt: later(payment, attempt) });
    case "stepped_up":
      return payment;
  }
}

/** Refuses: payment_not_open, payment_expired. */
async function succeed(tx: Tx, payment: Payment, attempt: WalletAttempt, terms: Terms): Promise<Payment> {
  if (payment.state === "expired") throw new Refusal("payment_expired");
  if (payment.state !== "pending") throw new Refusal("payment_not_open");
  return authorizeBy(tx, payment, attempt, terms);
}

/** The payment is authorized by this attempt, as its integrator says: it is paid by whoever made the attempt, whoever was
 *  asked since. */
export async function authorizeBy(
  tx: Tx,
  payment: Payment,
  { id, payerId, cardId, cardType }: WalletAttempt,
  terms: Terms,
): Promise<Payment> {
  const { instrument: latest } = payment;
  const instrument = latest?.attempt === id ? latest : { brand: cardType, attempt: id };
  const authorized = await authorizeWith(tx, { ...payment, payerId, cardId, instrument }, terms);
  if (authorized.mandateId) await activate(tx, authorized);
  return authorized;
}

/** Refuses: attempt_decided. */
export function record(
  tx: Tx,
  attempt: WalletAttempt,
  { verdict, reasonCode, reasonMessage, challengeUrl, acquirer }: Answer,
): WalletAttempt {
  if (!(answers[verdict] as readonly string[]).includes(attempt.state)) throw new Refusal("attempt_decided");
  return tx.update(walletAttempts, {
    ...attempt,
    state: verdict,
    reasonCode,
    reasonMessage,
    challengeUrl: verdict === "step_up" ? challengeUrl : null,
    acquirer: acquirer ?? attempt.acquirer,
    answeredAt: tx.now,
    ...(verdict === "stepped_up" && { answerBy: tx.now.add(extraTime) }),
  });
}

/** The integrator could not be told of a card: the user may try again. Does nothing once it has answered all the same. */
export async function giveUpAttempt(tx: Tx, { id }: { id: string }): Promise<void> {
  const attempt = await tx.lock(walletAttempts, { id });
  if (attempt?.state === "asked") tx.update(walletAttempts, { ...attempt, state: "unreachable" });
}

/** The first time that the bank wants to see the user there is more time. */
function later({ expiresAt }: Payment, { state }: WalletAttempt): Temporal.Instant {
  return state === "asked" || state === "unreachable" ? expiresAt.add(extraTime) : expiresAt;
}
