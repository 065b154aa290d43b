import type { Tx } from "../../platform/db/index.ts";
import {
  amountOf,
  fits,
  planSchedule,
  reserve,
  type Schedule,
  storeTariff,
  type Tariff,
} from "../credit/index.ts";
import { Refusal } from "../refusal.ts";
import { emitPayment } from "./emit-payment.ts";
import { can, financed, isOverdue, lockPayment, type Payment, partiesOf, payments } from "./payment.ts";
import { savePayment } from "./save-payment.ts";

/** The customer has accepted a tariff: the financed amount is held of the limit, the merchant may finish.
 *  Refuses: payment_not_found, payment_expired, payment_exists, outside_tariff, insufficient_limit. */
export async function authorize(
  tx: Tx,
  {
    id,
    customerId,
    lenderId,
    tariff,
    startOn,
  }: {
    id: string;
    customerId: string;
    lenderId: string;
    tariff: Tariff;
    startOn: Temporal.PlainDate;
  },
): Promise<Payment> {
  const payment = await lockPayment(tx, { id });
  if (!can("authorize", payment)) throw new Refusal("payment_exists");
  if (isOverdue(payment, tx.now)) throw new Refusal("payment_expired");
  if (!fits(tariff, financed(payment))) throw new Refusal("outside_tariff");

  const details = { ...payment.details, agreed: storeTariff(tariff) };
  const accepted = { ...payment, customerId, tariffId: tariff.id, term: tariff.term, details };
  const { id: holdId } = await reserve(tx, partiesOf(accepted, lenderId), financed(payment));
  const authorized = await savePayment(tx, {
    ...accepted,
    holdId,
    state: "authorized",
    decision: "approved",
    authorizedAt: tx.now,
  });
  emitPayment(tx, "payment.authorized", authorized, agreed(planSchedule(tariff, financed(payment), startOn)));
  return authorized;
}

/** The schedule as the customer accepted it; it starts anew, on the same terms, when the merchant finishes. */
export type AgreedSchedule = {
  readonly monthlyOverpayment: string;
  readonly schedule: readonly { readonly dueOn: string; readonly amount: string }[];
};

function agreed({ monthlyOverpayment, instalments }: Schedule): AgreedSchedule {
  const schedule = instalments.map((i) => ({ dueOn: i.dueOn.toString(), amount: String(amountOf(i)) }));
  return { monthlyOverpayment: String(monthlyOverpayment), schedule };
}

/** No credit for this order. `decision` is about the customer: declined, or approved though this order is not.
 *  Declining what is declined changes nothing. Refuses: payment_not_found, payment_exists. */
export async function decline(
  tx: Tx,
  {
    id,
    customerId,
    decision,
    reason,
  }: { id: string; customerId: string | null; decision: "approved" | "declined"; reason: string },
): Promise<Payment> {
  const payment = await lockPayment(tx, { id });
  if (payment.state === "declined") return payment;
  if (!can("decline", payment)) throw new Refusal("payment_exists");

  const declined = await savePayment(tx, { ...payment, customerId, state: "declined", decision, reason });
  emitPayment(tx, "payment.declined", declined, { decision, reason });
  return declined;
}

/** The customer is known and approved, and has yet to choose a tariff. */
export async function approve(tx: Tx, { id, customerId }: { id: string; customerId: string }): Promise<void> {
  const payment = await tx.lock(payments, { id });
  if (payment?.state !== "pending") return;
  await savePayment(tx, { ...payment, customerId, decision: "approved" });
}
