import { Filling, needSpaceFor, ordersInPattern, pattern } from "../growth/fill.ts";
import type { GeneratorDuties } from "../load/generator.ts";
import { cpuTable, medians, of, type Run } from "../medians.ts";
import type { Figures, Part, Plan } from "../part.ts";
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

type Stage = {
  readonly run: Run & { readonly name: string };
  readonly memoryMb: number | null;
  readonly gigabytes: number;
};

/** Whether calls get slower as the tables grow. */
export const growth: Part = {
  name: "growth",
  async run(plan) {
    const { payments } = plan;
    plan.say(await needSpaceFor(payments));
    await using kassa = await openKassa();
    const filling = new Filling(await databaseOf(kassa));
    await using generator = hire<GeneratorDuties>("load/generator.ts");
    await placePattern(kassa, generator);
    await filling.begin();
    const at = { plan, kassa, generator, filling };
    const small = await stage(at, few);
    const large = await stage(at, payments);
    const slowdown = 1 - large.run.perSecond / small.run.perSecond;
    return {
      title: payments === tenMillion ? "Growth to ten millions" : "Growth",
      about: `The mix on ${connections} connections with ${few} and then with ${payments} payments in the tables, on the same server: copies of ${ordersInPattern} orders that went through the API and the form, of which ${pattern.returned} was returned and ${pattern.canceled} canceled. With more payments the rate is ${(100 * (1 - slowdown)).toFixed(0)} % of that with few.`,
      tables: [
        cpuTable([small.run, large.run]),
        {
          columns: [{ name: "payments" }, { name: "database GB", digits: 2 }, { name: "server MB" }],
          rows: [
            [few, small.gigabytes, small.memoryMb],
            [payments, large.gigabytes, large.memoryMb],
          ],
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

type Place = {
  readonly plan: Plan;
  readonly kassa: Kassa;
  readonly generator: Crew<GeneratorDuties>;
  readonly filling: Filling;
};

/** Fills the tables up to so many payments and measures, on a server that is warm. */
async function stage({ plan, kassa, generator, filling }: Place, payments: number): Promise<Stage> {
  plan.say(`filling the tables to ${payments} payments`);
  await filling.growTo(payments, plan.say);
  const name = `${payments} payments`;
  const mix = mixCase({ plan, kassa, generator, stores: ["1"] }, connections, name);
  for (let run = 0; run < warmUps; run++) await mix.run();
  const run = of(await medians(plan, [mix]), name);
  return { run, memoryMb: await memoryOf(kassa), gigabytes: await filling.size() };
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
