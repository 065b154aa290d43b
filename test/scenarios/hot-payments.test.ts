import pg from "pg";
import { expect, test } from "vitest";
import { type Kassa, useKassa } from "../support/kassa.ts";
import { Shop } from "../support/shop.ts";
import { buy } from "../support/shopper.ts";
import { Merchant } from "../wire/mondido/merchant.ts";

/** How often a payment's row was changed, and how often that touched no index. A connection tells its counts at its end. */
async function changes({ databaseUrl }: Kassa): Promise<{ all: bigint; hot: bigint }> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query(
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    const { rows } = await client.query(
      `select n_tup_upd as "all", n_tup_hot_upd as hot from pg_stat_user_tables where relname = 'payments'`,
    );
    return { all: BigInt(rows[0].all), hot: BigInt(rows[0].hot) };
  } finally {
    await client.end();
  }
}

test("a payment's change of state touches no index", async () => {
  const kassa = await useKassa();
  const merchant = new Merchant(kassa);
  const { json: paid } = await merchant.pay();
  const refund = { transaction_id: String(paid.id), amount: "10.00", reason: "sent back" };
  expect((await merchant.call("POST", "/v1/refunds", refund)).http).toBe(200);
  const { json: held } = await merchant.pay({ authorize: "true" });
  const capture = { amount: "4.00" };
  expect((await merchant.call("PUT", `/v1/transactions/${held.id}/capture`, capture)).http).toBe(200);

  const shop = new Shop(kassa);
  const phone = "333111222";
  await buy(kassa, { orderId: "A-1", amount: 500, phone });
  expect(await shop.change("A-1", 400)).toBe(0);
  expect(await shop.finish("A-1", 400)).toBe(0);
  expect(await shop.giveBack("A-1", 100)).toBe(0);
  await buy(kassa, { orderId: "A-2", amount: 500, phone });
  expect(await shop.cancel("A-2")).toBe(0);
  await buy(kassa, { orderId: "A-3", amount: 500, phone });
  await kassa.advance("P31D");

  const { all, hot } = await changes(kassa);
  expect(all).toBeGreaterThanOrEqual(14n);
  expect(hot).toBe(all);
});
