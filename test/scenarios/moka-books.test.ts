import pg from "pg";
import { expect, test } from "vitest";
import { useKassa } from "../support/kassa.ts";
import { travelTo } from "../support/shop.ts";
import { Dealer } from "../wire/moka/dealer.ts";
import { sold } from "../wire/moka/sold.ts";

/** What goes wrong with a step that was paid, and what is said about it. */
const damages = [
  ["payment_id = null", "paid without a captured payment"],
  ["amount = amount + 1", "paid without a captured payment"],
  ["state = 'failed'", "charged, and not paid"],
  ["state = 'retrying', next_attempt_at = now()", "charged, and not paid"],
  ["state = 'processing', next_attempt_at = now(), payment_id = id", "processing without a payment"],
] as const;

test("who verifies the books hears of steps that cannot be as they are", async () => {
  const kassa = await useKassa();
  const dealer = new Dealer(kassa);
  await travelTo(kassa, "2027-03-01T06:00:00Z");
  const { DealerSaleId } = await sold(kassa, dealer);
  const asked = { DealerSaleId, PaymentDate: "20270302", Amount: "25.45" };
  await dealer.ask("DealerSale/AddPaymentPlan", asked);
  await dealer.ask("DealerSale/AddPaymentPlan", { ...asked, Amount: "30" });
  await kassa.advance("P2D");
  expect(await kassa.problems()).toEqual([]);

  const client = new pg.Client(kassa.databaseUrl);
  await client.connect();
  const damage = async (sql: string) => {
    await client.query(`begin; ${sql}`);
    const found = (await client.query("select id from steps order by number")).rows.map(({ id }) => id);
    await client.query("commit");
    return found;
  };
  try {
    const first = "where number = (select min(number) from steps)";
    const columns = "state, next_attempt_at, payment_id, amount";
    for (const [change, problem] of damages) {
      const [step] = await damage(
        `create temp table before on commit preserve rows as select ${columns} from steps ${first};
         update steps set ${change} ${first}`,
      );
      expect(await kassa.problems()).toEqual([`step ${step}: ${problem}`]);
      await damage(
        `update steps set (${columns}) = (select ${columns} from before) ${first}; drop table before`,
      );
    }
    const [, second] = await damage(
      "update step_attempts set step_id = (select max(id::text)::uuid from steps)",
    );
    expect(await kassa.problems()).toEqual([`step ${second}: charged more than once`]);
  } finally {
    await client.end();
  }
});
