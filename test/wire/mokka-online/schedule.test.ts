import { expect, test } from "vitest";
import { type Tariff, tariffs } from "../../../src/core/credit/index.ts";
import { uuidOf } from "../../../src/platform/ids/index.ts";
import { useKassa } from "../../support/kassa.ts";
import { useShop } from "./shop.ts";
import { replay } from "./transcript.ts";

const here = useShop();

test("the worked example comes out to the cent, with payments on weekdays only", async () => {
  const kassa = await useKassa();
  await kassa.house.write(async (tx) => {
    const offered = await tx.list(tariffs, { storeId: uuidOf("sandbox:mokka-online:1") });
    for (const tariff of offered) tx.update(tariffs, asInTheExample(tariff));
  });
  const { json } = await replay(kassa, "schedule");
  for (const { payment_dates } of json.payment_schedule) {
    for (const { date } of payment_dates) expect(dayOf(date).dayOfWeek).toBeLessThan(6);
  }
});

function asInTheExample(tariff: Tariff): Tariff {
  const changes: Readonly<Record<number, Partial<Tariff>>> = {
    3: { monthlyRatePpm: 133_334n, instalmentStep: 100n, weekends: "monday" },
    6: { monthlyRatePpm: 50_000n, instalmentStep: 10_000n, weekends: "monday" },
  };
  return { ...tariff, ...(changes[tariff.term] ?? { minimum: 600_000n }) };
}

function dayOf(date: string): Temporal.PlainDate {
  return Temporal.PlainDate.from(date.split(".").reverse().join("-"));
}

test("each tariff has an item whose payments add up to its total", async () => {
  const { status, message, payment_schedule } = await here.shop.ask("schedule", { amount: 999.99 });
  expect([status, message]).toEqual([0, "Payload valid"]);
  expect(payment_schedule.map(({ term }: { term: number }) => term)).toEqual([1, 3, 6, 12]);
  for (const item of payment_schedule) {
    expect(Object.keys(item)).toEqual([
      "total",
      "monthly_payment",
      "monthly_overpayment",
      "term",
      "payment_dates",
    ]);
    const cents = item.payment_dates.map(({ amount }: { amount: number }) => Math.round(amount * 100));
    expect(cents.reduce((sum: number, amount: number) => sum + amount)).toBe(Math.round(item.total * 100));
    expect(item.payment_dates).toHaveLength(item.term);
    expect(item.monthly_payment).toBe(item.payment_dates[0].amount);
    expect(Math.round((item.total - 999.99) * 100)).toBe(
      Math.round(item.monthly_overpayment * 100) * item.term,
    );
  }
});

test("a number and a text are the same amount", async () => {
  const answers = [5_000, "5000", "5000.00", " 5000.0 "].map((amount) =>
    here.shop.ask("schedule", { amount }),
  );
  const [first, ...others] = await Promise.all(answers);
  for (const other of others) expect(other).toEqual(first);
});

test.each([0, 0.01, 9.99, 100_000.01, 9_999_999_999_999, "0.00"])(
  "%j is outside of every tariff: the list is empty, and that is no error",
  async (amount) => {
    expect(await here.shop.ask("schedule", { amount })).toEqual({
      status: 0,
      message: "Payload valid",
      payment_schedule: [],
    });
  },
);

test("an amount that a shop has computed is rounded", async () => {
  const asked = [949.9905, 949.99, "949.990"].map((amount) => here.shop.ask("schedule", { amount }));
  const [computed, ...others] = await Promise.all(asked);
  expect(computed.payment_schedule).toHaveLength(4);
  for (const other of others) expect(other).toEqual(computed);
});

test.each([10, 100_000])("%j, at the edge of the tariffs, is offered", async (amount) => {
  expect((await here.shop.ask("schedule", { amount })).payment_schedule).toHaveLength(4);
});

test("another store's currency and tariffs are its own", async () => {
  const { payment_schedule } = await here.shop.ask("schedule", { amount: 500 }, { store: "2" });
  expect(payment_schedule).toHaveLength(4);
});
