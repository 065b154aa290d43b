import type { Tx } from "../../platform/db/index.ts";
import { emit } from "../events/index.ts";
import { type Attempt, type Delivery, deliveries, deliveryAttempts, send } from "./delivery.ts";

/** How a try went, and when to try again; null: give up. */
export type AttemptRecord = {
  readonly attempt: Omit<Attempt, "id">;
  readonly retryAt: Temporal.Instant | null;
  /** What was sent, where it was put into words only then. */
  readonly content?: Pick<Delivery, "body" | "envelope"> | undefined;
};

/** Stores how an attempt went. Delivered is final, and what was to follow leaves; a delivery that is given up is an
 *  event. */
export async function recordAttempt(tx: Tx, { attempt, retryAt, content }: AttemptRecord): Promise<void> {
  tx.insert(deliveryAttempts, { ...attempt, id: tx.id() });
  const delivery = await tx.lock(deliveries, { id: attempt.deliveryId });
  if (delivery?.state !== "pending") return;
  const isDelivered = attempt.outcome === "delivered";
  const isOver = isDelivered || retryAt === null;
  const attempts = delivery.attempts + 1;
  tx.update(deliveries, {
    ...delivery,
    ...content,
    attempts,
    state: isDelivered ? "delivered" : isOver ? "failed" : "pending",
    nextAttemptAt: isOver ? null : retryAt,
    finishedAt: isOver ? tx.now : null,
    followUp: isDelivered ? null : delivery.followUp,
  });
  if (isDelivered && delivery.followUp) {
    const { merchantId, storeId, dialect, channel, subjectId, followUp } = delivery;
    send(tx, { merchantId, storeId, dialect, channel, subjectId, ...followUp });
  }
  if (!isOver || isDelivered) return;
  const { id, merchantId, dialect, channel, kind } = delivery;
  const { outcome, status } = attempt;
  const data = { dialect, channel, kind, attempts, outcome, status };
  emit(tx, { merchantId, type: "delivery.failed", subjectId: id, data });
}
