import { describe, expect, test } from "vitest";
import { beginCharge, changeSale, deleteSale, dueSteps } from "../../src/core/agreements/index.ts";
import { trialBalance } from "../../src/core/ledger/index.ts";
import { impossiblePayments } from "../../src/core/payments/index.ts";
import { cards, changeCard } from "../../src/core/vault/index.ts";
import { istanbul, Sales } from "../support/sales.ts";
import { merchantId } from "../support/subscribers.ts";

const statesOf = (all: readonly { state: string }[]) => all.map(({ state }) => state);

/** Cards that pay while somebody is there, and have no money when they are charged later. */
const emptyLater = "4000000010000059";

async function expectBooksToBalance({ gym }: Sales): Promise<void> {
  expect(await impossiblePayments(gym.reader)).toEqual([]);
  for (const { debits, credits } of await trialBalance(gym.reader)) expect(debits).toBe(credits);
}

describe("a sale with steps by hand", () => {
  test("is charged each month for two years, in three currencies, through outages, an empty card and its replacement", async () => {
    const desk = await Sales.open();
    const { gym } = desk;
    const sales = await Promise.all(
      ["TRY", "USD", "EUR"].map(async (currency) => ({
        currency,
        sale: await desk.sale({ currency, trialDays: 2 }),
      })),
    );
    const months = Array.from({ length: 24 }, (_, i) =>
      Temporal.PlainYearMonth.from("2027-02").add({ months: i }),
    );
    for (const { sale, currency } of sales) {
      for (const [i, month] of months.entries()) {
        const plannedAmount = 10_000n + BigInt(i);
        await desk.step(sale, `${month}-15`, { currency, plannedAmount });
      }
    }

    // Everything stands still for four days from the 14th of May on.
    await gym.travelTo(istanbul("2027-05-14T09:00"));
    gym.sleepUntil(istanbul("2027-05-18T03:30"));
    await gym.travelTo(istanbul("2027-07-20T09:00"));
    const { sale: first } = sales[0] as (typeof sales)[number];
    expect((await desk.attemptsOf(first)).slice(2)).toEqual([
      "2027-04-15 12:00",
      "2027-05-18 03:30",
      "2027-06-15 12:00",
      "2027-07-15 12:00",
    ]);

    // August finds an empty card, and nobody replaces it; September's is replaced in time for its last day.
    const [empty, fresh] = [await desk.card(emptyLater), await desk.card()];
    const use = (cardId: string) =>
      Promise.all(
        sales.map(({ sale: { id } }) =>
          gym.write((tx) => changeSale(tx, { id, merchantId, cardIds: [cardId] })),
        ),
      );
    await use(empty.id);
    await gym.travelTo(istanbul("2027-09-15T20:00"));
    expect((await desk.attemptsOf(first)).slice(6)).toEqual([
      "2027-08-15 12:00",
      "2027-08-15 18:00",
      "2027-08-16 12:00",
      "2027-08-16 18:00",
      "2027-09-15 12:00",
      "2027-09-15 18:00",
    ]);
    await use(fresh.id);
    await gym.travelTo(istanbul("2029-03-01T09:00"));

    for (const { sale, currency } of sales) {
      const all = await desk.stepsOf(sale);
      expect(statesOf(all)).toEqual(months.map((_, i) => (i === 6 ? "failed" : "paid")));
      const charged = (await desk.paymentsOf(sale)).filter(({ state }) => state === "captured");
      expect(charged.map(({ amount }) => amount)).toEqual(
        months.flatMap((_, i) => (i === 6 ? [] : [10_000n + BigInt(i)])),
      );
      expect(new Set(charged.map((payment) => payment.currency))).toEqual(new Set([currency]));
      expect(charged.map(({ reference }) => reference)).toEqual(
        all.filter(({ state }) => state === "paid").map(({ number }) => `plan-${number}`),
      );
    }
    await expectBooksToBalance(desk);
  });

  test("is charged at noon exactly, not a moment before; one made later that day at six, after that the next day", async () => {
    const desk = await Sales.open();
    const sale = await desk.sale();
    await desk.step(sale, "2027-02-10");
    await desk.gym.travelTo("2027-02-10T08:59:59.999Z");
    expect(await desk.attemptsOf(sale)).toEqual([]);
    await desk.gym.travelTo("2027-02-10T09:00:00Z");
    expect(await desk.attemptsOf(sale)).toEqual(["2027-02-10 12:00"]);
    await desk.step(sale, "2027-02-10");
    await desk.gym.travelTo(istanbul("2027-02-10T18:00"));
    await desk.step(sale, "2027-02-10");
    await desk.gym.travelTo(istanbul("2027-02-11T18:00"));
    expect(await desk.attemptsOf(sale)).toEqual(["2027-02-10 12:00", "2027-02-10 18:00", "2027-02-11 12:00"]);
  });

  test("tries its cards in their order at each attempt, and passes one over that was removed", async () => {
    const desk = await Sales.open();
    const three = [await desk.card(emptyLater), await desk.card(emptyLater), await desk.card()];
    const ids = three.map(({ id }) => id);
    const sale = await desk.sale({ cards: three });
    await desk.step(sale, "2027-02-10");
    await desk.gym.travelTo(istanbul("2027-02-10T12:00"));
    const first = await desk.paymentsOf(sale);
    expect(first.map(({ cardId }) => cardId)).toEqual(ids);
    expect(statesOf(first)).toEqual(["declined", "declined", "captured"]);
    expect(new Set(first.map(({ reference }) => reference)).size).toBe(1);

    await desk.gym.write((tx) => changeCard(tx, { id: ids[1] ?? "", merchantId, state: "deleted" }));
    await desk.step(sale, "2027-02-11");
    await desk.gym.travelTo(istanbul("2027-02-11T12:00"));
    const second = (await desk.paymentsOf(sale)).slice(3);
    expect(second.map(({ cardId, state }) => [cardId, state])).toEqual([
      [ids[0], "declined"],
      [ids[2], "captured"],
    ]);
  });

  test("tries a card that it has twice no more than that", async () => {
    const desk = await Sales.open();
    const card = await desk.card(emptyLater);
    const sale = await desk.sale({ cards: [card, card] });
    await desk.step(sale, "2027-02-10");
    await desk.gym.travelTo(istanbul("2027-02-10T12:00"));
    expect(statesOf(await desk.paymentsOf(sale))).toEqual(["declined", "declined"]);
    expect(await desk.stepsOf(sale)).toMatchObject([{ state: "retrying", cardTurn: 0 }]);
  });

  test("whose cards are all gone fails, and says so in its attempts", async () => {
    const desk = await Sales.open();
    const card = await desk.card();
    const sale = await desk.sale({ cards: [card] });
    await desk.step(sale, "2027-02-10");
    await desk.gym.write((tx) => changeCard(tx, { id: card.id, merchantId, state: "deleted" }));
    await desk.gym.travelTo(istanbul("2027-02-12T12:00"));
    expect(await desk.attemptsOf(sale)).toEqual(["2027-02-10 12:00", "2027-02-10 18:00"]);
    expect(statesOf(await desk.stepsOf(sale))).toEqual(["failed"]);
    expect((await desk.gym.reader.find(cards, { id: card.id }))?.state).toBe("deleted");
  });

  test("that is deleted between two attempts is not charged any more", async () => {
    const desk = await Sales.open();
    const sale = await desk.sale({ cards: [await desk.card(emptyLater)], trialDays: 4 });
    await desk.step(sale, "2027-02-10");
    await desk.step(sale, "2027-03-10");
    await desk.gym.travelTo(istanbul("2027-02-10T20:00"));
    await desk.gym.write((tx) => deleteSale(tx, { id: sale.id, merchantId }));
    await desk.gym.travelTo(istanbul("2027-04-10T20:00"));
    expect(await desk.attemptsOf(sale)).toEqual(["2027-02-10 12:00", "2027-02-10 18:00"]);
    expect(statesOf(await desk.stepsOf(sale))).toEqual(["canceled", "canceled"]);
  });

  test("in foreign money and instalments is declined by the bank, as invalid", async () => {
    const desk = await Sales.open();
    const sale = await desk.sale();
    await desk.step(sale, "2027-02-10", { currency: "USD", installments: 3 });
    await desk.gym.travelTo(istanbul("2027-02-10T12:00"));
    const [payment] = await desk.paymentsOf(sale);
    expect(payment).toMatchObject({ state: "declined", instrument: { declined: { code: "007" } } });
  });
});

describe("a sale by schedule", () => {
  test("of each month's 31st is charged on the last day of shorter months", async () => {
    const desk = await Sales.open();
    const scheduleId = await desk.schedule({ unit: "months", daysOfMonth: [31] });
    const sale = await desk.sale({ scheduleId });
    await desk.gym.travelTo(istanbul("2028-03-31T12:00"));
    expect(await desk.attemptsOf(sale)).toEqual([
      "2027-01-31 18:00",
      "2027-02-28 12:00",
      "2027-03-31 12:00",
      "2027-04-30 12:00",
      "2027-05-31 12:00",
      "2027-06-30 12:00",
      "2027-07-31 12:00",
      "2027-08-31 12:00",
      "2027-09-30 12:00",
      "2027-10-31 12:00",
      "2027-11-30 12:00",
      "2027-12-31 12:00",
      "2028-01-31 12:00",
      "2028-02-29 12:00",
      "2028-03-31 12:00",
    ]);
    await expectBooksToBalance(desk);
  });

  test("that is daily has steps that overlap while its card is empty, each tried on four days", async () => {
    const desk = await Sales.open();
    const scheduleId = await desk.schedule({ unit: "days" });
    const beginOn = Temporal.PlainDate.from("2027-02-10");
    const endOn = Temporal.PlainDate.from("2027-02-12");
    const sale = await desk.sale({
      scheduleId,
      beginOn,
      endOn,
      trialDays: 4,
      cards: [await desk.card(emptyLater)],
    });
    await desk.gym.travelTo(istanbul("2027-03-10T12:00"));
    const made = await desk.stepsOf(sale);
    expect(made.map(({ dueOn, attempts, state }) => [String(dueOn), attempts, state])).toEqual([
      ["2027-02-10", 8, "failed"],
      ["2027-02-11", 8, "failed"],
      ["2027-02-12", 8, "failed"],
    ]);
    expect((await desk.attemptsOf(sale)).filter((at) => at.startsWith("2027-02-12"))).toHaveLength(6);
  });

  test("makes and charges every day of an outage, once", async () => {
    const desk = await Sales.open();
    const scheduleId = await desk.schedule({ unit: "days" });
    const sale = await desk.sale({ scheduleId, beginOn: Temporal.PlainDate.from("2027-02-01") });
    desk.gym.sleepUntil(istanbul("2027-02-11T02:00"));
    await desk.gym.travelTo(istanbul("2027-02-11T13:00"));
    const made = await desk.stepsOf(sale);
    expect(made.map(({ dueOn }) => dueOn?.day)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(new Set(statesOf(made))).toEqual(new Set(["paid"]));
    expect(await desk.paymentsOf(sale)).toHaveLength(11);
  });
});

describe("two collectors on one database", () => {
  test("charge each step once between them", async () => {
    const desk = await Sales.open();
    const { gym } = desk;
    const other = gym.process({});
    const scheduleId = await desk.schedule({ unit: "days" });
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, i) => desk.sale(i % 2 ? { scheduleId } : {})),
    );
    for (const [i, sale] of all.entries()) {
      if (i % 2 === 0) for (const dueOn of ["2027-02-01", "2027-02-02"]) await desk.step(sale, dueOn);
    }
    for (const at of ["2027-02-01T12:00", "2027-02-02T12:00"]) {
      gym.sleepUntil(istanbul(at));
      await Promise.all([gym.first.due.run(), other.due.run(), gym.first.due.run(), other.due.run()]);
    }
    for (const sale of all) {
      const made = await desk.stepsOf(sale);
      expect(new Set(statesOf(made))).toEqual(new Set(["paid"]));
      expect(await desk.paymentsOf(sale)).toHaveLength(made.length);
    }
    await expectBooksToBalance(desk);
  });

  test("do not charge again what one of them left in the middle", async () => {
    const desk = await Sales.open();
    const card = await desk.card();
    const sale = await desk.sale({ cards: [card] });
    await desk.step(sale, "2027-02-10");
    desk.gym.sleepUntil(istanbul("2027-02-10T12:00"));
    const { house } = desk.gym.first;
    const [due] = await dueSteps(house.reader, { now: house.now(), dialects: ["moka"], most: 1 });
    if (!due) throw new Error("nothing is due");
    expect(await house.write((tx) => beginCharge(tx, { due, open: () => "" }))).toBeDefined();
    await desk.gym.travelTo(istanbul("2027-02-10T20:00"));
    expect(statesOf(await desk.paymentsOf(sale))).toEqual(["failed", "captured"]);
    expect(statesOf(await desk.stepsOf(sale))).toEqual(["paid"]);
  });
});
