import fc from "fast-check";
import { expect, test } from "vitest";
import { type Kassa, useKassa } from "../support/kassa.ts";
import { useReceiver } from "../support/receiver.ts";
import { Shop, travelTo } from "../support/shop.ts";
import { buy } from "../support/shopper.ts";

const granted = 100_000;
const orders = ["A", "B", "C"] as const;
type Name = (typeof orders)[number];

/** What a person would note down of an order with one payment after thirty days. Amounts in whole zloty. */
type Order = {
  status: "none" | "pending" | "hold" | "finished" | "refunded" | "declined" | "canceled" | "expired";
  amount: number;
  expiresAt: Temporal.Instant;
  returned: number;
  dueAt: Temporal.Instant;
};

/** A notebook beside the shop: what each step must answer, and how things stand after it. */
class Model {
  readonly orders: Record<Name, Order>;

  constructor(now: Temporal.Instant) {
    const blank: Order = { status: "none", amount: 0, expiresAt: now, returned: 0, dueAt: now };
    this.orders = { A: { ...blank }, B: { ...blank }, C: { ...blank } };
  }

  free(now: Temporal.Instant): number {
    const used = Object.values(this.orders).map((order) => {
      if (order.status === "hold") return order.amount;
      const isOwed = order.status === "finished" && Temporal.Instant.compare(now, order.dueAt) < 0;
      return isOwed ? order.amount - order.returned : 0;
    });
    return granted - used.reduce((sum, amount) => sum + amount, 0);
  }

  expire(now: Temporal.Instant): void {
    for (const order of Object.values(this.orders)) {
      const isOpen = order.status === "pending" || order.status === "hold";
      if (isOpen && Temporal.Instant.compare(order.expiresAt, now) <= 0) order.status = "expired";
    }
  }

  auth(name: Name, amount: number, now: Temporal.Instant): number {
    const order = this.orders[name];
    if (order.status === "finished" || order.status === "refunded") return 22;
    const isOpen = order.status === "pending" || order.status === "hold";
    order.expiresAt = now.add({ hours: 24 });
    if (isOpen && order.amount === amount) return 0;
    Object.assign(order, { status: "pending", amount, returned: 0 });
    return 0;
  }

  place(name: Name, now: Temporal.Instant): void {
    const order = this.orders[name];
    if (order.status === "pending") order.status = this.free(now) >= order.amount ? "hold" : "declined";
  }

  finish(name: Name, amount: number, now: Temporal.Instant): number {
    const order = this.orders[name];
    if (order.status === "none") return 24;
    if (order.status === "expired") {
      order.status = "canceled";
      return 23;
    }
    if (order.status !== "hold") return 80;
    if (amount !== order.amount) return 32;
    const day = now.toZonedDateTimeISO("Europe/Warsaw").toPlainDate().add({ days: 30 });
    order.dueAt = day.toZonedDateTime({ timeZone: "Europe/Warsaw", plainTime: "06:00" }).toInstant();
    order.status = "finished";
    return 0;
  }

  cancel(name: Name): number {
    const order = this.orders[name];
    if (order.status === "none") return 24;
    if (!["pending", "hold", "expired"].includes(order.status)) return 81;
    order.status = "canceled";
    return 0;
  }

  change(name: Name, amount: number, now: Temporal.Instant): number {
    const order = this.orders[name];
    if (order.status === "none") return 24;
    if (order.status === "expired") return 23;
    if (order.status !== "hold") return 82;
    if (amount > this.free(now) + order.amount) return 71;
    order.amount = amount;
    return 0;
  }

  giveBack(name: Name, amount: number): number {
    const order = this.orders[name];
    if (order.status === "none") return 24;
    if (order.status === "refunded") return 32;
    if (order.status !== "finished") return 100;
    if (amount > order.amount - order.returned) return 32;
    order.returned += amount;
    if (order.returned === order.amount) order.status = "refunded";
    return 0;
  }
}

type World = {
  readonly kassa: Kassa;
  readonly shop: Shop;
  readonly phone: string;
  readonly callbackUrl: string;
  reference(name: Name): string;
};
type Step = { readonly toString: () => string; run(world: World, model: Model): Promise<void> };

const name = fc.constantFrom(...orders);
const amount = fc.constantFrom(70, 30_000, 45_000, 60_000, 100_000);

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(name, amount).map(([name, amount]) => send(name, amount)) },
  { weight: 5, arbitrary: fc.tuple(name, amount).map(([name, amount]) => purchase(name, amount)) },
  { weight: 4, arbitrary: fc.tuple(name, fc.constantFrom(0, 0, 0, 5)).map((args) => finish(...args)) },
  { weight: 2, arbitrary: name.map(cancel) },
  { weight: 2, arbitrary: fc.tuple(name, amount).map((args) => change(...args)) },
  {
    weight: 3,
    arbitrary: fc.tuple(name, fc.constantFrom(1, 70, 15_000, 30_000)).map((args) => giveBack(...args)),
  },
  { weight: 2, arbitrary: fc.constantFrom("PT7H13M", "PT25H7M", "P11DT3H", "P31DT1H").map(wait) },
);

function send(name: Name, amount: number): Step {
  return {
    toString: () => `auth ${name} ${amount}`,
    async run({ kassa, shop, phone, reference, callbackUrl }, model) {
      const expected = model.auth(name, amount, kassa.house.now());
      const more = { callback_url: callbackUrl };
      const { status } = await shop.auth({ orderId: reference(name), phone, amount, more });
      expect(status).toBe(expected);
    },
  };
}

function purchase(name: Name, amount: number): Step {
  return {
    toString: () => `buy ${name} ${amount}`,
    async run({ kassa, phone, reference, callbackUrl }, model) {
      const now = kassa.house.now();
      const more = { callback_url: callbackUrl };
      if (model.auth(name, amount, now) !== 0) return;
      await buy(kassa, { orderId: reference(name), phone, amount, term: "1", more });
      model.place(name, now);
    },
  };
}

function finish(name: Name, wrongBy: number): Step {
  return {
    toString: () => `finish ${name} ${wrongBy ? "wrongly" : ""}`,
    async run({ kassa, shop, reference }, model) {
      const amount = model.orders[name].amount + wrongBy;
      const expected = model.finish(name, amount, kassa.house.now());
      expect(await shop.finish(reference(name), amount)).toBe(expected);
    },
  };
}

function cancel(name: Name): Step {
  return {
    toString: () => `cancel ${name}`,
    async run({ shop, reference }, model) {
      expect(await shop.cancel(reference(name))).toBe(model.cancel(name));
    },
  };
}

function change(name: Name, amount: number): Step {
  return {
    toString: () => `change ${name} ${amount}`,
    async run({ kassa, shop, reference }, model) {
      const expected = model.change(name, amount, kassa.house.now());
      expect(await shop.change(reference(name), amount)).toBe(expected);
    },
  };
}

function giveBack(name: Name, amount: number): Step {
  return {
    toString: () => `return ${name} ${amount}`,
    async run({ shop, reference }, model) {
      expect(await shop.giveBack(reference(name), amount)).toBe(model.giveBack(name, amount));
    },
  };
}

function wait(duration: string): Step {
  return {
    toString: () => `wait ${duration}`,
    async run({ kassa }, model) {
      await kassa.advance(duration);
      model.expire(kassa.house.now());
    },
  };
}

/** Status, limit and books say what the notebook says. */
async function compare({ kassa, shop, phone, reference }: World, model: Model): Promise<void> {
  for (const name of orders) {
    const { status, amount } = model.orders[name];
    const order = await shop.order(reference(name));
    expect(order?.status ?? "none", name).toBe(status);
    if (order) expect(order.amount, name).toBe(amount);
  }
  const known = await shop.limit(phone);
  if (known !== "0.00" || Object.values(model.orders).some(({ status }) => status === "hold"))
    expect(known).toBe(`${model.free(kassa.house.now())}.00`);
  expect(await kassa.problems()).toEqual([]);
}

test("whatever a shop, a shopper and time do in whatever order, status, limit and books are right after each step", async () => {
  const kassa = await useKassa();
  const { url: callbackUrl } = await useReceiver();
  await travelTo(kassa, "2027-03-01T10:00:00Z");
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 25 }), async (sequence) => {
      const id = ++run;
      const phone = `3334${String(10_000 + id)}`;
      const reference = (name: Name) => `${id}-${name}`;
      const world: World = { kassa, shop: new Shop(kassa), phone, callbackUrl, reference };
      const model = new Model(kassa.house.now());
      for (const step of sequence) {
        await step.run(world, model);
        await compare(world, model);
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);
