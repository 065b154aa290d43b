import { columnsOf, type Reader } from "../../platform/db/index.ts";
import { type Webhook, webhooks } from "./webhook.ts";

/** Which webhooks of a merchant somebody asks for. What is undefined does not matter. */
export type WebhookFilter = {
  readonly merchantId: string;
  readonly trigger?: string | undefined;
  /** From this number on, in the direction of the order. */
  readonly from?: bigint | undefined;
};

type PageOf = { readonly isDescending: boolean; readonly limit: number; readonly offset: number };

const wanted =
  "w.merchant_id = $1::uuid and w.state = 'active' and ($2::text is null or w.trigger = $2::text)";

/** A merchant's webhooks that are not deleted, standing ones and those of its payments, by their number. */
export function webhookPage(
  reader: Reader,
  { merchantId, trigger, from }: WebhookFilter,
  { isDescending, limit, offset }: PageOf,
): Promise<Webhook[]> {
  const [sign, direction] = isDescending ? ["<=", "desc"] : [">=", "asc"];
  return reader.query(
    `select ${columnsOf(webhooks, "w")} from webhooks w
     where ${wanted} and ($3::bigint is null or w.number ${sign} $3::bigint)
     order by w.number ${direction} limit $4::int offset $5::int`,
    [merchantId, trigger ?? null, from === undefined ? null : String(from), limit, offset],
  );
}

/** How many there are in all. */
export async function countWebhooks(reader: Reader, { merchantId, trigger }: WebhookFilter): Promise<number> {
  const rows = await reader.query<{ count: number }>(
    `select count(*)::int as count from webhooks w where ${wanted}`,
    [merchantId, trigger ?? null],
  );
  return rows[0]?.count ?? 0;
}
