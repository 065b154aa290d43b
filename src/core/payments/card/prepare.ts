import type { Tx } from "../../../platform/db/index.ts";
import { Refusal } from "../../refusal.ts";
import { lockPayment, type Payment, untouched } from "../payment.ts";
import { lockReference } from "../reference.ts";
import { insertPayment, savePayment } from "../save-payment.ts";

/** What a merchant wants paid by card or invoice. `token` names the link to its payment window. */
export type Wanted = Pick<
  Payment,
  | "merchantId"
  | "storeId"
  | "dialect"
  | "reference"
  | "number"
  | "token"
  | "currency"
  | "amount"
  | "method"
  | "payerId"
  | "subscriptionId"
  | "isTest"
  | "details"
  | "expiresAt"
>;

/** Opens a payment under a number of its own. Several may share a reference until one of them is under way. `payer` may
 *  still be sought: both questions are asked together.
 *  Refuses: reference_processed. */
export async function prepare(
  tx: Tx,
  { payer, ...wanted }: Omit<Wanted, "payerId"> & { readonly payer: Promise<string | null> | string | null },
): Promise<Payment> {
  const [payerId] = await Promise.all([payer, lockReference(tx, wanted)]);
  return insertPayment(tx, {
    ...wanted,
    ...untouched,
    payerId,
    id: tx.id(),
    prepayment: 0n,
    phone: null,
    checkoutId: null,
    callbackUrl: null,
    openedAt: tx.now,
  });
}

/** What may change before a payment is under way; afterwards only the details may. */
export type Amendment = Partial<
  Pick<Payment, "reference" | "currency" | "amount" | "payerId" | "isTest" | "details" | "expiresAt">
>;

/** Refuses: payment_not_found, payment_not_changeable, reference_processed. */
export async function amend(tx: Tx, { id, ...changes }: { id: string } & Amendment): Promise<Payment> {
  const payment = await lockPayment(tx, { id });
  const { details, ...rest } = changes;
  const isOpen = isUnpaid(payment);
  const touches = Object.entries(rest).some(([key, value]) => value !== payment[key as keyof typeof rest]);
  if (!isOpen && touches) throw new Refusal("payment_not_changeable");
  const amended = { ...payment, ...(isOpen ? rest : {}), ...(details && { details }) };
  if (amended.reference !== payment.reference) await lockReference(tx, amended);
  return savePayment(tx, amended);
}

/** Nobody is paying it, nobody has, and it waits for a shopper: a charge of a subscription is tried again by itself. */
export function isUnpaid({ state, method }: Payment): boolean {
  return method !== "recurring" && (state === "pending" || state === "declined" || state === "failed");
}
