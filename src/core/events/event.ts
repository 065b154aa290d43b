import { type Table, type Tx, table } from "../../platform/db/index.ts";

/** Something that happened, in past tense. Stored with the change that caused it. */
export type Event = {
  readonly id: string;
  readonly merchantId: string;
  readonly type: EventType;
  readonly subjectId: string;
  readonly data: Record<string, unknown>;
  readonly occurredAt: Temporal.Instant;
};

export type EventType =
  | "payment.reopened"
  | "payment.authorized"
  | "payment.declined"
  | "payment.failed"
  | "payment.changed"
  | "payment.captured"
  | "payment.voided"
  | "payment.expired"
  | "payment.refunded"
  | "customer.registered"
  | "customer.declined"
  | "checkout.finished"
  | "card.stored"
  | "delivery.failed"
  | "instalment.paid"
  | "instalment.overdue"
  | "subscription.started"
  | "subscription.changed"
  | "subscription.paused"
  | "subscription.resumed"
  | "subscription.canceled"
  | "subscription.ended"
  | "step.requested"
  | "mandate.activated"
  | "mandate.terminated"
  | "step.paid"
  | "step.failed";

export const events: Table<Event> = table<Event>("events", {
  id: "uuid",
  merchantId: "uuid",
  type: "text",
  subjectId: "uuid",
  data: "json",
  occurredAt: "timestamptz",
});

/** Records that something happened. `data` holds JSON only: amounts as text in minor units. */
export function emit(tx: Tx, event: Omit<Event, "id" | "occurredAt">): void {
  tx.insert(events, { ...event, id: tx.id(), occurredAt: tx.now });
}
