import { dueSales, makeDueStep, nextSaleDue } from "../core/agreements/index.ts";
import type { House } from "../core/house.ts";
import type { DueSource } from "../platform/jobs/index.ts";
import type { Logger } from "../platform/log/index.ts";

const most = 1_000;

/** Makes the steps of sales that go by a schedule, each when its day has come. Several may share a database. */
export function planner({ reader, numbers, write }: House, log: Pick<Logger, "error">): DueSource {
  async function make(subscriptionId: string): Promise<boolean> {
    try {
      const number = await numbers.next("step");
      return Boolean(await write((tx) => makeDueStep(tx, { subscriptionId, number })));
    } catch (error) {
      log.error({ err: error, sale: subscriptionId }, "the step of a sale could not be made");
      return false;
    }
  }
  return {
    name: "planner",
    next: () => nextSaleDue(reader),
    async run(now) {
      const made = await Promise.all((await dueSales(reader, { now, most })).map(make));
      return made.filter(Boolean).length;
    },
  };
}
