import type { DueDuties } from "../core/due.ts";
import { middle } from "../medians.ts";
import { type Part, sized } from "../part.ts";
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
    await lender.ask("open", { databaseUrl: database.url });
    const loans = sized(plan, loansMade);
    const years: number[] = [];
    for (let round = 1; round <= plan.rounds; round++) {
      plan.say(`round ${round}, lending to ${loans} customers`);
      await lender.ask("lend", { loans });
      const { ms } = await lender.ask("year");
      plan.say(`round ${round}, a year took ${(ms / 1_000).toFixed(1)} s`);
      years.push(ms / 1_000);
    }
    const { paid } = await lender.ask("check");
    const instalments = loans * instalmentsEach;
    if (paid !== instalments * plan.rounds) throw new Error(`${paid} instalments are paid`);
    const seconds = middle(years, (year) => year);
    return {
      title: "Due work",
      about: `${loans} loans of ${instalmentsEach} instalments each, begun on the days of four weeks, through a year of the moved clock. Afterwards all instalments were paid and the trial balance was zero.`,
      tables: [
        {
          columns: [{ name: "what" }, { name: "seconds", digits: 2 }, { name: "per second", digits: 0 }],
          rows: [[`a year with ${instalments} instalments`, seconds, instalments / seconds]],
        },
      ],
      figures: { instalmentsSeconds: (seconds * loansMade) / loans },
    };
  },
};
