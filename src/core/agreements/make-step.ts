import type { Tx } from "../../platform/db/index.ts";
import { dayOf, dueFrom } from "./sale-days.ts";
import { schedules } from "./schedules.ts";
import { insertStep, type Step } from "./step.ts";
import { isOpen, subscriptions } from "./subscription.ts";

/** Makes the step of a sale's schedule that is due, one, and tells when the next will be: after an outage all days
 *  get theirs in turn. Answers undefined when none is due. `number`: of the step. */
export async function makeDueStep(
  tx: Tx,
  { subscriptionId: id, number }: { readonly subscriptionId: string; readonly number: bigint },
): Promise<Step | undefined> {
  const sale = await tx.lock(subscriptions, { id });
  if (!sale?.scheduleId || !isOpen(sale) || !sale.nextAt) return undefined;
  if (Temporal.Instant.compare(sale.nextAt, tx.now) > 0) return undefined;
  const [schedule] = await tx.list(schedules, { id: sale.scheduleId });
  const dueAt = sale.nextAt;
  const dueOn = dayOf(sale, dueAt);
  const nextAt = schedule ? dueFrom(sale, schedule, dueOn.add({ days: 1 })) : null;
  tx.update(subscriptions, { ...sale, nextAt });
  return insertStep(tx, sale, { number, dueOn, dueAt, nextAttemptAt: dueAt });
}
