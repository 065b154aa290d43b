import { setTimeout as pause } from "node:timers/promises";
import type { GeneratorDuties } from "../load/generator.ts";
import { middle } from "../medians.ts";
import type { Part } from "../part.ts";
import { hire } from "../setting/crew.ts";
import { temporaryFolder } from "../setting/folder.ts";
import { memoryOf, npmStart, startKassa } from "../setting/servers.ts";

const idleMs = 3_000;

/** How long somebody waits who types `npm start`, and what they give up of their memory. */
export const start: Part = {
  name: "start",
  async run({ rounds, say }) {
    await using folder = await temporaryFolder();
    await using generator = hire<GeneratorDuties>("load/generator.ts");
    const cold = await readyAfter(folder.path);
    const ready: number[] = [];
    const paid: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      await using kassa = await npmStart(folder.path);
      const begin = performance.now();
      await generator.ask("buyOnce", { port: kassa.port });
      ready.push(kassa.readyMs / 1_000);
      paid.push((kassa.readyMs + performance.now() - begin) / 1_000);
      say(`round ${round}, first payment after ${paid.at(-1)?.toFixed(2)} s`);
    }
    return {
      title: "Start",
      about:
        "`npm start`, on an embedded database. Memory is what the server alone holds, three seconds after it was ready.",
      tables: [
        {
          columns: [{ name: "what" }, { name: "value", digits: 2 }, { name: "unit" }],
          rows: [
            ["on a new data directory, until it is ready", cold, "s"],
            ["on a warm one, until it is ready", middle(ready, itself), "s"],
            ["on a warm one, until the first payment is finished", middle(paid, itself), "s"],
            ["resident memory when idle", await idleMemory(folder.path), "MB"],
          ],
        },
      ],
      figures: {},
    };
  },
};

async function readyAfter(dataDir: string): Promise<number> {
  await using kassa = await npmStart(dataDir);
  return kassa.readyMs / 1_000;
}

async function idleMemory(dataDir: string): Promise<number | null> {
  await using kassa = await startKassa(dataDir);
  await pause(idleMs);
  return memoryOf(kassa);
}

function itself(seconds: number): number {
  return seconds;
}
