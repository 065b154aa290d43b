import { fill, needSpaceFor, ordersInPattern, pattern, sizeOf } from "../growth/fill.ts";
import type { GeneratorDuties } from "../load/generator.ts";
import { type Case, cpuTable, medians, of, type Run } from "../medians.ts";
import type { Cell, Figures, Part, Plan } from "../part.ts";
import { type Crew, hire } from "../setting/crew.ts";
import { databaseOf } from "../setting/database.ts";
import { type Kassa, memoryOf, openKassa, quiet } from "../setting/servers.ts";
import { mixCase } from "./money.ts";

const few = 10_000;
const connections = 64;
const million = 1_000_000;
const tenMillion = 10 * million;
/** Runs that only make the server as fast as it gets. */
const warmUps = 3;

/** Whether calls get slower as the tables grow. */
export const growth: Part = {
  name: "growth",
  async run(plan) {
    const { payments } = plan;
    plan.say(await needSpaceFor(payments));
    await using small = await grown(plan, few);
    await using large = await grown(plan, payments);
    const found = await medians(plan, [small.mix, large.mix]);
    const slowdown = 1 - of(found, large.mix.name).perSecond / of(found, small.mix.name).perSecond;
    return {
      title: payments === tenMillion ? "Growth to ten millions" : "Growth",
      about: `The mix on ${connections} connections, by turns on a Kassa with ${few} and on one with ${payments} payments in the tables: copies of ${ordersInPattern} orders that went through the API and the form, of which ${pattern.returned} was returned and ${pattern.canceled} canceled. With more payments the rate is ${(100 * (1 - slowdown)).toFixed(0)} % of that with few.`,
      tables: [
        cpuTable(found),
        {
          columns: [
            { name: "payments" },
            { name: "database GB", digits: 2 },
            { name: "server MB before" },
            { name: "server MB after" },
          ],
          rows: [await small.memory(), await large.memory()],
        },
      ],
      figures: figuresOf(payments, slowdown),
    };
  },
};

function figuresOf(payments: number, slowdown: number): Figures {
  if (payments === tenMillion) return { tenMillionSlowdown: slowdown };
  return payments === million ? { millionSlowdown: slowdown } : {};
}

type Grown = AsyncDisposable & {
  readonly mix: Case<Run>;
  /** How much it takes of disk and memory, as a row of the table. */
  memory(): Promise<Cell[]>;
};

/** A Kassa with so many payments in its tables, its server warm. */
async function grown(plan: Plan, payments: number): Promise<Grown> {
  await using opened = new AsyncDisposableStack();
  const kassa = opened.use(await openKassa());
  const generator = opened.use(hire<GeneratorDuties>("load/generator.ts"));
  await placePattern(kassa, generator);
  const database = await databaseOf(kassa);
  plan.say(`filling the tables to ${payments} payments`);
  await fill(database, payments, plan.say);
  const mix = mixCase({ plan, kassa, generator, stores: ["1"] }, connections, `${payments} payments`);
  const before = await memoryOf(kassa);
  for (let run = 0; run < warmUps; run++) await mix.run();
  const kept = opened.move();
  return {
    mix,
    memory: async () => [payments, await sizeOf(database), before, await memoryOf(kassa)],
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Leaves the orders of the pattern in the tables, and nothing else of shoppers. */
async function placePattern(kassa: Kassa, generator: Crew<GeneratorDuties>): Promise<void> {
  const market = { port: kassa.port, stores: ["1"] };
  const { finished, returned, canceled } = pattern;
  await generator.ask("prepare", { ...market, held: canceled, finished: finished + returned });
  const one = { ...market, connections: 1 };
  await generator.ask("call", { ...one, verbs: ["cancel"], calls: canceled });
  await generator.ask("call", { ...one, verbs: ["return"], calls: returned });
  await generator.ask("forget");
  await quiet(kassa);
}
