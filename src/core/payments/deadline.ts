import { type Table, table } from "../../platform/db/index.ts";

/** Says that time ends a payment `at` this instant. It is void, and dropped by who asks what is due, once the payment has
 *  ended or ends at another instant. */
export type PaymentDeadline = {
  readonly at: Temporal.Instant;
  readonly id: string;
  readonly paymentId: string;
};

export const paymentDeadlines: Table<PaymentDeadline> = table<PaymentDeadline>(
  "payment_deadlines",
  { at: "timestamptz", id: "uuid", paymentId: "uuid" },
  { key: ["at", "id"] },
);
