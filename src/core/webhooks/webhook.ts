import { type Table, type Tx, table } from "../../platform/db/index.ts";

/** What a merchant wants to be told, and how: a call to a URL or a mail. */
export type Webhook = {
  readonly id: string;
  readonly number: bigint;
  readonly merchantId: string;
  /** The one payment it is about; null: all of the merchant's. */
  readonly paymentId: string | null;
  /** What has to happen, in the dialect's words. */
  readonly trigger: string;
  readonly url: string | null;
  readonly email: string | null;
  readonly httpMethod: string;
  readonly dataFormat: string;
  /** Of a mail: what it says, as Liquid. */
  readonly template: string | null;
  readonly state: "active" | "deleted";
  readonly createdAt: Temporal.Instant;
};

export const webhooks: Table<Webhook> = table<Webhook>(
  "webhooks",
  {
    id: "uuid",
    number: "bigint",
    merchantId: "uuid",
    paymentId: "uuid",
    trigger: "text",
    url: "text",
    email: "text",
    httpMethod: "text",
    dataFormat: "text",
    template: "text",
    state: "text",
    createdAt: "timestamptz",
  },
  { unique: [["number"]] },
);

export function addWebhook(tx: Tx, webhook: Omit<Webhook, "id" | "state" | "createdAt">): Webhook {
  return tx.insert(webhooks, { ...webhook, id: tx.id(), state: "active", createdAt: tx.now });
}
