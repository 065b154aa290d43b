import type { Tx } from "../../../platform/db/index.ts";
import { Refusal } from "../../refusal.ts";
import type { AuthorizationAnswer } from "../acquirer.ts";
import { emitPayment } from "../emit-payment.ts";
import {
  can,
  type Instrument,
  isOverdue,
  lockPayment,
  type Payment,
  type PaymentDetails,
  type PaymentMethod,
  payments,
} from "../payment.ts";
import { savePayment } from "../save-payment.ts";
import { reserve, take, takeFee } from "./postings.ts";

/** How long the outside world may take to decide; after that the payment is reversed and has failed. */
export const decisionTime = Temporal.Duration.from({ minutes: 15 });

/** Somebody pays: from now on nobody else can, and no other payment of this reference, until it is decided. The
 *  instrument then carries the `attempt` to name to the acquirer.
 *  Refuses: payment_not_found, payment_expired, payment_under_way, reference_processed. */
export async function begin(
  tx: Tx,
  {
    id,
    ...how
  }: {
    id: string;
    method: PaymentMethod;
    instrument: Instrument | null;
    cardId: string | null;
    payerId?: string;
  },
): Promise<Payment> {
  const payment = await lockPayment(tx, { id });
  if (!can("begin", payment)) throw new Refusal("payment_under_way");
  if (isOverdue(payment, tx.now)) throw new Refusal("payment_expired");
  return savePayment(tx, {
    ...payment,
    ...how,
    instrument: { ...how.instrument, attempt: tx.id() },
    state: "processing",
    reason: null,
    expiresAt: tx.now.add(decisionTime),
  });
}

/** The card's bank says that it is the holder who pays. Answered once; undefined afterwards, and when the payment is no
 *  longer under way. */
export async function prove(
  tx: Tx,
  { id, authentication }: { id: string; authentication: NonNullable<Instrument["authentication"]> },
): Promise<Payment | undefined> {
  const payment = await lockPayment(tx, { id });
  if (!can("settle", payment) || payment.instrument?.authentication) return undefined;
  return savePayment(tx, { ...payment, instrument: { ...payment.instrument, authentication } });
}

/** What the outside world decided about a payment that is under way. */
export type Decision = {
  readonly id: string;
  readonly answer: AuthorizationAnswer;
  /** Take the money at once; otherwise it is held until the merchant captures. */
  readonly capture: boolean;
  /** Until when what is held may be captured. */
  readonly holdUntil: Temporal.Instant;
  /** Who runs the platform and takes `fee` (minor units) of a capture. */
  readonly operatorId: string;
  readonly fee: bigint;
  readonly cardId?: string;
  /** To whom the card belongs, where nobody was named. */
  readonly payerId?: string;
  readonly subscriptionId?: string;
  readonly details?: PaymentDetails;
};

/** What a payment is authorized under. */
export type Terms = Pick<Decision, "operatorId" | "fee" | "holdUntil">;

/** Somebody else's acquirer has authorized the payment, which is locked: its amount is held, or taken where the payment
 *  says so. */
export async function authorizeWith(tx: Tx, payment: Payment, terms: Terms): Promise<Payment> {
  const decided = { ...payment, reason: null, processedAt: tx.now, expiresAt: terms.holdUntil };
  const takes = payment.details.captureAtOnce && payment.amount > 0n;
  return takes ? captureAtOnce(tx, decided, terms) : authorize(tx, decided);
}

/** Records a decision. Refuses: payment_not_found, payment_under_way (it is decided already). */
export async function settle(tx: Tx, { id, ...decision }: Decision): Promise<Payment> {
  const payment = await lockPayment(tx, { id });
  if (!can("settle", payment)) throw new Refusal("payment_under_way");
  return decide(tx, payment, decision);
}

/** Records a decision about a payment that this verb has locked, or opened. Refuses: reference_processed. */
export async function decide(tx: Tx, payment: Payment, decision: Omit<Decision, "id">): Promise<Payment> {
  const { answer, capture, cardId, payerId, subscriptionId, details } = decision;
  const decided = {
    ...payment,
    processedAt: tx.now,
    expiresAt: decision.holdUntil,
    ...(cardId && { cardId }),
    ...(payerId && { payerId }),
    ...(subscriptionId && { subscriptionId }),
    ...(details && { details }),
  };
  if (answer.outcome === "declined") return decline(tx, decided, answer);
  const approved = {
    ...decided,
    instrument: { ...payment.instrument, authorizationId: answer.authorizationId },
  };
  return capture ? captureAtOnce(tx, approved, decision) : authorize(tx, approved);
}

type Declined = Extract<AuthorizationAnswer, { outcome: "declined" }>;

async function decline(tx: Tx, payment: Payment, { reason, code, message }: Declined): Promise<Payment> {
  const declined = { ...(code && { code }), ...(message && { message }) };
  const instrument = { ...payment.instrument, declined };
  const after = await savePayment(tx, {
    ...payment,
    instrument,
    state: "declined",
    decision: "declined",
    reason,
  });
  emitPayment(tx, "payment.declined", after, { reason, ...declined });
  return after;
}

async function authorize(tx: Tx, payment: Payment): Promise<Payment> {
  const holdId = payment.amount > 0n ? await reserve(tx, payment, payment.amount) : null;
  const authorized = await savePayment(tx, {
    ...payment,
    holdId,
    authorized: payment.amount,
    state: "authorized",
    decision: "approved",
    authorizedAt: tx.now,
  });
  emitPayment(tx, "payment.authorized", authorized);
  return authorized;
}

async function captureAtOnce(tx: Tx, payment: Payment, { operatorId, fee }: Terms): Promise<Payment> {
  take(tx, payment, payment.amount);
  takeFee(tx, payment, operatorId, fee);
  const captured = await savePayment(tx, {
    ...payment,
    authorized: payment.amount,
    captured: payment.amount,
    state: "captured",
    decision: "approved",
    authorizedAt: tx.now,
    capturedAt: tx.now,
  });
  emitPayment(tx, "payment.captured", captured);
  return captured;
}

/** Nobody heard the decision in time, or the shopper failed to prove who they are: no money moves. Does nothing to a
 *  payment that is no longer under way. */
export async function fail(
  tx: Tx,
  { id, reason }: { id: string; reason: string },
): Promise<Payment | undefined> {
  const payment = await tx.lock(payments, { id });
  if (!payment || !can("settle", payment)) return payment;
  return recordFailure(tx, payment, reason);
}

/** A payment that this verb has locked, or opened, has failed. */
export async function recordFailure(tx: Tx, payment: Payment, reason: string): Promise<Payment> {
  const failed = await savePayment(tx, { ...payment, state: "failed", reason, processedAt: tx.now });
  emitPayment(tx, "payment.failed", failed, { reason });
  return failed;
}
