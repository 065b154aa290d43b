import pg from "pg";
import { beforeEach, describe, expect, test } from "vitest";
import {
  beginCollection,
  dueInstalments,
  endCollection,
  instalments,
  paidOf,
  repay,
  standingOf,
} from "../../src/core/credit/index.ts";
import { type Kassa, useKassa } from "../support/kassa.ts";
import { useReceiver } from "../support/receiver.ts";
import { Books, Shop, travelTo } from "../support/shop.ts";
import { buy } from "../support/shopper.ts";

const phone = "333111222";
let kassa: Kassa;
let shop: Shop;
let books: Books;

beforeEach(async () => {
  kassa = await useKassa();
  shop = new Shop(kassa);
  books = new Books(kassa);
  await travelTo(kassa, "2027-03-01T10:00:00Z");
});

/** 600.00 for three months at 1 % a month: three instalments of 206.00, of which 6.00 are the price. */
async function buyAndFinish(orderId: string, { amount = 600, term = "3", by = phone } = {}): Promise<void> {
  const { url } = await useReceiver();
  await buy(kassa, { orderId, amount, term, phone: by, more: { callback_url: url } });
  expect(await shop.finish(orderId, amount)).toBe(0);
}

const states = async (orderId: string) => (await books.instalments(orderId)).map(({ state }) => state);
const amounts = async (orderId: string) =>
  (await books.instalments(orderId)).map(({ principal, fee }) => principal + fee);

/** Tells something of an order's loan. */
const about =
  <Told>(tell: (...of: Parameters<typeof paidOf>) => Told) =>
  async (orderId: string) => {
    const loan = await books.loan(orderId);
    return loan && tell(loan, await books.instalments(orderId));
  };
const standing = about(standingOf);
const paid = about(paidOf);

describe("instalments", () => {
  test("fall due month by month, are collected at six in the morning, and free the limit again", async () => {
    await buyAndFinish("A-1");
    expect(await amounts("A-1")).toEqual([20_600n, 20_600n, 20_600n]);
    expect(await shop.limit(phone)).toBe("99400.00");
    expect(await books.ofMerchant("payable")).toBe(-58_200n);

    await travelTo(kassa, "2027-04-01T03:59:00Z");
    expect(await states("A-1")).toEqual(["scheduled", "scheduled", "scheduled"]);
    await travelTo(kassa, "2027-04-01T04:01:00Z");
    expect(await states("A-1")).toEqual(["paid", "scheduled", "scheduled"]);
    expect(await shop.limit(phone)).toBe("99600.00");
    expect(await books.ofLender("fee_income")).toBe(-600n);
    expect(await kassa.problems()).toEqual([]);

    await travelTo(kassa, "2027-05-01T12:00:00Z");
    expect(await states("A-1")).toEqual(["paid", "paid", "scheduled"]);
    await travelTo(kassa, "2027-06-01T12:00:00Z");
    expect(await states("A-1")).toEqual(["paid", "paid", "paid"]);
    expect(await standing("A-1")).toBe("repaid");
    expect(await shop.limit(phone)).toBe("100000.00");
    expect(await shop.order("A-1")).toMatchObject({ status: "finished", expired: false });
  });

  test("leave books in which everybody has what is theirs once the loan is repaid", async () => {
    await buyAndFinish("A-1");
    await kassa.advance("P4M");
    expect(await books.owedBy(phone, "principal")).toBe(0n);
    expect(await books.owedBy(phone, "fees")).toBe(0n);
    expect(await books.ofLender("cash")).toBe(61_800n);
    expect(await books.ofLender("deferred_fees")).toBe(0n);
    expect(await books.ofLender("fee_income")).toBe(-1_800n);
    expect(await books.ofLender("commission_income")).toBe(-1_800n);
    expect(await books.ofMerchant("payable")).toBe(-58_200n);
    expect(await kassa.problems()).toEqual([]);
  });

  test("of many loans are all collected by one long journey of the clock, each on its day", async () => {
    await buyAndFinish("A-1", { term: "6" });
    await kassa.advance("P10D");
    await buyAndFinish("A-2", { term: "12", amount: 1_000 });
    await buyAndFinish("A-3", { term: "1", amount: 70 });
    await kassa.advance("P2Y");
    const rows = (await Promise.all(["A-1", "A-2", "A-3"].map((id) => books.instalments(id)))).flat();
    expect(rows).toHaveLength(19);
    for (const { state, dueOn, paidAt } of rows) {
      expect(state).toBe("paid");
      expect(paidAt?.toZonedDateTimeISO("Europe/Warsaw").toPlainDate().equals(dueOn)).toBe(true);
    }
    expect(await shop.limit(phone)).toBe("100000.00");
    expect(await kassa.problems()).toEqual([]);
  });

  test("count from the day of the finish in the store's zone, and keep to the month's last day", async () => {
    await travelTo(kassa, "2027-08-30T22:30:00Z");
    await buyAndFinish("A-1");
    const days = (await books.instalments("A-1")).map(({ dueOn }) => dueOn.toString());
    expect(days).toEqual(["2027-09-30", "2027-10-31", "2027-11-30"]);
  });

  test("are paid once, however often the same charge is booked", async () => {
    await buyAndFinish("A-1");
    const { id: loanId } = (await books.loan("A-1")) ?? { id: "" };
    const charge = () => kassa.house.write((tx) => repay(tx, { loanId, number: 1, charged: 20_600n }));
    await Promise.all(Array.from({ length: 10 }, charge));
    expect(await books.ofLender("cash")).toBe(20_600n);
    expect(await books.owedBy(phone, "principal")).toBe(40_000n);
    expect(await kassa.problems()).toEqual([]);
  });
});

test("who verifies the books hears of a debt that is not what is left to pay", async () => {
  await buyAndFinish("A-1");
  await kassa.advance("P32D");
  const { id: loanId, customerId } = (await books.loan("A-1")) ?? { id: "", customerId: "" };
  await kassa.house.write(async (tx) => {
    const second = await tx.lock(instalments, { loanId, number: 2 });
    if (second) tx.update(instalments, { ...second, fee: second.fee + 1n });
  });
  expect(await kassa.problems()).toEqual([
    `customer ${customerId}: the debt (fees) is not what is left to pay`,
  ]);
});

test.each([
  ["principal = principal + 1", "the loan is not what was captured less what came back"],
  ["fee = fee - 1", "the loan costs another fee than was booked"],
  ["principal = principal - 1", "more is left to pay than the loan costs"],
])("who verifies the books hears of a loan that is not as it was agreed: %s", async (change, problem) => {
  await buyAndFinish("A-1");
  const { paymentId } = (await books.loan("A-1")) ?? { paymentId: "" };
  const client = new pg.Client(kassa.databaseUrl);
  await client.connect();
  await client.query(`update loans set ${change}`).finally(() => client.end());
  expect(await kassa.problems()).toContain(`payment ${paymentId}: ${problem}`);
});

describe("a customer who does not pay", () => {
  const debtor = "333111682";

  test("is overdue, keeps the debt, and is declined as overdue at the next purchase", async () => {
    await buyAndFinish("A-1", { by: debtor });
    await kassa.advance("P32D");
    expect(await states("A-1")).toEqual(["overdue", "scheduled", "scheduled"]);
    expect(await books.owedBy(debtor, "principal")).toBe(60_000n);
    expect(await books.ofLender("cash")).toBe(0n);

    const { url, calls, received } = await useReceiver();
    const page = await buy(kassa, { orderId: "A-2", phone: debtor, more: { callback_url: url } });
    expect(page.html).toContain('data-decision="declined"');
    expect(page.html).toContain("Masz zaległą płatność");
    expect(await shop.order("A-2")).toMatchObject({ status: "declined", decision: "declined", term: null });
    await received(1);
    expect(calls[0]?.json).toMatchObject({ order_id: "A-2", decision: "declined", amount: 0, schedule: [] });
    expect(await shop.limit(debtor)).toBe("99400.00");
    expect(await kassa.problems()).toEqual([]);
  });

  test("may buy again once the goods of the unpaid order came back", async () => {
    await buyAndFinish("A-1", { by: debtor });
    await kassa.advance("P32D");
    expect(await shop.giveBack("A-1", 600)).toBe(0);
    expect(await states("A-1")).toEqual(["canceled", "canceled", "canceled"]);
    const page = await buy(kassa, { orderId: "A-2", phone: debtor });
    expect(page.html).toContain('data-decision="approved"');
    expect(await kassa.problems()).toEqual([]);
  });

  test("pays no more by a part that comes back, and stays overdue with the rest", async () => {
    await buyAndFinish("A-1", { by: debtor });
    await kassa.advance("P70D");
    expect(await states("A-1")).toEqual(["overdue", "overdue", "scheduled"]);
    expect(await shop.giveBack("A-1", 300)).toBe(0);
    expect(await states("A-1")).toEqual(["overdue", "overdue", "scheduled"]);
    expect(await amounts("A-1")).toEqual([10_300n, 10_300n, 10_300n]);
    expect((await books.customer(debtor)).overdue).toBe(2);
    expect(await kassa.problems()).toEqual([]);
  });
});

describe("goods that come back", () => {
  test("in part before anything was paid make every instalment smaller", async () => {
    await buyAndFinish("A-1");
    expect(await shop.giveBack("A-1", 150)).toBe(0);
    expect(await amounts("A-1")).toEqual([15_450n, 15_450n, 15_450n]);
    expect(await shop.limit(phone)).toBe("99550.00");
    expect(await books.ofMerchant("payable")).toBe(-43_650n);
    expect(await books.owedBy(phone, "credit_balance")).toBe(0n);
    expect(await kassa.problems()).toEqual([]);

    await kassa.advance("P4M");
    expect(await standing("A-1")).toBe("repaid");
    expect(await books.ofLender("cash")).toBe(46_350n);
    expect(await kassa.problems()).toEqual([]);
  });

  test("in part after an instalment was paid count what was paid towards the rest", async () => {
    await buyAndFinish("A-1");
    await kassa.advance("P32D");
    expect(await shop.giveBack("A-1", 300)).toBe(0);
    expect(await amounts("A-1")).toEqual([20_600n, 5_150n, 5_150n]);
    expect(await shop.limit(phone)).toBe("99900.00");
    expect(await kassa.problems()).toEqual([]);

    await kassa.advance("P3M");
    expect(await standing("A-1")).toBe("repaid");
    expect(await paid("A-1")).toEqual({ principal: 30_000n, fee: 900n });
    expect(await books.ofLender("cash")).toBe(30_900n);
    expect(await kassa.problems()).toEqual([]);
  });

  test("for more than is still owed end the loan and leave the customer a credit balance", async () => {
    await buyAndFinish("A-1");
    await kassa.advance("P32D");
    expect(await shop.giveBack("A-1", 500)).toBe(0);
    expect(await states("A-1")).toEqual(["paid", "canceled", "canceled"]);
    expect(await standing("A-1")).toBe("repaid");
    expect(await books.owedBy(phone, "credit_balance")).toBe(-10_300n);
    expect(await shop.limit(phone)).toBe("100000.00");
    expect(await kassa.problems()).toEqual([]);
  });

  test("in full after instalments were paid refund all that was paid, the price too", async () => {
    await buyAndFinish("A-1");
    await kassa.advance("P63D");
    expect(await states("A-1")).toEqual(["paid", "paid", "scheduled"]);
    expect(await shop.giveBack("A-1", 600)).toBe(0);
    expect(await shop.order("A-1")).toMatchObject({ status: "refunded", expired: true });
    expect(await standing("A-1")).toBe("returned");
    expect(await books.owedBy(phone, "credit_balance")).toBe(-41_200n);
    expect(await books.ofLender("cash")).toBe(41_200n);
    for (const code of ["deferred_fees", "fee_income", "commission_income"] as const)
      expect(await books.ofLender(code)).toBe(0n);
    expect(await books.ofMerchant("payable")).toBe(0n);
    expect(await shop.limit(phone)).toBe("100000.00");
    expect(await kassa.problems()).toEqual([]);
    await kassa.advance("P3M");
    expect(await books.ofLender("cash")).toBe(41_200n);
  });

  test("are never more than what was finished", async () => {
    await buyAndFinish("A-1");
    expect(await shop.giveBack("A-1", 600.01)).toBe(32);
    expect(await shop.giveBack("A-1", 400)).toBe(0);
    expect(await shop.giveBack("A-1", 200.01)).toBe(32);
    expect(await shop.giveBack("A-1", 200)).toBe(0);
    expect(await shop.giveBack("A-1", 1)).toBe(32);
    expect(await books.ofMerchant("payable")).toBe(0n);
    expect(await kassa.problems()).toEqual([]);
  });

  test("while the customer is being charged leave what was charged too much as a credit balance", async () => {
    await buyAndFinish("A-1");
    const { id: loanId } = (await books.loan("A-1")) ?? { id: "" };
    expect(await shop.giveBack("A-1", 300)).toBe(0);
    await kassa.house.write((tx) => repay(tx, { loanId, number: 1, charged: 20_600n }));
    expect(await states("A-1")).toEqual(["paid", "scheduled", "scheduled"]);
    expect(await books.owedBy(phone, "credit_balance")).toBe(-10_300n);
    expect(await kassa.problems()).toEqual([]);
  });

  test("in full while the customer is being charged give the whole charge back", async () => {
    await buyAndFinish("A-1");
    const { id: loanId } = (await books.loan("A-1")) ?? { id: "" };
    expect(await shop.giveBack("A-1", 600)).toBe(0);
    const book = () => kassa.house.write((tx) => repay(tx, { loanId, number: 1, charged: 20_600n }));
    await book();
    await book();
    expect(await books.ofLender("cash")).toBe(20_600n);
    expect(await books.owedBy(phone, "credit_balance")).toBe(-20_600n);
    expect(await kassa.problems()).toEqual([]);
  });

  test("a little, while the last instalment is being charged, book exactly what was charged", async () => {
    await buyAndFinish("A-1", { amount: 500.02 });
    expect(await amounts("A-1")).toEqual([17_168n, 17_168n, 17_166n]);
    const { id: loanId } = (await books.loan("A-1")) ?? { id: "" };
    expect(await shop.giveBack("A-1", 0.01)).toBe(0);
    expect(await amounts("A-1")).toEqual([17_167n, 17_167n, 17_167n]);
    await kassa.house.write((tx) => repay(tx, { loanId, number: 3, charged: 17_166n }));
    expect(await books.ofLender("cash")).toBe(17_166n);
    expect(await books.owedBy(phone, "credit_balance")).toBe(1n);
    expect(await kassa.problems()).toEqual([]);
  });
});

describe("charges of a lender", () => {
  /** What is due on the first day of April, as a process begins to charge it. */
  async function begin() {
    const due = await dueInstalments(kassa.reader, {
      until: Temporal.PlainDate.from("2027-04-01"),
      most: 10,
    });
    const lenderId = due[0]?.lenderId ?? "";
    return kassa.house.write((tx) => beginCollection(tx, { lenderId, due }));
  }

  test("belong to whoever has begun them, until they are over", async () => {
    await buyAndFinish("A-1");
    const begun = await begin();
    expect(begun?.charges).toMatchObject([{ number: 1, phone: "48333111222", amount: 20_600n }]);
    expect(await begin()).toBeUndefined();
    await kassa.house.write(async (tx) => begun && endCollection(tx, begun));
    expect(await begin()).toMatchObject({ charges: begun?.charges });
  });

  test("are made for what comes to be due on a day that was done", async () => {
    await buyAndFinish("A-1");
    const { id: loanId } = (await books.loan("A-1")) ?? { id: "" };
    await kassa.advance("P1M");
    expect(await states("A-1")).toEqual(["paid", "scheduled", "scheduled"]);
    await kassa.house.write(async (tx) => {
      const second = await tx.lock(instalments, { loanId, number: 2 });
      if (second) tx.update(instalments, { ...second, dueOn: second.dueOn.subtract({ months: 2 }) });
    });
    await kassa.advance("PT1M");
    expect(await states("A-1")).toEqual(["paid", "paid", "scheduled"]);
    await kassa.advance("P2M");
    expect(await states("A-1")).toEqual(["paid", "paid", "paid"]);
  });

  test("that were left in the middle are taken over as they were, though all goods came back", async () => {
    await buyAndFinish("A-1");
    const left = await begin();
    expect(await shop.giveBack("A-1", 600)).toBe(0);
    await kassa.advance("PT14M");
    expect(await books.ofLender("cash")).toBe(0n);
    await kassa.advance("PT2M");
    expect(await states("A-1")).toEqual(["canceled", "canceled", "canceled"]);
    expect(await books.ofLender("cash")).toBe(20_600n);
    expect(await books.owedBy(phone, "credit_balance")).toBe(-20_600n);
    await kassa.house.write(async (tx) => left && endCollection(tx, left));
    await kassa.advance("P1M");
    expect(await books.ofLender("cash")).toBe(20_600n);
    expect(await kassa.problems()).toEqual([]);
  });
});
