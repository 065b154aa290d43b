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

  return {
    name: "collection",
    async next() {
      const [left, day] = await Promise.all([
        ended.then(() => nextLeftCollection(reader)),
        nextDueDay(reader),
      ]);
      return left ?? day?.toZonedDateTime({ timeZone, plainTime: chargeAt }).toInstant() ?? null;
    },
    async run(now) {
      await ended;
      const here = now.toZonedDateTimeISO(timeZone);
      const today = here.toPlainDate();
      const isTime = Temporal.PlainTime.compare(here.toPlainTime(), chargeAt) >= 0;
      const [left, due] = await Promise.all([
        leftCollections(reader, now),
        dueInstalments(reader, isTime ? today : today.subtract({ days: 1 }), most),
      ]);
      const byLender = Map.groupBy(due, ({ lenderId }) => lenderId);
      const lenders = [...new Set([...left, ...byLender.keys()])];
      const charged = await Promise.all(lenders.map((id) => collect(id, byLender.get(id) ?? [])));
      return charged.reduce((sum, count) => sum + count, 0);
    },
  };
}
