import type { App } from "../../src/app.ts";
import { decide, lend, reserve, type Tariff } from "../../src/core/credit/index.ts";
import { customers } from "../../src/core/customers/index.ts";
import { trialBalance } from "../../src/core/ledger/index.ts";
import type { StoreFacts } from "../../src/core/merchants/index.ts";
import { Reader } from "../../src/platform/db/index.ts";
import { clockMs } from "../setting/clock.ts";
import { serve } from "../setting/crew.ts";
import { demoStore, openApp } from "./app.ts";

let app: App;
let facts: StoreFacts;
let reader: Reader;
let customersMade = 0;

const atOnce = 1_000;
const principal = 120_000n;
const limit = 1_000_000n;
/** Loans begin on so many days, so that something is due on nearly every day of the year. */
const days = 28;

/** What time brings, in a Kassa whose clock is moved. */
const duties = {
  async open({ databaseUrl }: { databaseUrl: string }): Promise<{ pid: number }> {
    app = await openApp(databaseUrl);
    facts = await demoStore(app);
    reader = new Reader(databaseUrl);
    return { pid: process.pid };
  },

  /** So many loans of twelve instalments, each of a customer of its own, begun during the last four weeks. */
  async lend({ loans }: { loans: number }): Promise<void> {
    const tariff = facts.tariffs.find(({ term }) => term === 12);
    if (!tariff) throw new Error("the sandbox offers no twelve instalments");
    for (let made = 0; made < loans; made += atOnce) {
      const batch = Array.from({ length: Math.min(atOnce, loans - made) }, () => lendOne(tariff));
      await Promise.all(batch);
    }
  },

  /** Moves the clock by a year; answers how long that took. */
  async year(): Promise<{ ms: number }> {
    const begin = clockMs();
    const answer = await app.server.inject({
      method: "POST",
      url: "/sandbox/clock",
      payload: { advance: "P1Y" },
    });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return { ms: clockMs() - begin };
  },

  /** Throws unless every instalment is paid and debits equal credits. */
  async check(): Promise<{ paid: number }> {
    const states = await reader.query<{ state: string; count: bigint }>(
      "select state, count(*) as count from instalments group by state",
    );
    const unpaid = states.filter(({ state }) => state !== "paid");
    if (unpaid.length > 0) throw new Error(unpaid.map(({ state, count }) => `${count} ${state}`).join(", "));
    for (const { debits, credits } of await trialBalance(reader))
      if (debits !== credits) throw new Error(`debits ${debits} and credits ${credits} differ`);
    return { paid: Number(states[0]?.count ?? 0) };
  },
};

export type DueDuties = typeof duties;

async function lendOne(tariff: Tariff): Promise<void> {
  const { merchant, store } = facts;
  const number = customersMade++;
  const { lenderId } = merchant;
  const { currency } = store;
  const startOn = app.house
    .now()
    .toZonedDateTimeISO(store.timeZone)
    .toPlainDate()
    .subtract({ days: 1 + (number % days) });
  await app.house.write(async (tx) => {
    const customer = tx.insert(customers, {
      ...{ id: tx.id(), lenderId, phone: `48${String(number).padStart(9, "0")}`, firstName: "Jan" },
      ...{ surname: `Kowalski ${number}`, patronymic: "", birthOn: null, email: null, standing: "new" },
      ...{ reason: null, overdue: 0, details: {}, createdAt: tx.now },
    });
    await decide(tx, { customer, currency, assessment: { decision: "approved", limit } });
    const parties = {
      merchantId: merchant.id,
      lenderId,
      customerId: customer.id,
      paymentId: tx.id(),
      currency,
    };
    const { id: holdId } = await reserve(tx, parties, principal);
    lend(tx, parties, { holdId, principal, tariff, startOn });
  });
}

serve(duties);
