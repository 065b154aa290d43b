import type { DueDuties } from "../core/due.ts";
import { middle } from "../medians.ts";
import { type Part, sized } from "../part.ts";
import { type CpuTimes, spending } from "../setting/cpu.ts";
import { hire } from "../setting/crew.ts";
import { openDatabase } from "../setting/database.ts";

const loansMade = 10_000;
const instalmentsEach = 12;

type Year = { readonly seconds: number; readonly spent: CpuTimes | undefined };

/** How long it takes to live through a year in which everybody pays. */
export const due: Part = {
  name: "due",
  async run(plan) {
    await using database = await openDatabase();
    await using lender = hire<DueDuties>("core/due.ts");
    const { pid } = await lender.ask("open", { databaseUrl: database.url });
    const place = { pid, dataDir: database.dataDir };
    const loans = sized(plan, loansMade);
    const years: Year[] = [];
    for (let round = 1; round <= plan.rounds; round++) {
      plan.say(`round ${round}, lending to ${loans} customers`);
      await lender.ask("lend", { loans });
      const { result, spent } = await spending(place, () => lender.ask("year"));
      const seconds = result.ms / 1_000;
      plan.say(`round ${round}, a year took ${seconds.toFixed(1)} s`);
      years.push({ seconds, spent });
    }
    const { paid } = await lender.ask("check");
    const instalments = loans * instalmentsEach;
    if (paid !== instalments * plan.rounds) throw new Error(`${paid} instalments are paid`);
    const { seconds, spent } = middle(years, (year) => year.seconds);
    const each = (ms: number | undefined) => (ms === undefined ? null : ms / instalments);
    return {
      title: "Due work",
      about: `${loans} loans of ${instalmentsEach} instalments each, begun on the days of four weeks, through a year of the moved clock. Afterwards all instalments were paid and the trial balance was zero.`,
      tables: [
        {
          columns: [
            { name: "what" },
            { name: "seconds", digits: 2 },
            { name: "per second", digits: 0 },
            { name: "server CPU ms", digits: 3 },
            { name: "database CPU ms", digits: 3 },
          ],
          rows: [
            [
              `a year with ${instalments} instalments`,
              seconds,
              instalments / seconds,
              each(spent?.serverMs),
              each(spent?.databaseMs),
            ],
          ],
        },
      ],
      figures: { instalmentsSeconds: (seconds * loansMade) / loans },
    };
  },
};
