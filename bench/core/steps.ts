import type { App } from "../../src/app.ts";
import {
  addProduct,
  addSchedule,
  nextStepDue,
  type Subscription,
  steps,
  subscriptions,
} from "../../src/core/agreements/index.ts";
import { trialBalance } from "../../src/core/ledger/index.ts";
import type { StoreFacts } from "../../src/core/merchants/index.ts";
import { addPayer } from "../../src/core/payers/index.ts";
import { prepareCard, storeCard } from "../../src/core/vault/index.ts";
import { Reader, type Tx } from "../../src/platform/db/index.ts";
import { clockMs } from "../setting/clock.ts";
import { serve } from "../setting/crew.ts";
import { openApp } from "./app.ts";

let app: App;
let facts: StoreFacts;
let reader: Reader;

/** What all sales are of, and the schedule that half of them follow. */
let offer: { readonly productId: string; readonly scheduleId: string };

const inOneVerb = 100;
const verbsAtOnce = 8;
const price = 10_000n;
const expiresOn = Temporal.PlainDate.from("2060-12-31");

type Numbers = { readonly [Noun in "payer" | "card" | "subscription" | "step"]: bigint };

/** A dealer's steps, in a Kassa whose clock is moved. */
const duties = {
  async open({ databaseUrl }: { databaseUrl: string }): Promise<{ pid: number }> {
    app = await openApp(databaseUrl);
    reader = new Reader(databaseUrl);
    const dealer = await app.house.directory.byNumber("moka", "1730");
    if (!dealer) throw new Error("the sandbox has no dealer 1730");
    facts = dealer;
    offer = await app.house.write(makeOffer);
    return { pid: process.pid };
  },

  /** So many customers, each with a card and a sale that has a step in an hour: every other one by hand, the others
   *  about to be made by a schedule. */
  async sell({ sales }: { sales: number }): Promise<void> {
    const dueAt = app.house.now().add({ hours: 1 });
    let left = sales;
    const lane = async () => {
      while (left > 0) {
        const count = Math.min(left, inOneVerb);
        left -= count;
        const all = await Promise.all(Array.from({ length: count }, drawNumbers));
        await app.house.write(async (tx) => {
          for (const [i, numbers] of all.entries())
            await sellOne(tx, numbers, { dueAt, isManual: i % 2 === 0 });
        });
      }
    };
    await Promise.all(Array.from({ length: verbsAtOnce }, lane));
  },

  /** Moves the clock past the steps; answers how long that took. */
  async collect(): Promise<{ ms: number }> {
    const begin = clockMs();
    const answer = await app.server.inject({
      method: "POST",
      url: "/sandbox/clock",
      payload: { advance: "PT2H" },
    });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return { ms: clockMs() - begin };
  },

  /** Throws unless every step is paid by a payment of its own, nothing is due, and debits equal credits. */
  async check(): Promise<{ paid: number }> {
    const [count] = await reader.query<Record<"steps" | "paid" | "payments" | "attempts", number>>(
      `select count(*)::int as steps, count(*) filter (where s.state = 'paid')::int as paid,
         count(distinct p.id)::int as payments, count(distinct a.payment_id)::int as attempts
       from steps s left join payments p on p.id = s.payment_id and p.state = 'captured'
         left join step_attempts a on a.step_id = s.id
       where s.due_on is not null`,
    );
    if (!count || new Set(Object.values(count)).size > 1) throw new Error(JSON.stringify(count));
    const next = await nextStepDue(reader);
    if (next && Temporal.Instant.compare(next, app.house.now()) <= 0) throw new Error(`due since ${next}`);
    for (const { debits, credits } of await trialBalance(reader))
      if (debits !== credits) throw new Error(`debits ${debits} and credits ${credits} differ`);
    return { paid: count.paid };
  },
};

export type StepDuties = typeof duties;

async function makeOffer(tx: Tx): Promise<typeof offer> {
  const { merchantId } = facts.store;
  const product = await addProduct(tx, { number: 1n, merchantId, name: "Bench", code: "bench" });
  const days = { unit: "months", every: 1, daysOfWeek: [], daysOfMonth: [28] } as const;
  const schedule = addSchedule(tx, { number: 1n, merchantId, name: "Bench", ...days });
  return { productId: product.id, scheduleId: schedule.id };
}

async function drawNumbers(): Promise<Numbers> {
  const { numbers } = app.house;
  const [payer, card, subscription, step] = await Promise.all(
    (["payer", "card", "subscription", "step"] as const).map((noun) => numbers.next(noun)),
  );
  return { payer, card, subscription, step } as Numbers;
}

async function sellOne(
  tx: Tx,
  numbers: Numbers,
  { dueAt, isManual }: { readonly dueAt: Temporal.Instant; readonly isManual: boolean },
): Promise<void> {
  const { id: storeId, merchantId, currency, timeZone } = facts.store;
  const payer = await addPayer(tx, { merchantId, number: numbers.payer, reference: null });
  const pan = { pan: "4111111111111111", holder: "Ayşe Yılmaz", expiresOn };
  const prepared = prepareCard(app.house.keyring, merchantId, pan);
  const owner = { number: numbers.card, payerId: payer.id, currency, isTest: true };
  const card = storeCard(tx, prepared, owner);
  const beginOn = dueAt.toZonedDateTimeISO(timeZone).toPlainDate();
  const sale: Subscription = {
    ...{ id: tx.id(), number: numbers.subscription, merchantId, storeId, dialect: "moka" },
    ...{ planId: null, productId: offer.productId, scheduleId: isManual ? null : offer.scheduleId },
    ...{ payerId: payer.id, cardId: card.id, spareCardIds: [], isTest: true, currency, price },
    ...{ multiplier: 1, items: [], debt: 0n, cadence: null, anchorAt: dueAt, timeZone, totalPeriods: 0 },
    ...{ periodCount: 0, retryCount: 0, stepId: null, nextAt: isManual ? null : dueAt, state: "active" },
    ...{ details: { soldOn: String(beginOn), trialDays: 1, description: "", customerType: null } },
    ...{ createdAt: tx.now, updatedAt: tx.now, timing: isManual ? "manual" : "schedule", beginOn },
    ...{ code: `bench-${numbers.subscription}`, endOn: null, installments: 1 },
  };
  tx.insert(subscriptions, sale);
  if (!isManual) return;
  tx.insert(steps, {
    ...{ id: tx.id(), number: numbers.step, merchantId, dialect: "moka", subscriptionId: sale.id },
    ...{ period: null, dueAt, state: "scheduled", attempts: 0, nextAttemptAt: dueAt, paymentId: null },
    ...{ amount: null, debt: 0n, paidAt: null, createdAt: tx.now, dueOn: beginOn, isManual: true },
    ...{
      plannedAmount: price,
      currency,
      installments: 1,
      cardTurn: 0,
      firstAttemptAt: null,
      cardId: null,
      claimedUntil: null,
    },
  });
}

serve(duties);
