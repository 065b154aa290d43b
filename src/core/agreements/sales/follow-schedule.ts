import type { Tx } from "../../../platform/db/index.ts";
import { nextStepAt } from "../sale-days.ts";
import { type NamedSchedule, schedules } from "../schedules.ts";
import { isOpen, type Subscription, saveSubscription, subscriptions } from "../subscription.ts";

/** Has these sales take over what became of their schedule at `changedAt`, counted from then; without any, all have.
 *  Answers whether to go on with others: not when all have, and not when it was changed again since. */
export async function followSchedule(
  tx: Tx,
  {
    id,
    changedAt,
    saleIds,
  }: Pick<NamedSchedule, "id" | "changedAt"> & { readonly saleIds: readonly string[] },
): Promise<boolean> {
  const schedule = await tx.lock(schedules, { id });
  if (!schedule?.changedAt || !changedAt?.equals(schedule.changedAt)) return false;
  if (saleIds.length === 0) tx.update(schedules, { ...schedule, changedAt: null });
  const sales = await Promise.all(saleIds.map((saleId) => tx.lock(subscriptions, { id: saleId })));
  for (const sale of sales) {
    if (sale && isBehind(sale, schedule.id, changedAt))
      saveSubscription(tx, { ...sale, nextAt: nextStepAt(sale, schedule, changedAt) });
  }
  return saleIds.length > 0 && Temporal.Instant.compare(tx.now, changedAt) > 0;
}

/** A sale that was made or changed since goes by the schedule as it is. */
function isBehind(sale: Subscription, scheduleId: string, changedAt: Temporal.Instant): boolean {
  const isOlder = Temporal.Instant.compare(sale.updatedAt, changedAt) <= 0;
  return isOpen(sale) && isOlder && sale.scheduleId === scheduleId;
}
