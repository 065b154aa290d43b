import type { Tx } from "../../platform/db/index.ts";
import { release } from "../credit/index.ts";
import { withdraw } from "../deliveries/index.ts";
import { Refusal } from "../refusal.ts";
import { emitPayment } from "./emit-payment.ts";
import { can, financed, isOverdue, type Payment, partiesOf, payments, untouched } from "./payment.ts";
import { insertPayment, savePayment } from "./save-payment.ts";

export type Order = Pick<
  Payment,
  | "merchantId"
  | "storeId"
  | "dialect"
  | "reference"
  | "currency"
  | "amount"
  | "prepayment"
  | "phone"
  | "callbackUrl"
  | "details"
  | "expiresAt"
>;

/** What became of an order that the merchant has sent. `isSame`: it stood already with this content, and its
 *  form goes on where it was; address, time to finish, cart, and a phone that was not known, are taken over. */
export type Opened = { readonly payment: Payment; readonly isSame: boolean };

/** Opens a payment for an order, or again for one that is not finished: the merchant may send an order as
 *  often as it likes until then. New content starts over and gives back what was held, and callbacks about the
 *  old content that have not arrived are not sent any more.
 *  Refuses: payment_exists (it is finished), payment_of_another_phone. */
export async function open(tx: Tx, order: Order, lenderId: string): Promise<Opened> {
  const { storeId, reference } = order;
  const known = await tx.lock(payments, { storeId, reference });
  if (!known) return { payment: create(tx, order), isSame: false };
  if (!can("reopen", known)) throw new Refusal("payment_exists");
  if (known.phone && order.phone && known.phone !== order.phone)
    throw new Refusal("payment_of_another_phone");
  if (isUnchanged(known, order, tx.now)) {
    const { callbackUrl, expiresAt } = order;
    const { agreed } = known.details;
    const details = agreed ? { ...order.details, agreed } : order.details;
    const phone = known.phone ?? order.phone;
    const payment = await savePayment(tx, { ...known, callbackUrl, expiresAt, details, phone });
    return { payment, isSame: true };
  }

  if (known.state === "authorized" && known.holdId) {
    release(tx, partiesOf(known, lenderId), known.holdId, financed(known));
  }
  await withdraw(tx, known.id);
  const payment = await savePayment(tx, {
    ...blank(tx, order),
    id: known.id,
    checkoutId: known.checkoutId,
    phone: order.phone ?? known.phone,
  });
  emitPayment(tx, "payment.reopened", payment);
  return { payment, isSame: false };
}

function create(tx: Tx, order: Order): Payment {
  return insertPayment(tx, { ...blank(tx, order), id: tx.id() });
}

function blank(tx: Tx, order: Order): Omit<Payment, "id"> {
  return {
    ...order,
    ...untouched,
    ...onCredit,
    checkoutId: tx.id(),
    openedAt: tx.now,
  };
}

const onCredit = {
  number: null,
  method: "credit",
  token: null,
  payerId: null,
  subscriptionId: null,
  isTest: false,
} as const;

function isUnchanged(known: Payment, order: Order, now: Temporal.Instant): boolean {
  const isOpen = known.state === "pending" || known.state === "authorized";
  return (
    isOpen && !isOverdue(known, now) && known.amount === order.amount && known.prepayment === order.prepayment
  );
}
