import type { LedgerDuties } from "../core/ledger.ts";
import { medians, of, rateTable } from "../medians.ts";
import type { Part } from "../part.ts";
import { hire } from "../setting/crew.ts";
import { openDatabase } from "../setting/database.ts";

const verbs = 512;
const owners = 1_000;
const packed = 16;

const single = "one transfer in a verb";
const many = `${packed} transfers in a verb`;
const hot = "one in a verb, all between the same two accounts";

/** What the ledger can post when nothing is around it. */
export const ledger: Part = {
  name: "ledger",
  async run(plan) {
    const { seconds } = plan;
    await using database = await openDatabase();
    await using books = hire<LedgerDuties>("core/ledger.ts");
    await books.ask("open", { databaseUrl: database.url });
    const found = await medians(plan, [
      { name: single, run: () => books.ask("post", { verbs, movements: 1, owners, seconds }) },
      { name: many, run: () => books.ask("post", { verbs, movements: packed, owners, seconds }) },
      { name: hot, run: () => books.ask("post", { verbs, movements: 1, owners: 1, seconds }) },
    ]);
    const { posted } = await books.ask("check");
    return {
      title: "Ledger",
      about: `Transfers through the writer alone, ${verbs} verbs in flight, over ${owners * 2} accounts unless it says otherwise; rates are of transfers, times of verbs. Afterwards all ${posted} transfers were in the tables and the trial balance was zero.`,
      tables: [rateTable(found)],
      figures: {
        transfersPerSecond: of(found, single).perSecond,
        packedTransfersPerSecond: of(found, many).perSecond,
      },
    };
  },
};
