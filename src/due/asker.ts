import {
  type Billing,
  type DueRequest,
  dueRequests,
  nextStepDue,
  requestStep,
} from "../core/agreements/index.ts";
import type { House } from "../core/house.ts";
import type { DueSource } from "../platform/jobs/index.ts";
import type { Logger } from "../platform/log/index.ts";

const most = 1_000;

/** Asks payers for the steps that are due of sales without a card, where the dialect does so. It runs before the
 *  collector, which takes such a step for one that failed. */
export function asker(
  { reader, numbers, write }: House,
  billings: ReadonlyMap<string, Billing>,
  log: Pick<Logger, "error">,
): DueSource {
  const dialects = [...billings].flatMap(([name, { request }]) => (request ? [name] : []));
  async function ask(due: DueRequest): Promise<boolean> {
    try {
      const number = await numbers.next("payment");
      const billing = billings.get(due.dialect) as Billing;
      return Boolean(await write((tx) => requestStep(tx, { due, number, billing })));
    } catch (error) {
      log.error({ err: error, step: due.stepId }, "the payer of a step could not be asked");
      return false;
    }
  }
  return {
    name: "asker",
    next: () => nextStepDue(reader),
    async run(now) {
      const due = await dueRequests(reader, { now, dialects, most });
      const asked = await Promise.all(due.map(ask));
      return asked.filter(Boolean).length;
    },
  };
}
