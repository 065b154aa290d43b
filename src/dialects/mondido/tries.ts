import type { Store } from "../../core/merchants/index.ts";
import { type Payment, payments } from "../../core/payments/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { Fault } from "./errors.ts";
import { type Kept, toldBy } from "./told.ts";

/** Tries after which an order is not paid any more, unless the store says otherwise. */
const mostTries = 10;

/** How many cards a payment was refused with; who gave up, or was not answered, was not refused. */
function refusedTriesOf(payment: Pick<Payment, "state" | "reason" | "details">): number {
  const isRefused = payment.state === "declined" || payment.reason === "not_authenticated";
  return toldBy(payment).refusedTries + (isRefused ? 1 : 0);
}

/** Lets nobody try one card after the other: an order is refused so many times, however many payments it has been opened
 *  as. Faults 261. */
export async function refuseWorn(
  tx: Tx,
  { id: storeId, settings }: Pick<Store, "id" | "settings">,
  reference: string,
): Promise<void> {
  const all = await tx.list(payments, { storeId, reference });
  const refused = all.reduce((sum, payment) => sum + refusedTriesOf(payment), 0);
  if (refused >= (settings.mostTries ?? mostTries)) throw new Fault("errors.rules_parser.declined");
}

/** What a payment that is tried again keeps of the tries before. */
export function triesBefore(payment: Payment): Pick<Kept, "refusedTries"> {
  return { refusedTries: refusedTriesOf(payment) };
}
