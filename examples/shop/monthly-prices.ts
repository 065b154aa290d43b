import * as mokka from "./mokka.ts";

export type MonthlyPrices = {
  /** The schedules offered for an amount, or undefined when the API does not tell in time. Never rejects. */
  schedules(amount: number): Promise<mokka.PaymentSchedule[] | undefined>;
  /** The lowest monthly payment, in minor units. */
  lowest(amount: number): Promise<number | undefined>;
};

type Entry = { until: number; schedules: Promise<mokka.PaymentSchedule[] | undefined> };

const keptMs = 60_000;
/** Long enough not to ask a broken API on every page, short enough to notice that it is back. */
const keptAfterFailureMs = 10_000;
/** A page waits no longer than this for a price; the answer still serves the next page. */
const patienceMs = 800;
const keptAmounts = 500;

export function createMonthlyPrices(
  connection: mokka.MokkaConnection,
  milliseconds: () => number,
): MonthlyPrices {
  const entries = new Map<number, Entry>();

  const ask = (amount: number): Entry => {
    if (entries.size >= keptAmounts) entries.clear();
    const entry: Entry = {
      until: milliseconds() + keptMs,
      schedules: mokka.schedule(connection, amount).then((answer) => {
        if (answer.outcome === "accepted") return answer.body.payment_schedule;
        entry.until = milliseconds() + keptAfterFailureMs;
        return undefined;
      }),
    };
    entries.set(amount, entry);
    return entry;
  };

  const schedules = (amount: number) => {
    const known = entries.get(amount);
    const entry = known && known.until > milliseconds() ? known : ask(amount);
    const impatience = new Promise<undefined>((resolve) => {
      setTimeout(() => resolve(undefined), patienceMs).unref();
    });
    return Promise.race([entry.schedules, impatience]);
  };

  return {
    schedules,
    async lowest(amount) {
      const offered = await schedules(amount);
      if (!offered?.length) return undefined;
      return Math.min(...offered.map((one) => one.monthly_payment));
    },
  };
}
