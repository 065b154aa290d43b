import type { Tx } from "../../platform/db/index.ts";
import { type Assessment, decide, freeLimit } from "../credit/index.ts";
import { type Customer, customers } from "../customers/index.ts";
import { approve, decline, financed, lockPayment } from "../payments/index.ts";
import { Refusal } from "../refusal.ts";
import { advance, type Checkout, checkouts } from "./checkout.ts";
import { finish } from "./finish.ts";

/** The bureau has answered. An answer that comes twice changes nothing. Refuses: checkout_not_found,
 *  customer_not_found, payment_not_found. */
export async function assess(
  tx: Tx,
  { token, currency, assessment }: { token: string; currency: string; assessment: Assessment },
): Promise<Checkout> {
  const checkout = await tx.lock(checkouts, { token });
  if (!checkout) throw new Refusal("checkout_not_found");
  if (checkout.step !== "assess") return checkout;
  const customer = await tx.lock(customers, { id: checkout.customerId ?? "" });
  if (!customer) throw new Refusal("customer_not_found");
  return goOn(tx, checkout, await decide(tx, { customer, currency, assessment }), currency);
}

/** What follows once it is known what to think of the customer. */
export async function goOn(
  tx: Tx,
  checkout: Checkout,
  customer: Customer,
  currency: string,
): Promise<Checkout> {
  const refusal = refusalReason(customer);
  if (refusal) return declineAll(tx, checkout, customer, "declined", refusal);
  if (checkout.purpose === "registration" || !checkout.paymentId)
    return finish(tx, checkout, "approved", null);

  const payment = await lockPayment(tx, { id: checkout.paymentId });
  if ((await freeLimit(tx, customer.id, currency)) < financed(payment)) {
    return declineAll(tx, checkout, customer, "approved", "limit_not_enough");
  }
  await approve(tx, { id: payment.id, customerId: customer.id });
  return advance(tx, checkout, { step: "choose" });
}

function refusalReason({ standing, reason, overdue }: Customer): string | undefined {
  if (standing === "declined") return reason ?? "policy";
  return overdue > 0 ? "overdue" : undefined;
}

async function declineAll(
  tx: Tx,
  checkout: Checkout,
  customer: Customer,
  decision: "approved" | "declined",
  reason: string,
): Promise<Checkout> {
  if (checkout.paymentId)
    await decline(tx, { id: checkout.paymentId, customerId: customer.id, decision, reason });
  return finish(tx, checkout, "declined", reason);
}
