import {
  beginCollecting,
  type DueInstalment,
  dueInstalments,
  markOverdue,
  nextDueDay,
  repay,
} from "../core/credit/index.ts";
import type { House } from "../core/house.ts";
import type { DueSource } from "../platform/jobs/index.ts";
import type { Collector } from "../rails/index.ts";

/** The hour of the due day, in `timeZone`, at which customers are charged. */
const chargeAt = Temporal.PlainTime.from("06:00");

/** Charges what has fallen due: the intent is stored, the customer is charged, the outcome is stored. An
 *  instalment that is not paid becomes overdue. */
export function collection({ reader, write }: House, collector: Collector, timeZone: string): DueSource {
  const charge = async (due: DueInstalment) => {
    const collecting = await write((tx) => beginCollecting(tx, due));
    if (!collecting?.charging) return;
    const charged = collecting.charging;
    const outcome = await collector.collect({
      id: `${due.loanId}:${due.number}`,
      phone: due.phone,
      amount: charged,
      currency: due.currency,
    });
    await write((tx) => (outcome === "paid" ? repay(tx, { ...due, charged }) : markOverdue(tx, due)));
  };
  return {
    name: "collection",
    async next() {
      const day = await nextDueDay(reader);
      return day?.toZonedDateTime({ timeZone, plainTime: chargeAt }).toInstant() ?? null;
    },
    async run(now) {
      const here = now.toZonedDateTimeISO(timeZone);
      const today = here.toPlainDate();
      const isTime = Temporal.PlainTime.compare(here.toPlainTime(), chargeAt) >= 0;
      const due = await dueInstalments(reader, isTime ? today : today.subtract({ days: 1 }), 2_000);
      await Promise.all(due.map(charge));
      return due.length;
    },
  };
}
