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
  const { amount, prepayment, captured, refunded, currency, reference } = payment;
  const amounts = { amount, prepayment, captured, refunded };
  const texts = Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, String(value)]));
  const data = { reference, currency, ...texts, ...more };
  emit(tx, { merchantId: payment.merchantId, type, subjectId: payment.id, data });
}
