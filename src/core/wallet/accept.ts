import type { Tx } from "../../platform/db/index.ts";
import { type Letter, send } from "../deliveries/index.ts";
import { payers } from "../payers/index.ts";
import { type Payment, savePayment } from "../payments/index.ts";
import { Refusal } from "../refusal.ts";
import { lockCard } from "../vault/index.ts";
import { answerTime, type WalletAttempt, walletAttempts } from "./attempt.ts";
import { lockOpen, refuseUnderWay } from "./request.ts";
import { ageOf, readUser } from "./user.ts";

/** With what card a user approves. */
export type Choice = {
  readonly payerId: string;
  readonly cardId: string;
  readonly cardType: string;
  readonly means: WalletAttempt["means"];
  /** The card's number as it may be shown. */
  readonly masked: string;
  /** What the integrator is told of the attempt, with the card in it. */
  readonly letters: (attempt: WalletAttempt) => readonly Letter[];
};

/** The user approves a payment: the integrator is told, with the card, and has half a minute to answer.
 *  `minimumAge` in years; null: any. `extension`: how much longer it may take because of that.
 *  Refuses: payment_not_found (also when somebody else was asked), payment_not_open, payment_expired,
 *  attempt_under_way, payer_too_young, card_not_found, card_not_active. */
export async function accept(
  tx: Tx,
  choice: Choice & {
    readonly id: string;
    readonly minimumAge: number | null;
    readonly extension?: Temporal.Duration;
  },
): Promise<WalletAttempt> {
  const { id, payerId, minimumAge, extension } = choice;
  const payment = await lockOpen(tx, id);
  if (payment.payerId !== payerId) throw new Refusal("payment_not_found");
  await refuseUnderWay(tx, payment);
  if (minimumAge !== null) await refuseYoung(tx, payerId, minimumAge);
  const attempt = await ask(tx, choice, payment);
  await savePayment(tx, {
    ...payment,
    cardId: choice.cardId,
    reason: null,
    instrument: { brand: choice.cardType, masked: choice.masked, attempt: attempt.id },
    ...(extension && isFirst(payment) && { expiresAt: payment.expiresAt.add(extension) }),
  });
  return attempt;
}

/** Tells the integrator of a card, and remembers that it owes an answer. Refuses: card_not_found, card_not_active. */
export async function ask(
  tx: Tx,
  { payerId, cardId, cardType, means, letters }: Choice,
  about: Pick<Payment, "merchantId" | "mandateId"> & Partial<Pick<Payment, "id">>,
): Promise<WalletAttempt> {
  const card = await lockCard(tx, { id: cardId });
  if (card.payerId !== payerId) throw new Refusal("card_not_found");
  if (card.state !== "active") throw new Refusal("card_not_active");
  const id = tx.id();
  const attempt = tx.insert(walletAttempts, {
    id,
    merchantId: about.merchantId,
    paymentId: about.id ?? id,
    mandateId: about.mandateId,
    payerId,
    cardId,
    cardType,
    means,
    state: "asked",
    reasonCode: null,
    reasonMessage: null,
    challengeUrl: null,
    acquirer: null,
    askedAt: tx.now,
    answerBy: tx.now.add(answerTime),
    answeredAt: null,
  });
  for (const letter of letters(attempt)) send(tx, letter);
  return attempt;
}

function isFirst({ instrument }: Payment): boolean {
  return !instrument?.attempt;
}

async function refuseYoung(tx: Tx, payerId: string, minimumAge: number): Promise<void> {
  const [payer] = await tx.list(payers, { id: payerId });
  const age = payer && ageOf(readUser(payer), tx.now);
  if (age === undefined || age < minimumAge) throw new Refusal("payer_too_young");
}
