import type { Tx } from "../../platform/db/index.ts";
import type { Store } from "../merchants/index.ts";
import { insertPayment, type Payment, payments, untouched } from "../payments/index.ts";
import { Refusal } from "../refusal.ts";
import { countOrder } from "./order.ts";

/** What an integrator asks somebody to approve in the name of a store. */
export type Wanted = {
  readonly store: Pick<Store, "id" | "merchantId" | "dialect" | "settings">;
  /** The integrator's own name of it: the same again is the same payment. */
  readonly reference: string;
  readonly orderId: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly details: Payment["details"];
  /** Who is told when the time is over. */
  readonly callbackUrl: string | null;
  readonly expiresAt: Temporal.Instant;
  /** The mandate that the approval is to activate. */
  readonly mandateId: string | null;
};

/** Opens a payment for a user to approve. The same reference with the same content is the payment that there is.
 *  Refuses: store_closed, order_exists (other content), order_exhausted. */
export async function initiate(tx: Tx, wanted: Wanted): Promise<Payment> {
  const { store, orderId, reference } = wanted;
  if (store.settings.closedAt) throw new Refusal("store_closed");
  const known = await tx.lock(payments, { storeId: store.id, reference });
  if (known) {
    if (!isSame(known, wanted)) throw new Refusal("order_exists");
    return known;
  }
  await countOrder(tx, { storeId: store.id, orderId });
  return open(tx, wanted, { method: "wallet", payerId: null, cardId: null });
}

/** A payment as it begins: a user is still to approve it, or it is charged to a card that is known. */
export function open(
  tx: Tx,
  wanted: Omit<Wanted, "orderId">,
  how: Pick<Payment, "method" | "payerId" | "cardId">,
): Payment {
  const { store, reference, currency, amount, details, callbackUrl, expiresAt, mandateId } = wanted;
  return insertPayment(tx, {
    ...untouched,
    ...how,
    id: tx.id(),
    merchantId: store.merchantId,
    storeId: store.id,
    dialect: store.dialect,
    reference,
    currency,
    amount,
    prepayment: 0n,
    phone: null,
    checkoutId: null,
    callbackUrl,
    details,
    openedAt: tx.now,
    expiresAt,
    number: null,
    token: null,
    subscriptionId: null,
    isTest: false,
    mandateId,
  });
}

/** Whether a request repeats one before. What was changed in the meantime is not what was asked. */
export function isSame(
  known: Payment,
  { currency, amount, details, mandateId }: Pick<Wanted, "currency" | "amount" | "details" | "mandateId">,
): boolean {
  return (
    known.currency === currency &&
    known.amount === amount &&
    known.mandateId === mandateId &&
    JSON.stringify(known.details.told) === JSON.stringify(details.told)
  );
}
