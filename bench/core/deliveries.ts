import type { App } from "../../src/app.ts";
import { send } from "../../src/core/deliveries/index.ts";
import type { StoreFacts } from "../../src/core/merchants/index.ts";
import type { Tx } from "../../src/platform/db/index.ts";
import { clockMs } from "../setting/clock.ts";
import { serve } from "../setting/crew.ts";
import { demoStore, openApp } from "./app.ts";

let app: App;
let facts: StoreFacts;

type Round = { readonly ports: readonly number[]; readonly from: number; readonly count: number };

/** When each callback's event was, and when it was committed: milliseconds of the machine's clock, in order. */
export type Departures = { readonly events: Float64Array; readonly commits: Float64Array };

/** The outbox and the courier without the calls that lead there: verbs that each announce something. */
const duties = {
  async open({ databaseUrl }: { databaseUrl: string }): Promise<void> {
    app = await openApp(databaseUrl);
    facts = await demoStore(app);
  },

  /** All of them as fast as they can be put into the outbox, one for every receiver in each verb. Answers when
   *  the first was handed over. */
  async burst({ ports, from, count }: Round): Promise<number> {
    const begin = clockMs();
    const verbs = Array.from({ length: Math.ceil(count / ports.length) }, (_, verb) =>
      app.house.write(async (tx) => {
        for (let i = verb * ports.length; i < Math.min(count, (verb + 1) * ports.length); i++)
          announce(tx, ports, from + i);
      }),
    );
    await Promise.all(verbs);
    return begin;
  },

  /** One in each verb, so many verbs a second. */
  async steady({ ports, from, count, perSecond }: Round & { perSecond: number }): Promise<Departures> {
    const events = new Float64Array(count);
    const commits = new Float64Array(count);
    const begin = clockMs();
    const underway: Promise<void>[] = [];
    while (underway.length < count) {
      const due = Math.min(count, Math.ceil(((clockMs() - begin) * perSecond) / 1_000));
      for (let i = underway.length; i < due; i++) {
        events[i] = clockMs();
        const committed = app.house.write(async (tx) => announce(tx, ports, from + i));
        underway.push(
          committed.then(() => {
            commits[i] = clockMs();
          }),
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(underway);
    return { events, commits };
  },

  /** Waits until at most so many deliveries are on their way. */
  async rest({ atMost }: { atMost: number }): Promise<void> {
    for (;;) {
      const { deliveries } = (await app.server.inject({ url: "/healthz" })).json<{ deliveries: number }>();
      if (deliveries <= atMost) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  },
};

export type DeliveryDuties = typeof duties;

/** A callback of the size of an order's decision; its order tells the receiver which one it is. */
function announce(tx: Tx, ports: readonly number[], number: number): void {
  const { store } = facts;
  const id = tx.id();
  const body = {
    order_id: `bench-${number}`,
    payment_id: id,
    decision: "approved",
    amount: "500.00",
    prepayment_amount: "0.00",
    total_amount: "500.00",
    term: 3,
    client: { primary_phone: "333000000", email: "jan@example.com", full_name: "Kowalski Jan" },
    schedule: ["2027-02-01", "2027-03-01", "2027-04-01"].map((date) => ({ date, amount: "171.67" })),
    monthly_overpayment: "5.00",
  };
  send(tx, {
    merchantId: store.merchantId,
    storeId: store.id,
    dialect: "mokka-online",
    channel: "callback",
    kind: "order_decision",
    subjectId: id,
    destination: `http://127.0.0.1:${ports[number % ports.length]}/callback`,
    body: JSON.stringify(body),
  });
}

serve(duties);
