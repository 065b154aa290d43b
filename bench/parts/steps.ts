import type { StepDuties } from "../core/steps.ts";
import { middle, type Work, workTable } from "../medians.ts";
import type { Part } from "../part.ts";
import { spending } from "../setting/cpu.ts";
import { hire } from "../setting/crew.ts";
import { openDatabase } from "../setting/database.ts";

/** Of how many the first round is made, which only makes the server as fast as it gets. */
const warmUp = 5_000;
const million = 1_000_000;

/** How fast steps of sales are collected from stored cards. */
export const steps: Part = {
  name: "steps",
  async run(plan) {
    await using database = await openDatabase();
    await using dealer = hire<StepDuties>("core/steps.ts");
    const { pid } = await dealer.ask("open", { databaseUrl: database.url });
    const place = { pid, dataDir: database.dataDir };
    const collect = async (sales: number): Promise<Work> => {
      plan.say(`selling to ${sales} customers`);
      await dealer.ask("sell", { sales });
      const { result, spent } = await spending(place, () => dealer.ask("collect"));
      const seconds = result.ms / 1_000;
      plan.say(`${sales} steps took ${seconds.toFixed(1)} s`);
      return { seconds, spent };
    };
    await collect(warmUp);
    const rounds: Work[] = [];
    for (let round = 1; round <= plan.rounds; round++) rounds.push(await collect(plan.steps));
    const { paid } = await dealer.ask("check");
    if (paid !== warmUp + plan.steps * plan.rounds) throw new Error(`${paid} steps are paid`);
    const { seconds, spent } = middle(rounds, (round) => round.seconds);
    return {
      title: plan.steps === million ? "A million steps of sales" : "Steps of sales",
      about: `${plan.steps} steps of Moka, due at the same moment, each of another customer and card: half of them planned by hand, half still to be made by a schedule. Making, charging, payments, ledger and history. Afterwards all were paid, each by one payment, none was due, and the trial balance was zero.`,
      tables: [workTable(`${plan.steps} steps`, plan.steps, { seconds, spent })],
      figures: {
        [plan.steps === million ? "millionStepsPerSecond" : "stepsPerSecond"]: plan.steps / seconds,
      },
    };
  },
};
