import { dueSales, makeDueStep, nextSaleDue } from "../core/agreements/index.ts";
import type { House } from "../core/house.ts";
import type { DueSource } from "../platform/jobs/index.ts";
import type { Logger } from "../platform/log/index.ts";
import { eachOf } from "./each-of.ts";

const most = 20_000;
const atOnce = 512;

/** Makes the steps of sales that go by a schedule, each when its day has come. Several may share a database. */
export function planner({ reader, numbers, write }: House, log: Pick<Logger, "error">): DueSource {
  return {
    name: "planner",
    next: () => nextSaleDue(reader),
    async run(now) {
      const due = await dueSales(reader, { now, most });
      let made = 0;
      await eachOf(due, atOnce, async (subscriptionId) => {
        try {
          const number = await numbers.next("step");
          if (await write((tx) => makeDueStep(tx, { subscriptionId, number }))) made++;
        } catch (error) {
          log.error({ err: error, sale: subscriptionId }, "the step of a sale could not be made");
        }
      });
      return made;
    },
  };
}
