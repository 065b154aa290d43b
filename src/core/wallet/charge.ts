import type { Tx } from "../../platform/db/index.ts";
import {
  authorizeWith,
  emitPayment,
  type Payment,
  payments,
  savePayment,
  type Terms,
} from "../payments/index.ts";
import { Refusal } from "../refusal.ts";
import { cards } from "../vault/index.ts";
import type { WalletAttempt } from "./attempt.ts";
import { isSame, open, type Wanted } from "./initiate.ts";
import { lockMandate, mandates } from "./mandate.ts";
import { lockOf } from "./request.ts";

/** An integrator charges a mandate's card: it says which, by its last four digits, so that both mean the same one. The
 *  same reference with the same content is the payment that there is. Undefined: it is another card; its user is asked
 *  to choose one, and none is charged until then.
 *  Refuses: mandate_not_found, mandate_not_active, store_closed, order_exists (other content). */
export async function charge(
  tx: Tx,
  {
    lastFour,
    ...wanted
  }: Omit<Wanted, "orderId"> & { readonly mandateId: string; readonly lastFour: string },
): Promise<Payment | undefined> {
  const { store, reference, mandateId } = wanted;
  const mandate = await lockMandate(tx, { id: mandateId, merchantId: store.merchantId });
  const known = await tx.lock(payments, { storeId: store.id, reference });
  if (known) {
    if (!isSame(known, wanted)) throw new Refusal("order_exists");
    return known;
  }
  if (mandate.state !== "active") throw new Refusal("mandate_not_active");
  if (store.settings.closedAt) throw new Refusal("store_closed");
  const { cardId, payerId } = mandate;
  const card = cardId ? await tx.lock(cards, { id: cardId }) : undefined;
  if (card?.state !== "active" || card.lastFour !== lastFour) {
    if (cardId) tx.update(mandates, { ...mandate, cardId: null });
    return undefined;
  }
  return open(tx, wanted, { method: "mandate", payerId, cardId });
}

/** How a charge went, as its integrator says. */
export type ChargeResult = {
  /** Why it failed; null: it did not. */
  readonly reason: string | null;
  readonly message: string | null;
  /** Who charged the card, as told. JSON. */
  readonly acquirer: WalletAttempt["acquirer"];
};

/** Records how a charge went. One that failed may be tried again and succeed; once it has, that stays.
 *  Refuses: payment_not_found, attempt_decided (it has succeeded). */
export async function answerCharge(
  tx: Tx,
  {
    id,
    merchantId,
    terms,
    result: { reason, message, acquirer },
  }: { id: string; merchantId: string; terms: Terms; result: ChargeResult },
): Promise<Payment> {
  const payment = await lockOf(tx, { id, merchantId }, "mandate");
  const isOpen = payment.state === "pending" || payment.state === "declined";
  if (!isOpen && reason !== null) throw new Refusal("attempt_decided");
  if (!isOpen) return payment;
  const details = { ...payment.details, ...(acquirer && { additional: acquirer }) };
  if (reason === null) return authorizeWith(tx, { ...payment, details, instrument: null }, terms);
  const declined = await savePayment(tx, {
    ...payment,
    details,
    instrument: { declined: { code: reason, ...(message !== null && { message }) } },
    state: "declined",
    reason,
    processedAt: tx.now,
  });
  emitPayment(tx, "payment.declined", declined, { reason });
  return declined;
}
