import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  abandonCharge,
  addProduct,
  beginCharge,
  changeSale,
  changeSchedule,
  changeStep,
  deleteProduct,
  deleteSale,
  deleteSchedule,
  dueSteps,
  followSchedule,
  paymentsOfStep,
  plannedStep,
  products,
  removePayer,
  removeStep,
  type Schedule,
  type Step,
  type Subscription,
  salesBehind,
  schedules,
  stepsBetween,
} from "../../src/core/agreements/index.ts";
import { events } from "../../src/core/events/index.ts";
import { trialBalance } from "../../src/core/ledger/index.ts";
import { payers } from "../../src/core/payers/index.ts";
import { type Acquirer, impossiblePayments } from "../../src/core/payments/index.ts";
import { cards, changeCard } from "../../src/core/vault/index.ts";
import { billing } from "../../src/dialects/moka/billing.ts";
import { uuidOf } from "../../src/platform/ids/index.ts";
import { day, istanbul, Sales } from "../support/sales.ts";
import { merchantId, type Process } from "../support/subscribers.ts";

const statesOf = (all: readonly { state: string }[]) => all.map(({ state }) => state);
const daysOf = (all: readonly Step[]) => all.map(({ dueOn }) => String(dueOn));
const stranger = uuidOf("another merchant");

/** Has no money when it is charged and nobody is there. */
const emptyLater = "4000000010000059";

/** Expects a write to be refused, by its word. */
async function refused(desk: Sales, code: string, verb: Parameters<Sales["gym"]["write"]>[0]): Promise<void> {
  await expect(desk.gym.write(verb)).rejects.toMatchObject({ code });
}

describe("products", () => {
  test("that are not deleted each have their own name and code", async () => {
    const desk = await Sales.open();
    const { numbers } = desk.gym.first.house;
    const add = async (name: string, code: string) => {
      const number = await numbers.next("product");
      return desk.gym.write((tx) => addProduct(tx, { number, merchantId, name, code }));
    };
    const pool = await add("Pool", "P");
    await expect(add("Sauna", "P")).rejects.toMatchObject({ code: "product_code_exists" });
    await expect(add("Pool", "S")).rejects.toMatchObject({ code: "product_name_exists" });
    await refused(desk, "product_not_found", (tx) => deleteProduct(tx, { ...pool, merchantId: stranger }));
    await desk.gym.write((tx) => deleteProduct(tx, pool));
    await refused(desk, "product_not_found", (tx) => deleteProduct(tx, pool));
    expect(await add("Pool", "P")).toMatchObject({ state: "active" });
    const both = await Promise.allSettled([add("Gym", "G"), add("Gym", "G")]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await desk.gym.reader.list(products, { merchantId, code: "G" })).toHaveLength(1);
  });
});

describe("a sale", () => {
  test("is of a payer, a product, a schedule and cards that there are, under a code of its own", async () => {
    const desk = await Sales.open();
    const foreign = await desk.gym.card();
    const nobody = uuidOf("nobody");
    const sale = (more: Parameters<Sales["sale"]>[0]) => desk.sale({ code: "S", ...more });
    await expect(sale({ payerId: nobody })).rejects.toMatchObject({ code: "payer_not_found" });
    await expect(sale({ productId: nobody })).rejects.toMatchObject({ code: "product_not_found" });
    await expect(sale({ scheduleId: nobody })).rejects.toMatchObject({ code: "schedule_not_found" });
    await expect(sale({ cards: [foreign] })).rejects.toMatchObject({ code: "card_not_found" });
    const first = await sale({});
    expect(first).toMatchObject({ timing: "manual", state: "active", nextAt: null, stepId: null });
    await expect(sale({})).rejects.toMatchObject({ code: "sale_code_exists" });
    const other = await desk.sale();
    await refused(desk, "sale_code_exists", (tx) => changeSale(tx, { id: other.id, merchantId, code: "S" }));
    await refused(desk, "sale_not_found", (tx) => deleteSale(tx, { id: first.id, merchantId: stranger }));
    await desk.gym.write((tx) => deleteSale(tx, { id: first.id, merchantId }));
    await refused(desk, "sale_not_found", (tx) => deleteSale(tx, { id: first.id, merchantId }));
    await refused(desk, "sale_not_found", (tx) => changeSale(tx, { id: first.id, merchantId }));
    const both = await Promise.allSettled([sale({}), sale({})]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("by hand that has no card is tried all the same, and paid once it has one", async () => {
    const desk = await Sales.open();
    const sale = await desk.sale({ cards: [], trialDays: 2 });
    const [kept, lost] = [await desk.step(sale, "2027-02-02"), await desk.step(sale, "2027-02-01")];
    await desk.gym.travelTo(istanbul("2027-02-02T20:00"));
    expect(await desk.gym.reader.find(events, { subjectId: lost.id })).toMatchObject({
      type: "step.failed",
      data: { number: String(lost.number), payment: null },
    });
    const card = await desk.card();
    await desk.gym.write((tx) => changeSale(tx, { id: sale.id, merchantId, cardIds: [card.id] }));
    await desk.gym.travelTo(istanbul("2027-02-03T20:00"));
    const [first, second] = await desk.stepsOf(sale);
    expect(first).toMatchObject({ id: lost.id, state: "failed", attempts: 4, paymentId: null });
    expect(second).toMatchObject({ id: kept.id, state: "paid", attempts: 3 });
    expect(await desk.gym.reader.find(events, { subjectId: kept.id })).toMatchObject({
      type: "step.paid",
      data: { payment: second?.paymentId },
    });
  });

  test("follows its schedule some at a time: no write takes them all", async () => {
    const desk = await Sales.open();
    const { gym } = desk;
    const scheduleId = await desk.schedule({ unit: "days" });
    const [card, beginOn] = [await desk.card(), day("2027-03-01")];
    const sold = Array.from({ length: 60 }, () => desk.sale({ scheduleId, cards: [card], beginOn }));
    const sales = await Promise.all(sold);
    await gym.travelTo(istanbul("2027-02-02T11:00"));
    const change = { id: scheduleId, merchantId, unit: "months", daysOfMonth: [20] } as const;
    await gym.write((tx) => changeSchedule(tx, change));
    const { changedAt } = (await gym.reader.find(schedules, { id: scheduleId })) ?? {};
    if (!changedAt) throw new Error("the schedule has not changed");
    const behind = () => salesBehind(gym.reader, { id: scheduleId, changedAt, most: 100 });
    expect(await behind()).toHaveLength(60);
    // A process takes some along, and dies.
    gym.sleepUntil(istanbul("2027-02-02T11:00:01"));
    const saleIds = (await behind()).slice(0, 20);
    expect(await gym.write((tx) => followSchedule(tx, { id: scheduleId, changedAt, saleIds }))).toBe(true);
    expect(await behind()).toHaveLength(40);
    await gym.travelTo(istanbul("2027-02-02T11:00:02"));
    expect(await behind()).toEqual([]);
    expect(await gym.reader.find(schedules, { id: scheduleId })).toMatchObject({ changedAt: null });
    expect(await gym.write((tx) => followSchedule(tx, { id: scheduleId, changedAt, saleIds }))).toBe(false);
    const all = await Promise.all(sales.map((sale) => gym.see(sale)));
    expect(new Set(all.map(({ nextAt }) => String(nextAt)))).toEqual(
      new Set([String(istanbul("2027-03-20T12:00"))]),
    );
  });

  test("goes on with the days of a schedule that changes, and has none of one that is deleted", async () => {
    const desk = await Sales.open();
    const scheduleId = await desk.schedule({ unit: "days" });
    const sale = await desk.sale({ scheduleId, beginOn: day("2027-02-01") });
    await desk.gym.travelTo(istanbul("2027-02-03T11:00"));
    const weekly = { unit: "weeks", daysOfWeek: [3, 5] } as const;
    await desk.gym.write((tx) => changeSchedule(tx, { id: scheduleId, merchantId, ...weekly }));
    await desk.gym.travelTo(istanbul("2027-02-12T13:00"));
    const days = ["2027-02-01", "2027-02-02", "2027-02-03", "2027-02-05", "2027-02-10", "2027-02-12"];
    expect(daysOf(await desk.stepsOf(sale))).toEqual(days);
    await refused(desk, "schedule_not_found", (tx) =>
      deleteSchedule(tx, { id: scheduleId, merchantId: stranger }),
    );
    await desk.gym.write((tx) => deleteSchedule(tx, { id: scheduleId, merchantId }));
    await refused(desk, "schedule_not_found", (tx) => changeSchedule(tx, { id: scheduleId, merchantId }));
    await desk.gym.travelTo(istanbul("2027-03-12T13:00"));
    expect(daysOf(await desk.stepsOf(sale))).toEqual(days);
    expect(await desk.gym.see(sale)).toMatchObject({ state: "active", nextAt: null });
  });

  test("goes on after its end when the end is moved, and charges no day twice", async () => {
    const desk = await Sales.open();
    const scheduleId = await desk.schedule({ unit: "days" });
    const sale = await desk.sale({ scheduleId, beginOn: day("2027-02-01"), endOn: day("2027-02-02") });
    await desk.gym.travelTo(istanbul("2027-02-05T13:00"));
    expect(daysOf(await desk.stepsOf(sale))).toEqual(["2027-02-01", "2027-02-02"]);
    const change = { id: sale.id, merchantId, endOn: day("2027-02-07"), price: 20_000n };
    await desk.gym.write((tx) => changeSale(tx, change));
    await desk.gym.write((tx) => changeSale(tx, { ...change, beginOn: day("2027-01-01") }));
    await desk.gym.travelTo(istanbul("2027-02-09T13:00"));
    const all = await desk.stepsOf(sale);
    expect(daysOf(all)).toEqual(["2027-02-01", "2027-02-02", "2027-02-06", "2027-02-07"]);
    expect(all.map(({ amount }) => amount)).toEqual([10_000n, 10_000n, 20_000n, 20_000n]);
  });

  test("keeps the attempts of its steps: which card, which payment, in which order", async () => {
    const desk = await Sales.open();
    const owned = [await desk.card(emptyLater), await desk.card()];
    const sale = await desk.sale({ cards: owned });
    const step = await desk.step(sale, "2027-02-10");
    await desk.gym.travelTo(istanbul("2027-02-10T12:00"));
    const { reader } = desk.gym;
    const attempts = await paymentsOfStep(reader, { stepId: step.id });
    expect(attempts.map(({ cardId, state }) => [cardId, state])).toEqual([
      [owned[0]?.id, "declined"],
      [owned[1]?.id, "captured"],
    ]);
    const told = await plannedStep(reader, { merchantId, number: step.number });
    expect(told).toMatchObject({
      state: "paid",
      payment: { number: attempts[1]?.number, state: "captured" },
    });
    expect(await plannedStep(reader, { merchantId: stranger, number: step.number })).toBeUndefined();
    const february = { from: day("2027-02-10"), to: day("2027-02-10"), most: 10 };
    expect(await stepsBetween(reader, { merchantId, ...february })).toEqual([told]);
    expect(await stepsBetween(reader, { merchantId, subscriptionId: sale.id, ...february })).toEqual([told]);
    expect(await stepsBetween(reader, { merchantId: stranger, ...february })).toEqual([]);
  });

  test("whose next card was removed is not tried with it, until there is no other", async () => {
    const desk = await Sales.open();
    const [empty, gone] = [await desk.card(emptyLater), await desk.card()];
    const sale = await desk.sale({ cards: [empty, gone] });
    await desk.step(sale, "2027-02-10");
    await desk.gym.write((tx) => changeCard(tx, { id: gone.id, merchantId, state: "deleted" }));
    const both = { id: sale.id, merchantId, cardIds: [empty.id, gone.id] };
    expect(await desk.gym.write((tx) => changeSale(tx, both))).toMatchObject({ spareCardIds: [gone.id] });
    await expect(desk.sale({ cards: [gone] })).rejects.toMatchObject({ code: "card_not_found" });
    await desk.gym.travelTo(istanbul("2027-02-10T12:00"));
    expect((await desk.paymentsOf(sale)).map(({ cardId }) => cardId)).toEqual([empty.id]);
    await desk.gym.write((tx) => changeCard(tx, { id: empty.id, merchantId, state: "deleted" }));
    await desk.gym.travelTo(istanbul("2027-02-10T20:00"));
    expect((await desk.paymentsOf(sale)).map(({ cardId }) => cardId)).toEqual([empty.id, gone.id]);
    expect(statesOf(await desk.stepsOf(sale))).toEqual(["failed"]);
  });

  test("that gets fewer cards while one is in its turn begins again with the first", async () => {
    const desk = await Sales.open();
    const owned = [await desk.card(emptyLater), await desk.card(emptyLater)];
    const sale = await desk.sale({ cards: owned, trialDays: 2 });
    await desk.step(sale, "2027-02-10");
    const { house } = desk.gym.first;
    desk.gym.sleepUntil(istanbul("2027-02-10T12:00"));
    const [due] = await dueSteps(house.reader, { now: house.now(), dialects: ["moka"], most: 1 });
    if (!due) throw new Error("nothing is due");
    const number = await house.numbers.next("payment");
    await desk.gym.write((tx) => beginCharge(tx, { due, open: ({ id }) => expect(id).toBe(owned[0]?.id) }));
    const paymentId = (await desk.stepsOf(sale))[0]?.paymentId ?? "";
    const onward = { stepNumber: 1n, billing, settings: {} };
    await desk.gym.write((tx) => abandonCharge(tx, { due, paymentId, number, onward }));
    expect(await desk.stepsOf(sale)).toMatchObject([{ state: "retrying", cardTurn: 1 }]);
    const good = await desk.card();
    await desk.gym.write((tx) => changeSale(tx, { id: sale.id, merchantId, cardIds: [good.id] }));
    await desk.gym.travelTo(istanbul("2027-02-10T12:01"));
    expect(await desk.stepsOf(sale)).toMatchObject([{ state: "paid", attempts: 2, cardTurn: 0 }]);
  });

  test("has its steps that are being charged recorded when it is deleted meanwhile, paid or not", async () => {
    let whileAsked = async () => {};
    const acquirer: Acquirer = {
      async authorize({ id, card }) {
        await whileAsked();
        return card.number === emptyLater
          ? { outcome: "declined", reason: "declined" }
          : { outcome: "approved", authorizationId: id };
      },
      reverse: async () => {},
    };
    const desk = await Sales.open({ acquirer });
    const made: Subscription[] = [];
    for (const pan of ["4111111111111111", emptyLater]) {
      const sale = await desk.sale({ cards: [await desk.card(pan), await desk.card(pan)], trialDays: 9 });
      await desk.step(sale, "2027-02-10");
      made.push(sale);
    }
    whileAsked = async () => {
      for (const { id } of made.splice(0)) await desk.gym.write((tx) => deleteSale(tx, { id, merchantId }));
    };
    const [paid, declined] = [...made];
    await desk.gym.travelTo(istanbul("2027-02-20T12:00"));
    expect(statesOf(await desk.stepsOf(paid as Subscription))).toEqual(["paid"]);
    expect(statesOf(await desk.stepsOf(declined as Subscription))).toEqual(["canceled"]);
    expect(await desk.paymentsOf(declined as Subscription)).toHaveLength(1);
  });
});

describe("a step by hand", () => {
  test("is on a day of its sale, and not there twice where the store does not want that", async () => {
    const desk = await Sales.open();
    const sale = await desk.sale({ beginOn: day("2027-02-01"), endOn: day("2027-02-10") });
    const automatic = await desk.sale({ scheduleId: await desk.schedule({ unit: "days" }) });
    await expect(desk.step(automatic, "2027-02-01")).rejects.toMatchObject({ code: "sale_is_not_manual" });
    await expect(desk.step(sale, "2027-01-31")).rejects.toMatchObject({ code: "step_before_begin" });
    await expect(desk.step(sale, "2027-02-11")).rejects.toMatchObject({ code: "step_after_end" });
    const [first, last] = [await desk.step(sale, "2027-02-01"), await desk.step(sale, "2027-02-10")];
    const move = {
      merchantId,
      due: { dueOn: day("2027-02-10"), firstAttemptAt: istanbul("2027-02-10T12:00") },
    };
    await refused(desk, "step_exists", (tx) => changeStep(tx, { id: first.id, refuseTwins: true, ...move }));
    await desk.gym.write((tx) => removeStep(tx, { id: last.id, merchantId }));
    await refused(desk, "step_not_found", (tx) => removeStep(tx, { id: last.id, merchantId }));
    const change = {
      id: first.id,
      refuseTwins: true,
      ...move,
      amount: 700n,
      currency: "USD",
      installments: 1,
    };
    expect(await desk.gym.write((tx) => changeStep(tx, change))).toMatchObject({
      plannedAmount: 700n,
      currency: "USD",
      dueOn: day("2027-02-10"),
    });
    await desk.gym.travelTo(istanbul("2027-02-10T12:00"));
    const [payment] = await desk.paymentsOf(sale);
    expect(payment).toMatchObject({ amount: 700n, currency: "USD", state: "captured" });
    await desk.gym.travelTo(istanbul("2027-02-11T12:00"));
    await expect(desk.step(sale, "2027-02-10")).rejects.toMatchObject({ code: "sale_end_passed" });
  });

  test("stays as it is once its time has come, or when a schedule made it", async () => {
    const desk = await Sales.open();
    const sale = await desk.sale({ cards: [await desk.card(emptyLater)], trialDays: 2 });
    const { id } = await desk.step(sale, "2027-02-10");
    const scheduleId = await desk.schedule({ unit: "days" });
    const automatic = await desk.sale({ scheduleId, beginOn: day("2027-01-31") });
    const [made] = await desk.stepsOf(automatic);
    await refused(desk, "step_is_not_manual", (tx) => removeStep(tx, { id: made?.id ?? "", merchantId }));
    await refused(desk, "step_not_found", (tx) => removeStep(tx, { id, merchantId: stranger }));
    desk.gym.sleepUntil(istanbul("2027-02-10T12:00"));
    await refused(desk, "step_is_under_way", (tx) => removeStep(tx, { id, merchantId }));
    await desk.gym.travelTo(istanbul("2027-02-10T13:00"));
    await refused(desk, "step_is_under_way", (tx) =>
      changeStep(tx, { id, merchantId, refuseTwins: false, amount: 1n }),
    );
  });
});

test("a payer who is removed goes with cards and sales, and the name is free again", async () => {
  const desk = await Sales.open();
  const card = await desk.card();
  const sale = await desk.sale({ cards: [card] });
  await desk.step(sale, "2027-02-10");
  const anna = { id: desk.payerId, merchantId };
  await refused(desk, "payer_not_found", (tx) => removePayer(tx, { ...anna, merchantId: stranger }));
  await desk.gym.write((tx) => removePayer(tx, anna));
  await refused(desk, "payer_not_found", (tx) => removePayer(tx, anna));
  const { reader } = desk.gym;
  expect(await reader.find(payers, { merchantId, reference: "anna" })).toBeUndefined();
  expect(await reader.find(cards, { id: card.id })).toMatchObject({ state: "deleted", sealedPan: "" });
  expect(await desk.gym.see(sale)).toMatchObject({ state: "canceled" });
  expect(statesOf(await desk.stepsOf(sale))).toEqual(["canceled"]);
});

class Crash extends Error {}

/** Where a process may end: in a write before or after its commit, asking the bank before or after it has agreed. */
type End = { readonly after: number; readonly isDone: boolean };

/** Stops a process for good at one of its calls to the outside. */
function mortal(end: End | undefined) {
  let left = end?.after ?? Number.POSITIVE_INFINITY;
  return async <Result>(run: () => Promise<Result>): Promise<Result> => {
    left--;
    if (left < 0 && !(left === -1 && end?.isDone)) throw new Crash();
    const result = await run();
    if (left < 0) throw new Crash();
    return result;
  };
}

/** Remembers what it holds. What was let go of is never held again. */
function bankOf() {
  const holds = new Map<string, boolean>();
  const acquirer: Acquirer = {
    async authorize({ id, card }) {
      if (card.number === emptyLater || holds.get(id) === false)
        return { outcome: "declined", reason: "declined" };
      holds.set(id, true);
      return { outcome: "approved", authorizationId: id };
    },
    reverse: async (id) => void holds.set(id, false),
  };
  return { acquirer, holds: (id: string | undefined) => id !== undefined && holds.get(id) === true };
}

const someSchedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({
    unit: fc.constant("days" as const),
    every: fc.integer({ min: 1, max: 3 }),
    daysOfWeek: fc.constant([]),
    daysOfMonth: fc.constant([]),
  }),
  fc.record({
    unit: fc.constant("weeks" as const),
    every: fc.constant(1),
    daysOfWeek: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    daysOfMonth: fc.constant([]),
  }),
);

describe("whatever crashes when", () => {
  test("each day of a schedule has one step, each step is tried, and paid once", {
    timeout: 120_000,
  }, async () => {
    const bank = bankOf();
    const desk = await Sales.open({ acquirer: bank.acquirer });
    const { gym } = desk;
    const ends = fc.option(fc.record({ after: fc.nat(25), isDone: fc.boolean() }), { nil: undefined });
    const night = fc.record({ ends: fc.tuple(ends, ends), minutes: fc.integer({ min: 1, max: 2_000 }) });
    const wanted = fc.record({
      schedule: someSchedule,
      pans: fc.array(fc.constantFrom("4111111111111111", emptyLater), { minLength: 1, maxLength: 3 }),
      trialDays: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(night, { minLength: 1, maxLength: 4 }),
        fc.array(wanted, { minLength: 1, maxLength: 3 }),
        async (nights, sold) => {
          const beginOn = gym.now.toZonedDateTimeISO("Europe/Istanbul").toPlainDate().add({ days: 1 });
          const endOn = beginOn.add({ days: 6 });
          const sales: { sale: Subscription; most: number; pays: boolean; schedule: Schedule }[] = [];
          for (const { schedule, pans, trialDays } of sold) {
            const scheduleId = await desk.schedule(schedule);
            const owned = await Promise.all(pans.map((pan) => desk.card(pan)));
            const sale = await desk.sale({ scheduleId, cards: owned, trialDays, beginOn, endOn });
            const most = (2 * trialDays + 1) * pans.length;
            sales.push({ sale, most, schedule, pays: pans.some((pan) => pan !== emptyLater) });
          }
          for (const { ends: both, minutes } of nights) {
            gym.sleepUntil(gym.now.add({ minutes }));
            const running: Process[] = both.map((end) => {
              const gate = mortal(end);
              const acquirer: Acquirer = {
                authorize: (request) => gate(() => bank.acquirer.authorize(request)),
                reverse: (id) => gate(() => bank.acquirer.reverse(id)),
              };
              return gym.process({ acquirer, gate });
            });
            await Promise.all(
              running.map(({ due }) => due.run().catch((error) => expect(error).toBeInstanceOf(Crash))),
            );
            await Promise.all(running.map((one) => one.close()));
          }
          await gym.travelTo(gym.now.add({ hours: 24 * 12 }));

          for (const { sale, most, pays, schedule } of sales) {
            const all = await desk.stepsOf(sale);
            expect(daysOf(all)).toEqual(expectedDays(schedule, beginOn, endOn));
            const payments = await desk.paymentsOf(sale);
            const captured = payments.filter(({ state }) => state === "captured");
            const held = payments.filter(({ instrument }) => bank.holds(instrument?.attempt));
            expect(held.map(({ id }) => id)).toEqual(captured.map(({ id }) => id));
            for (const step of all) {
              const tries = await paymentsOfStep(gym.reader, { stepId: step.id });
              expect(tries).toHaveLength(step.attempts);
              expect(step.attempts).toBeGreaterThan(0);
              expect(step.attempts).toBeLessThanOrEqual(most);
              expect(["paid", "failed"]).toContain(step.state);
              const paid = tries.filter(({ state }) => state === "captured");
              expect(paid).toHaveLength(step.state === "paid" ? 1 : 0);
              if (!pays) expect(step.state).toBe("failed");
            }
          }
          expect(await impossiblePayments(gym.reader)).toEqual([]);
          for (const { debits, credits } of await trialBalance(gym.reader)) expect(debits).toBe(credits);
        },
      ),
      { numRuns: 15 },
    );
  });
});

/** The days of a schedule counted one by one. */
function expectedDays(
  { unit, every, daysOfWeek }: Schedule,
  begin: Temporal.PlainDate,
  end: Temporal.PlainDate,
): string[] {
  const days = Array.from({ length: begin.until(end).days + 1 }, (_, i) => begin.add({ days: i }));
  const isDue = (one: Temporal.PlainDate) =>
    unit === "days" ? begin.until(one).days % every === 0 : daysOfWeek.includes(one.dayOfWeek);
  return days.filter(isDue).map(String);
}
