import type { House } from "../core/house.ts";
import { type DuePayment, duePayments, expire, fail, nextExpiry } from "../core/payments/index.ts";
import type { Pool } from "../platform/db/index.ts";
import type { DueSource } from "../platform/jobs/index.ts";

/** Ends the payments that were not finished in time; what they held is free again. What the acquirer never answered
 *  is reversed first. */
export function expiry({ reader, write, acquirer }: House, pool: Pool): DueSource {
  async function end({ id, lenderId, state, attempt }: DuePayment): Promise<void> {
    if (state !== "processing") return write((tx) => expire(tx, { id, lenderId }));
    if (attempt) await acquirer.reverse(attempt);
    await write((tx) => fail(tx, { id, reason: "no_decision" }));
  }

  return {
    name: "expiry",
    next: () => nextExpiry(reader, pool),
    async run(now) {
      const due = await duePayments(pool, now, 1_000);
      await Promise.all(due.map(end));
      return due.length;
    },
  };
}
