import type { Tx } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";
import { ask, type Choice } from "./accept.ts";
import { type Answer, record } from "./answer.ts";
import { isUnderWay, type WalletAttempt, walletAttempts } from "./attempt.ts";
import { lockMandate, mandates } from "./mandate.ts";

/** The user of a mandate chooses another card: the integrator is told, checks it, and has half a minute to answer.
 *  Refuses: mandate_not_found, mandate_not_active, attempt_under_way, card_not_found, card_not_active. */
export async function askCardChange(
  tx: Tx,
  { mandateId, ...choice }: Choice & { readonly mandateId: string },
): Promise<WalletAttempt> {
  const mandate = await lockMandate(tx, { id: mandateId, payerId: choice.payerId });
  if (mandate.state !== "active") throw new Refusal("mandate_not_active");
  const before = await tx.list(walletAttempts, { mandateId });
  if (before.some((one) => one.paymentId === one.id && isUnderWay(one, tx.now)))
    throw new Refusal("attempt_under_way");
  return ask(tx, choice, { merchantId: mandate.merchantId, mandateId });
}

/** What the integrator says of the card: with success it is the mandate's. The same answer again changes nothing.
 *  Refuses: mandate_not_found, attempt_not_found, attempt_decided (otherwise than now), and of a success
 *  mandate_not_active. */
export async function answerCardChange(
  tx: Tx,
  { mandateId, ...given }: Answer & { readonly mandateId: string },
): Promise<WalletAttempt> {
  const { attemptId, merchantId, verdict } = given;
  const mandate = await lockMandate(tx, { id: mandateId, merchantId });
  const attempt = await tx.lock(walletAttempts, { id: attemptId });
  if (attempt?.mandateId !== mandateId || attempt.paymentId !== attempt.id)
    throw new Refusal("attempt_not_found");
  if (attempt.state === verdict && verdict !== "step_up") return attempt;
  const answered = record(tx, attempt, given);
  if (verdict !== "succeeded") return answered;
  if (mandate.state !== "active") throw new Refusal("mandate_not_active");
  tx.update(mandates, { ...mandate, cardId: attempt.cardId });
  return answered;
}
