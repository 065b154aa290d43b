import {
  type Begun,
  beginCollection,
  type DueInstalment,
  dueInstalments,
  endCollection,
  leftCollections,
  markOverdue,
  nextDueDay,
  nextLeftCollection,
  repay,
} from "../core/credit/index.ts";
import type { House } from "../core/house.ts";
import type { DueSource } from "../platform/jobs/index.ts";
import type { Logger } from "../platform/log/index.ts";
import type { Collector } from "../rails/index.ts";
import { eachOf } from "./each-of.ts";

type Options = {
  readonly collector: Collector;
  readonly timeZone: string;
  readonly log: Pick<Logger, "error">;
};

/** The hour of the due day, in `timeZone`, at which customers are charged. */
const chargeAt = Temporal.PlainTime.from("06:00");
const most = 2_000;
const atOnce = 512;

/** Charges what has fallen due: the intent is stored, the customer is charged, the outcome is stored. An
 *  instalment that is not paid becomes overdue. */
export function collection({ reader, write }: House, { collector, timeZone, log }: Options): DueSource {
  const charge = async ({ loanId, number, phone, amount, currency }: Begun["charges"][number]) => {
    const id = `${loanId}:${number}`;
    const outcome = await collector.collect({ id, phone, amount, currency });
    await write((tx) =>
      outcome === "paid"
        ? repay(tx, { loanId, number, charged: amount })
        : markOverdue(tx, { loanId, number }),
    );
  };

  /** Only who looks for what is due waits for the ends of collections. One that is not stored is taken over in time as if
   *  it had been left in the middle: nothing is charged again. */
  let ended: Promise<unknown> = Promise.resolve();

  const end = (begun: Begun) =>
    write((tx) => endCollection(tx, begun)).catch((error) =>
      log.error({ err: error, lender: begun.lenderId }, "the end of a collection could not be stored"),
    );

  /** Answers how many were charged. */
  const collect = async (lenderId: string, due: readonly DueInstalment[]) => {
    const begun = await write((tx) => beginCollection(tx, { lenderId, due }));
    if (!begun) return 0;
    await eachOf(begun.charges, atOnce, charge);
    const before = ended;
    ended = end(begun).then(() => before);
    return begun.charges.length;
  };

  /** Nothing was left to charge until this day. */
  let doneUntil: Temporal.PlainDate | undefined;

  /** What is due until `day`. What came to be due on a day that was done, as by a loan that begins in the past, has its turn
   *  when there is nothing later. */
  const lookFor = async (until: Temporal.PlainDate) => {
    const later = await dueInstalments(reader, { after: doneUntil, until, most });
    return later.length > 0 || !doneUntil ? later : dueInstalments(reader, { until, most });
  };

  return {
    name: "collection",
    async next() {
      const [left, later] = await Promise.all([
        ended.then(() => nextLeftCollection(reader)),
        nextDueDay(reader, doneUntil),
      ]);
      const day = later ?? (doneUntil && (await nextDueDay(reader)));
      return left ?? day?.toZonedDateTime({ timeZone, plainTime: chargeAt }).toInstant() ?? null;
    },
    async run(now) {
      await ended;
      const here = now.toZonedDateTimeISO(timeZone);
      const today = here.toPlainDate();
      const isTime = Temporal.PlainTime.compare(here.toPlainTime(), chargeAt) >= 0;
      const day = isTime ? today : today.subtract({ days: 1 });
      const [left, due] = await Promise.all([leftCollections(reader, now), lookFor(day)]);
      const byLender = Map.groupBy(due, ({ lenderId }) => lenderId);
      const lenders = [...new Set([...left, ...byLender.keys()])];
      const counts = await Promise.all(lenders.map((id) => collect(id, byLender.get(id) ?? [])));
      const done = counts.reduce((sum, count) => sum + count, 0);
      if (left.length === 0 && done === due.length && done < most) doneUntil = day;
      return done;
    },
  };
}
