import type { DueDuties } from "../core/due.ts";
import { middle, type Work, workTable } from "../medians.ts";
import { type Part, sized } from "../part.ts";
import { spending } from "../setting/cpu.ts";
import { hire } from "../setting/crew.ts";
import { openDatabase } from "../setting/database.ts";

const loansMade = 10_000;
const instalmentsEach = 12;

/** How long it takes to live through a year in which everybody pays. */
export const due: Part = {
  name: "due",
  async run(plan) {
    await using database = await openDatabase();
    await using lender = hire<DueDuties>("core/due.ts");
    const { pid } = await lender.ask("open", { databaseUrl: database.url });
    const place = { pid, dataDir: database.dataDir };
    const loans = sized(plan, loansMade);
    const years: Work[] = [];
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
    return {
      title: "Due work",
      about: `${loans} loans of ${instalmentsEach} instalments each, begun on the days of four weeks, through a year of the moved clock. Afterwards all instalments were paid and the trial balance was zero.`,
      tables: [workTable(`a year with ${instalments} instalments`, instalments, { seconds, spent })],
      figures: { instalmentsSeconds: (seconds * loansMade) / loans },
    };
  },
};
