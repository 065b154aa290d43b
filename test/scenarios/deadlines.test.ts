import { expect, test } from "vitest";
import {
  begin,
  duePayments,
  fail,
  nextExpiry,
  type Payment,
  payments,
  prepare,
  settle,
} from "../../src/core/payments/index.ts";
import { Refusal } from "../../src/core/refusal.ts";
import { createPool } from "../../src/platform/db/index.ts";
import { useKassa } from "../support/kassa.ts";
import { Shop } from "../support/shop.ts";
import { buy } from "../support/shopper.ts";
import { byCard, merchantId, type Process, Subscribers } from "../support/subscribers.ts";

let lastNumber = 900n;

function prepared({ house }: Process, reference: string, hours: number): Promise<Payment> {
  const number = ++lastNumber;
  return house.write((tx) =>
    prepare(tx, {
      ...byCard,
      reference,
      number,
      token: tx.token(16),
      amount: 100n,
      expiresAt: tx.now.add({ hours }),
    }),
  );
}

function begun({ house }: Process, { id }: Payment): Promise<Payment> {
  return house.write((tx) => begin(tx, { id, method: "card", instrument: null, cardId: null }));
}

function paid({ house }: Process, { id }: Payment): Promise<Payment> {
  const answer = { outcome: "approved", authorizationId: "1" } as const;
  const operatorId = merchantId;
  return house.write((tx) =>
    settle(tx, { id, answer, capture: true, holdUntil: tx.now, operatorId, fee: 0n }),
  );
}

function failed({ house }: Process, { id }: Payment): Promise<Payment | undefined> {
  return house.write((tx) => fail(tx, { id, reason: "no_decision" }));
}

async function countDeadlines({ house }: Process): Promise<number> {
  const rows = await house.reader.query<{ count: bigint }>("select count(*) from payment_deadlines");
  return Number(rows[0]?.count);
}

const stateOf = async ({ house }: Process, { id }: Payment) =>
  (await house.reader.find(payments, { id }))?.state;

test("the clock stops for no payment that has ended, and their deadlines are dropped together", async () => {
  const subscribers = await Subscribers.open();
  const { first } = subscribers;
  const all = await Promise.all(Array.from({ length: 1_100 }, (_, i) => prepared(first, `R-${i}`, 1)));
  const open = await prepared(first, "open", 3);
  await Promise.all(all.map(async (payment) => paid(first, await begun(first, payment))));
  expect(await countDeadlines(first)).toBe(2_201);

  const pool = createPool(subscribers.url, 1);
  try {
    expect(await nextExpiry(first.house.reader, pool)).toEqual(open.expiresAt);
    expect(await countDeadlines(first)).toBe(1);
    await subscribers.travelTo(subscribers.now.add({ hours: 4 }));
    expect(await stateOf(first, open)).toBe("expired");
    expect(await nextExpiry(first.house.reader, pool)).toBeNull();
    expect(await countDeadlines(first)).toBe(0);
  } finally {
    await pool.end();
  }
});

test("deadlines that are dropped while payments are tried again lose none", async () => {
  const subscribers = await Subscribers.open();
  const { first } = subscribers;
  const other = subscribers.process({});
  const all = await Promise.all(Array.from({ length: 40 }, (_, i) => prepared(first, `R-${i}`, 1)));
  const pools = [createPool(subscribers.url, 1), createPool(subscribers.url, 1)];
  let isTrying = true;
  const sweeps = pools.map(async (pool) => {
    while (isTrying) await duePayments(pool, subscribers.now.add({ hours: 2 }), 10);
    await pool.end();
  });
  await Promise.all(
    all.map(async (payment) => {
      for (let i = 0; i < 5; i++) await failed(first, await begun(other, payment));
      await begun(first, payment);
    }),
  );
  isTrying = false;
  await Promise.all(sweeps);
  expect(await subscribers.problems()).toEqual([]);
  await subscribers.travelTo(subscribers.now.add({ hours: 2 }));
  expect(new Set(await Promise.all(all.map((payment) => stateOf(first, payment))))).toEqual(
    new Set(["failed"]),
  );
});

test("an order that is opened again after its time ends once more by itself", async () => {
  const kassa = await useKassa();
  const shop = new Shop(kassa);
  const order = { orderId: "A-1", amount: 500, phone: "333111222" };
  await buy(kassa, order);
  await kassa.advance("P2D");
  expect(await shop.order("A-1")).toMatchObject({ status: "expired" });
  await shop.auth(order);
  expect(await kassa.problems()).toEqual([]);
  await kassa.advance("P2D");
  expect(await kassa.reader.query("select state from payments where reference = 'A-1'")).toEqual([
    { state: "expired" },
  ]);
  expect(await kassa.problems()).toEqual([]);
});

test("of payments that share a reference one is paid, whichever processes try at the same time", async () => {
  const subscribers = await Subscribers.open();
  const processes = [subscribers.first, subscribers.process({})];
  for (let round = 0; round < 10; round++) {
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, i) => prepared(processes[i % 2] as Process, `R-${round}`, 1)),
    );
    const tries = await Promise.allSettled(
      all.map((payment, i) => begun(processes[(i + round) % 2] as Process, payment)),
    );
    const refused = tries.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(refused).toEqual(Array(7).fill(new Refusal("reference_processed")));
    const winner = all[tries.findIndex(({ status }) => status === "fulfilled")] as Payment;
    await failed(subscribers.first, winner);
    const loser = all.find((payment) => payment !== winner) as Payment;
    await paid(subscribers.first, await begun(subscribers.first, loser));
    await expect(prepared(subscribers.first, `R-${round}`, 1)).rejects.toThrow("reference_processed");
  }
  expect(await subscribers.problems()).toEqual([]);
});

test("a deadline or a reference that is missing is told by verify", async () => {
  const subscribers = await Subscribers.open();
  const { first } = subscribers;
  const { id } = await begun(first, await prepared(first, "R-1", 1));
  expect(await subscribers.problems()).toEqual([]);
  await first.house.reader.query("delete from payment_deadlines");
  expect(await subscribers.problems()).toEqual([`payment ${id}: ends by time without a deadline`]);
  await first.house.reader.query("update payment_references set payment_id = null");
  expect(await subscribers.problems()).toEqual([
    `payment ${id}: ends by time without a deadline`,
    `payment ${id}: processed without its reference`,
  ]);
});
