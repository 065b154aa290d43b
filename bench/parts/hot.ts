import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { StoreDuties } from "../core/stores.ts";
import type { GeneratorDuties } from "../load/generator.ts";
import { cpuTable, medians, of } from "../medians.ts";
import type { Part } from "../part.ts";
import { hire } from "../setting/crew.ts";
import { databaseOf } from "../setting/database.ts";
import { type Kassa, openKassa } from "../setting/servers.ts";
import { mixCase } from "./money.ts";

const numbers = Array.from({ length: 201 }, (_, i) => String(1_000 + i));
const [hotStore = "", ...manyStores] = numbers;

const uniform = `the mix over ${manyStores.length} merchants`;
const hot = "the mix at one merchant";

/** Whether one big merchant, whose accounts every call adds to, is slower than many small ones. */
export const hotAccount: Part = {
  name: "hot",
  async run(plan) {
    await using kassa = await openKassa();
    await addStores(kassa);
    await using many = hire<GeneratorDuties>("load/generator.ts");
    await using one = hire<GeneratorDuties>("load/generator.ts");
    const found = await medians(plan, [
      mixCase({ plan, kassa, generator: many, stores: manyStores }, 64, uniform),
      mixCase({ plan, kassa, generator: one, stores: [hotStore] }, 64, hot),
    ]);
    const hotShare = of(found, hot).perSecond / of(found, uniform).perSecond;
    return {
      title: "A hot account",
      about: `The mix on 64 connections, once with all orders at one merchant that is its own lender, so that all add to the same three accounts, once spread over ${manyStores.length} of them. One merchant reaches ${(hotShare * 100).toFixed(0)} % of the many.`,
      tables: [cpuTable(found)],
      figures: { hotShare },
    };
  },
};

async function addStores(kassa: Kassa): Promise<void> {
  await using clerk = hire<StoreDuties>("core/stores.ts");
  const databaseUrl = await databaseOf(kassa);
  const secretKey = (await readFile(join(kassa.dataDir, "secret.key"), "utf8")).trim();
  await clerk.ask("add", { databaseUrl, secretKey, numbers });
}
