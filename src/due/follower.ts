import {
  changedSchedules,
  followSchedule,
  type NamedSchedule,
  nextChangedSchedule,
  salesBehind,
} from "../core/agreements/index.ts";
import type { House } from "../core/house.ts";
import type { DueSource } from "../platform/jobs/index.ts";

const mostSchedules = 100;
/** How many sales one write takes along. */
const salesAtOnce = 500;

/** Has the sales of schedules that were changed or deleted follow, some at a time. It runs before their steps are made.
 *  What is left in the middle goes on with the next run. */
export function follower({ reader, write }: House): DueSource {
  /** Answers whether all have followed. */
  async function follow({ id, changedAt }: NamedSchedule): Promise<boolean> {
    if (!changedAt) return true;
    for (;;) {
      const saleIds = await salesBehind(reader, { id, changedAt, most: salesAtOnce });
      const goesOn = await write((tx) => followSchedule(tx, { id, changedAt, saleIds }));
      if (!goesOn) return saleIds.length === 0;
    }
  }
  return {
    name: "follower",
    next: () => nextChangedSchedule(reader),
    async run() {
      const finished: boolean[] = [];
      for (const schedule of await changedSchedules(reader, mostSchedules)) {
        finished.push(await follow(schedule));
      }
      return finished.filter(Boolean).length;
    },
  };
}
