import { expect, test } from "vitest";
import { migrate } from "../../src/platform/db/index.ts";
import { uuidOf } from "../../src/platform/ids/index.ts";
import { type Kassa, useKassa } from "../support/kassa.ts";
import { Books, Shop } from "../support/shop.ts";
import { buy } from "../support/shopper.ts";

const phone = "333111222";

type Named = {
  readonly id: string;
  readonly ownerId: string;
  readonly code: string;
  readonly currency: string;
};

const named = ({ reader }: Kassa): Promise<Named[]> =>
  reader.query<Named>(`select id, owner_id as "ownerId", code, currency from accounts`);

const idsOf = async (kassa: Kassa) => (await named(kassa)).map(({ id }) => id).toSorted();

/** As it was before 0014: an account's id was the hash of its name alone. */
async function undo0014(kassa: Kassa): Promise<void> {
  const { reader } = kassa;
  for (const { id, ownerId, code, currency } of await named(kassa)) {
    const before = uuidOf(`account:${ownerId}:${code}:${currency}`);
    await reader.query(`update accounts set id = '${before}' where id = '${id}'`);
    for (const side of ["debit_account_id", "credit_account_id"])
      await reader.query(`update transfers set ${side} = '${before}' where ${side} = '${id}'`);
  }
  await reader.query("delete from migrations where name like '0014%'");
}

test("0014: accounts keep what moved on them and go on where they were", async () => {
  const kassa = await useKassa();
  const shop = new Shop(kassa);
  const books = new Books(kassa);
  await buy(kassa, { orderId: "A-1", amount: 600, phone });
  expect(await shop.finish("A-1", 600)).toBe(0);
  const owed = await books.owedBy(phone, "principal");
  const ids = await idsOf(kassa);

  await undo0014(kassa);
  expect(await books.owedBy(phone, "principal")).toBe(0n);
  expect(await migrate(kassa.databaseUrl)).toEqual(["0014_accounts_beside_their_owners.sql"]);

  expect(await idsOf(kassa)).toEqual(ids);
  expect(await books.owedBy(phone, "principal")).toBe(owed);
  expect(await shop.giveBack("A-1", 100)).toBe(0);
  expect(await books.owedBy(phone, "principal")).toBe(owed - 10_000n);
  expect(await idsOf(kassa)).toEqual(ids);
  expect(await kassa.problems()).toEqual([]);
});
