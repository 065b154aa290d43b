import type { House } from "../core/house.ts";
import { duePayments, expire, nextExpiry } from "../core/payments/index.ts";
import type { DueSource } from "../platform/jobs/index.ts";

/** Ends the payments that were not finished in time; what they held is free again. */
export function expiry({ reader, write }: House): DueSource {
  return {
    name: "expiry",
    next: () => nextExpiry(reader),
    async run(now) {
      const due = await duePayments(reader, now, 1_000);
      await Promise.all(due.map(({ id, lenderId }) => write((tx) => expire(tx, { id, lenderId }))));
      return due.length;
    },
  };
}
