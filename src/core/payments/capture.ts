import type { Tx } from "../../platform/db/index.ts";
import { lend, type Tariff } from "../credit/index.ts";
import { Refusal } from "../refusal.ts";
import { emitPayment } from "./emit-payment.ts";
import {
  agreedTariff,
  can,
  financed,
  isOverdue,
  lockPayment,
  type Payment,
  type PaymentKey,
  partiesOf,
} from "./payment.ts";
import { savePayment } from "./save-payment.ts";
import { closePayment } from "./void.ts";

/** What the merchant's finish did: an order whose time is over is voided instead of captured. */
export type Captured = { readonly payment: Payment; readonly outcome: "captured" | "expired" };

/** The merchant has delivered: the hold becomes a loan, the merchant is owed its money. `amount` must be what
 *  the order stands at: the financed part, or the total. Time over: voids instead.
 *  Refuses: payment_not_found, payment_not_capturable, amount_differs. */
export async function capture(
  tx: Tx,
  {
    key,
    amount,
    lenderId,
    tariffs,
    startOn,
  }: {
    key: PaymentKey;
    amount: bigint;
    lenderId: string;
    tariffs: readonly Tariff[];
    /** The day from which the instalments count. */
    startOn: Temporal.PlainDate;
  },
): Promise<Captured> {
  const payment = await lockPayment(tx, key);
  if (payment.state === "expired" || isOverdue(payment, tx.now)) {
    return { payment: await closePayment(tx, payment, lenderId, "voided"), outcome: "expired" };
  }
  const tariff = agreedTariff(payment, tariffs);
  if (!can("capture", payment) || !payment.holdId || !tariff) throw new Refusal("payment_not_capturable");
  if (amount !== financed(payment) && amount !== payment.amount) throw new Refusal("amount_differs");

  lend(tx, partiesOf(payment, lenderId), {
    holdId: payment.holdId,
    principal: financed(payment),
    tariff,
    startOn,
  });
  const captured = await savePayment(tx, {
    ...payment,
    captured: financed(payment),
    state: "captured",
    capturedAt: tx.now,
  });
  emitPayment(tx, "payment.captured", captured);
  return { payment: captured, outcome: "captured" };
}
