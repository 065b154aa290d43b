import type { Tx } from "../../platform/db/index.ts";
import { fits, release, reserve, type Tariff } from "../credit/index.ts";
import { Refusal } from "../refusal.ts";
import { emitPayment } from "./emit-payment.ts";
import {
  agreedTariff,
  can,
  financed,
  isOverdue,
  lockPayment,
  type Payment,
  type PaymentDetails,
  partiesOf,
} from "./payment.ts";
import { savePayment } from "./save-payment.ts";

export type Change = {
  readonly key: { readonly storeId: string; readonly reference: string };
  /** The new total of the order, minor units. */
  readonly amount: bigint;
  readonly items: PaymentDetails["items"];
  readonly expiresAt: Temporal.Instant | undefined;
  readonly lenderId: string;
  readonly tariffs: readonly Tariff[];
};

/** The order's contents changed before it was finished: the hold follows the new amount, with the tariff that
 *  the customer chose. Refuses: payment_not_found, payment_expired, payment_not_changeable,
 *  insufficient_limit, outside_tariff. */
export async function change(
  tx: Tx,
  { key, amount, items, expiresAt, lenderId, tariffs }: Change,
): Promise<Payment> {
  const payment = await lockPayment(tx, key);
  if (payment.state === "expired" || isOverdue(payment, tx.now)) throw new Refusal("payment_expired");
  const tariff = agreedTariff(payment, tariffs);
  if (!can("change", payment) || !payment.holdId || !tariff) throw new Refusal("payment_not_changeable");
  if (amount <= payment.prepayment) throw new Refusal("outside_tariff");

  const changed: Payment = {
    ...payment,
    amount,
    details: { ...payment.details, items },
    expiresAt: expiresAt ?? payment.expiresAt,
  };
  const parties = partiesOf(payment, lenderId);
  release(tx, parties, payment.holdId, financed(payment));
  const { id: holdId } = await reserve(tx, parties, financed(changed));
  if (!fits(tariff, financed(changed))) throw new Refusal("outside_tariff");
  emitPayment(tx, "payment.changed", changed);
  return savePayment(tx, { ...changed, holdId });
}
