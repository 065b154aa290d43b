import type { Tx } from "../../../platform/db/index.ts";
import { Refusal } from "../../refusal.ts";
import { emitPayment } from "../emit-payment.ts";
import { lockPayment, type Payment } from "../payment.ts";
import { savePayment } from "../save-payment.ts";
import { movePooled } from "./postings.ts";

/** Approves a captured payment that waits in the pool: the merchant is owed it from now on; or takes that back.
 *  Refuses: payment_not_found, payment_not_changeable (not of the pool, not captured, or that already). */
export async function changeApproval(
  tx: Tx,
  { id, to }: { id: string; to: "approved" | "waiting" },
): Promise<Payment> {
  const payment = await lockPayment(tx, { id });
  const { pool } = payment.details;
  if (pool === undefined || pool === to || payment.state !== "captured" || payment.holdId)
    throw new Refusal("payment_not_changeable");
  movePooled(tx, payment, to);
  const changed = await savePayment(tx, { ...payment, details: { ...payment.details, pool: to } });
  emitPayment(tx, "payment.changed", changed, { pool: to });
  return changed;
}
