import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { capturePart, giveBack, type Payment, releasePart, type Terms } from "../payments/index.ts";
import { Refusal } from "../refusal.ts";
import { authorizeBy } from "./answer.ts";
import { walletAttempts } from "./attempt.ts";
import { lockOf } from "./request.ts";

/** What an integrator reported of an authorized payment. The money itself moves at the integrator's acquirer. */
export type WalletMovement = {
  readonly id: string;
  readonly merchantId: string;
  readonly paymentId: string;
  readonly kind: "capture" | "cancel" | "refund";
  /** The integrator's own name of it: once for each payment and kind. */
  readonly identifier: string;
  /** In minor units. */
  readonly amount: bigint;
  /** When it happened, as told. */
  readonly reportedAt: Temporal.Instant;
  readonly createdAt: Temporal.Instant;
};

export const walletMovements: Table<WalletMovement> = table<WalletMovement>(
  "wallet_movements",
  {
    id: "uuid",
    merchantId: "uuid",
    paymentId: "uuid",
    kind: "text",
    identifier: "text",
    amount: "bigint",
    reportedAt: "timestamptz",
    createdAt: "timestamptz",
  },
  { unique: [["paymentId", "kind", "identifier"]] },
);

export type Report = Pick<
  WalletMovement,
  "merchantId" | "paymentId" | "identifier" | "amount" | "reportedAt"
> & {
  readonly method: "wallet" | "mandate";
};

/** Records a capture, of all or part of what is held. `terms.fee` is billed for it. `attemptId`: the attempt that was
 *  authorized, whose answer may have been lost; the payment is authorized by it first.
 *  The same identifier with the same amount is the movement that there is; so for `cancel` and `refund`.
 *  Refuses: payment_not_found, identifier_reused (another amount), attempt_not_found, payment_not_capturable,
 *  payment_expired, amount_exceeds_authorized. */
export function capture(
  tx: Tx,
  {
    terms,
    attemptId,
    ...report
  }: Report & { readonly terms: Terms; readonly attemptId?: string | undefined },
): Promise<WalletMovement> {
  return once(tx, "capture", report, async (payment) => {
    if (attemptId) await catchUp(tx, payment, attemptId, terms);
    const { operatorId, fee } = terms;
    await capturePart(tx, { id: payment.id, amount: report.amount, operatorId, fee });
  });
}

/** Records that what is held, or a part of it, was let go.
 *  Refuses: payment_not_found, identifier_reused, payment_not_voidable, amount_exceeds_authorized. */
export function cancel(tx: Tx, report: Report): Promise<WalletMovement> {
  return once(tx, "cancel", report, async ({ id }) => {
    await releasePart(tx, { id, amount: report.amount });
  });
}

/** Records that what was captured, or a part of it, was given back.
 *  Refuses: payment_not_found, identifier_reused, payment_not_refundable, amount_exceeds_captured. */
export function refund(tx: Tx, report: Report): Promise<WalletMovement> {
  return once(tx, "refund", report, async ({ id }) => {
    await giveBack(tx, { id, amount: report.amount });
  });
}

async function once(
  tx: Tx,
  kind: WalletMovement["kind"],
  { method, ...report }: Report,
  move: (payment: Payment) => Promise<void>,
): Promise<WalletMovement> {
  const { paymentId, merchantId, identifier, amount } = report;
  const payment = await lockOf(tx, { id: paymentId, merchantId }, method);
  const known = await tx.lock(walletMovements, { paymentId, kind, identifier });
  if (known) {
    if (known.amount !== amount) throw new Refusal("identifier_reused");
    return known;
  }
  await move(payment);
  return tx.insert(walletMovements, { ...report, id: tx.id(), kind, createdAt: tx.now });
}

/** An integrator that captures has been authorized, whether or not its answer arrived. */
async function catchUp(tx: Tx, payment: Payment, attemptId: string, terms: Terms): Promise<void> {
  const attempt = await tx.lock(walletAttempts, { id: attemptId });
  if (attempt?.paymentId !== payment.id) throw new Refusal("attempt_not_found");
  if (payment.state !== "pending") return;
  const succeeded = tx.update(walletAttempts, { ...attempt, state: "succeeded", answeredAt: tx.now });
  // What is captured now is not captured once more by itself.
  const details = { ...payment.details, captureAtOnce: false };
  await authorizeBy(tx, { ...payment, details }, succeeded, terms);
}
