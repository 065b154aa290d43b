import type { InsertDuties } from "../core/inserts.ts";
import type { GeneratorDuties } from "../load/generator.ts";
import { medians, of, rateTable } from "../medians.ts";
import type { Part } from "../part.ts";
import { hire } from "../setting/crew.ts";
import { openDatabase } from "../setting/database.ts";
import { startEcho } from "../setting/servers.ts";

const callers = 64;
const pooled = 16;

const echoed = "signed echo, bare Fastify";
const batched = "the rows of a call, callers share a commit";
const single = `the rows of a call, one transaction each on ${pooled} connections`;

/** What HTTP alone and the database alone would allow. */
export const bounds: Part = {
  name: "bounds",
  async run(plan) {
    const { seconds } = plan;
    await using database = await openDatabase();
    await using echo = await startEcho();
    await using generator = hire<GeneratorDuties>("load/generator.ts");
    await using inserts = hire<InsertDuties>("core/inserts.ts");
    await inserts.ask("open", { databaseUrl: database.url, pooled });

    const found = await medians(plan, [
      {
        name: echoed,
        run: () => generator.ask("ask", { port: echo.port, connections: callers, seconds, isEcho: true }),
      },
      { name: batched, run: () => inserts.ask("together", { callers, seconds }) },
      { name: single, run: () => inserts.ask("alone", { callers, seconds }) },
    ]);
    const echoPerSecond = of(found, echoed).perSecond;
    const batchedPerSecond = of(found, batched).perSecond;
    return {
      title: "Bounds",
      about: `${callers} callers, no Kassa. The rows are a payment, two transfers, an event and an entry of the request log, in the tables as they are, on disk before the caller is answered; those who share a commit do so on one connection, with one statement per table. One after the other, echo and shared commit leave room for ${bound(echoPerSecond, batchedPerSecond).toFixed(0)} calls a second.`,
      tables: [rateTable(found)],
      figures: { echoPerSecond, batchedPerSecond },
    };
  },
};

/** What is left when each call needs both, one after the other. */
export function bound(echoPerSecond: number, batchedPerSecond: number): number {
  return 1 / (1 / echoPerSecond + 1 / batchedPerSecond);
}
