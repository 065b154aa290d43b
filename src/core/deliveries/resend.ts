import type { Tx } from "../../platform/db/index.ts";
import { claimFor, type Delivery, deliveries } from "./delivery.ts";

/** Has a delivery tried once more, whatever became of it: also what was given up or delivered, because somebody
 *  asks for it. What waits for a later retry is tried now; what is under way stays as it is. The retries that are
 *  left stay the same. Answers undefined when there is no such delivery. */
export async function resend(tx: Tx, { id }: { id: string }): Promise<Delivery | undefined> {
  const delivery = await tx.lock(deliveries, { id });
  if (!delivery || isUnderWay(delivery, tx.now)) return delivery;
  return tx.update(deliveries, { ...delivery, state: "pending", nextAttemptAt: tx.now, finishedAt: null });
}

/** Whoever has claimed a delivery has put its next attempt off by as much as a claim lasts. */
function isUnderWay({ nextAttemptAt }: Delivery, now: Temporal.Instant): boolean {
  return nextAttemptAt !== null && Temporal.Instant.compare(nextAttemptAt, now.add(claimFor)) <= 0;
}
