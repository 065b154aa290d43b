import type { Tx } from "../../platform/db/index.ts";
import { type EventType, emit } from "../events/index.ts";
import type { Payment } from "./payment.ts";

/** Records what happened to a payment, with the amounts as they are now. */
export function emitPayment(
  tx: Tx,
  type: Extract<EventType, `payment.${string}`>,
  payment: Payment,
  more: Record<string, unknown> = {},
): void {
  const { id: subjectId, merchantId, reference, currency, amount, prepayment, captured, refunded } = payment;
  const data = {
    reference,
    currency,
    amount: String(amount),
    prepayment: String(prepayment),
    captured: String(captured),
    refunded: String(refunded),
    ...more,
  };
  emit(tx, { merchantId, type, subjectId, data });
}
