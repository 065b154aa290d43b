import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  abandonCharge,
  type Billing,
  beginCharge,
  cancelPlan,
  cancelSubscription,
  changeSubscription,
  dueSteps,
  type Subscription,
  type SubscriptionChange,
  settleCharge,
} from "../../src/core/agreements/index.ts";
import { events } from "../../src/core/events/index.ts";
import { type Acquirer, impossiblePayments, type Payment, prepare } from "../../src/core/payments/index.ts";
import { cards, changeCard } from "../../src/core/vault/index.ts";
import { billing } from "../../src/dialects/mondido/billing.ts";
import { simulator } from "../../src/rails/index.ts";
import { byCard, merchantId, Subscribers, storeId } from "../support/subscribers.ts";

const day = (instant: Temporal.Instant | null) =>
  instant?.toZonedDateTimeISO("Europe/Stockholm").toPlainDate().toString();
const openedOn = (all: readonly Payment[]) => all.map(({ openedAt }) => day(openedAt));
const statesOf = (all: readonly { state: string }[]) => all.map(({ state }) => state);
const amounts = (all: readonly Payment[]) => all.map(({ amount }) => amount);

/** A moment later, so that what happens has an order. */
async function change(
  gym: Subscribers,
  { id }: Subscription,
  what: SubscriptionChange,
): Promise<Subscription> {
  gym.sleepUntil(gym.now.add({ milliseconds: 1 }));
  return gym.write((tx) => changeSubscription(tx, { id, merchantId, ...what }));
}

async function toldOf(gym: Subscribers, { id: subjectId }: Subscription): Promise<string[]> {
  const told = await gym.reader.list(events, { subjectId });
  return told.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ type }) => type);
}

/** A card that pays while somebody is there, and has no money when it is charged again. */
const emptyLater = "4000000010000059";

describe("a subscription", () => {
  test("of fourteen months is charged each month, though one month's card fails and is replaced", async () => {
    const gym = await Subscribers.open();
    const plan = await gym.plan({ periods: 15 });
    const [good, bad, better] = [await gym.card(), await gym.card({ pan: emptyLater }), await gym.card()];
    const subscription = await gym.subscribe(plan, good);

    await gym.travelTo("2027-06-30T12:00:00Z");
    expect(await gym.see(subscription)).toMatchObject({ periodCount: 6, retryCount: 0 });
    await change(gym, subscription, { cardId: bad.id });
    await gym.travelTo("2027-08-01T12:00:00Z");
    expect(await gym.see(subscription)).toMatchObject({ periodCount: 6, retryCount: 2, state: "active" });
    await change(gym, subscription, { cardId: better.id });
    await gym.travelTo("2027-08-01T12:01:00Z");
    expect(await gym.see(subscription)).toMatchObject({ periodCount: 7, retryCount: 0 });

    await gym.travelTo("2028-12-31T12:00:00Z");
    const all = await gym.paymentsOf(subscription);
    const paid = all.filter(({ state }) => state === "captured");
    expect(paid).toHaveLength(14);
    expect(statesOf(all).filter((state) => state === "declined")).toHaveLength(2);
    expect(paid.map(({ reference }) => reference)).toEqual(
      Array.from({ length: 14 }, (_, i) => `subscription${subscription.number}-${i + 2}`),
    );
    expect(await gym.see(subscription)).toMatchObject({ state: "ended", periodCount: 15, nextAt: null });
    expect(await toldOf(gym, subscription)).toEqual([
      "subscription.started",
      "subscription.changed",
      "subscription.changed",
      "subscription.ended",
    ]);
    expect(await impossiblePayments(gym.reader)).toEqual([]);
  });

  test("that began on the 31st is charged on the last day of shorter months", async () => {
    const gym = await Subscribers.open();
    const subscription = await gym.subscribe(await gym.plan(), await gym.card());
    await gym.travelTo("2028-03-31T12:00:00Z");
    expect(openedOn(await gym.paymentsOf(subscription))).toEqual([
      "2027-02-28",
      "2027-03-31",
      "2027-04-30",
      "2027-05-31",
      "2027-06-30",
      "2027-07-31",
      "2027-08-31",
      "2027-09-30",
      "2027-10-31",
      "2027-11-30",
      "2027-12-31",
      "2028-01-31",
      "2028-02-29",
      "2028-03-31",
    ]);
  });

  test("with a trial is first charged when the trial is over", async () => {
    const gym = await Subscribers.open();
    const plan = await gym.plan({ trialDays: 14, periods: 2 });
    const subscription = await gym.subscribe(plan, await gym.card());
    expect(subscription).toMatchObject({ periodCount: 0, state: "active" });
    expect(day(subscription.nextAt)).toBe("2027-02-14");
    await gym.travelTo("2027-02-14T08:59:00Z");
    expect(await gym.paymentsOf(subscription)).toEqual([]);
    await gym.travelTo("2027-04-01T09:00:00Z");
    const all = await gym.paymentsOf(subscription);
    expect(openedOn(all)).toEqual(["2027-02-14", "2027-03-14"]);
    expect(await gym.see(subscription)).toMatchObject({ state: "ended", periodCount: 2 });
  });

  test("without a payment is charged at once; of one period it ends with the payment that began it", async () => {
    const gym = await Subscribers.open();
    const card = await gym.card();
    const later = await gym.subscribe(await gym.plan(), card, { isPaidNow: false });
    await gym.travelTo(gym.now.add({ minutes: 1 }));
    expect(await gym.see(later)).toMatchObject({ periodCount: 1 });
    expect(day((await gym.see(later)).nextAt)).toBe("2027-02-28");
    const once = await gym.subscribe(await gym.plan({ periods: 1 }), card);
    expect(once).toMatchObject({ state: "ended", periodCount: 1, nextAt: null });
    expect(await gym.stepsOf(once)).toEqual([]);
  });

  test("costs price times multiplier, its items, and the debt once", async () => {
    const gym = await Subscribers.open();
    const items = [
      { amount: "500", told: { artno: "towel", description: "Towel", amount: "5.00", qty: 1, vat: "25" } },
      {
        amount: "-1000",
        told: { artno: "member", description: "Discount", amount: "-10", qty: 1, vat: "0" },
      },
    ];
    const subscription = await gym.subscribe(await gym.plan(), await gym.card(), { multiplier: 3, items });
    await change(gym, subscription, { debt: 7_700n });
    await gym.travelTo("2027-04-01T12:00:00Z");
    const [first, second] = await gym.paymentsOf(subscription);
    expect([first?.amount, second?.amount]).toEqual([37_200n, 29_500n]);
    expect(first).toMatchObject({ method: "recurring", state: "captured", cardId: subscription.cardId });
    expect(first?.details.told).toMatchObject({ metadata: { order: 7 }, customerRef: "anna" });
    expect(first?.details.told?.items).toMatchObject([
      { artno: `subscription${subscription.number}`, amount: "300.0", qty: 3 },
      { artno: "towel", amount: "5.00" },
      { artno: "member", amount: "-10" },
      { artno: "debt", amount: "77.0" },
    ]);
    expect(await gym.see(subscription)).toMatchObject({ debt: 0n });
  });

  test("keeps its debt when the charge fails, and what was added meanwhile when it succeeds", async () => {
    const slow = slowBank();
    const gym = await Subscribers.open({ acquirer: slow.acquirer });
    const subscription = await gym.subscribe(await gym.plan(), await gym.card(), { debt: 1_000n });
    slow.whileAsked = async () => void (await change(gym, subscription, { debt: 1_500n }));
    await gym.travelTo("2027-02-28T12:00:00Z");
    expect(amounts(await gym.paymentsOf(subscription))).toEqual([11_000n]);
    expect(await gym.see(subscription)).toMatchObject({ debt: 500n });
    slow.whileAsked = async () => undefined;
    slow.answers = false;
    await gym.travelTo("2027-03-31T12:00:00Z");
    expect(await gym.see(subscription)).toMatchObject({ debt: 500n, retryCount: 1 });
  });

  test("costs nothing rather than less than nothing", async () => {
    const gym = await Subscribers.open();
    const items = [{ amount: "-20000", told: {} }];
    const subscription = await gym.subscribe(await gym.plan({ periods: 2 }), await gym.card(), { items });
    await gym.travelTo("2027-03-01T12:00:00Z");
    expect(await gym.paymentsOf(subscription)).toMatchObject([{ amount: 0n, state: "captured" }]);
    expect(await gym.see(subscription)).toMatchObject({ state: "ended" });
  });

  test("takes another reference where the merchant has used its own", async () => {
    const gym = await Subscribers.open();
    const subscription = await gym.subscribe(await gym.plan(), await gym.card());
    const reference = `subscription${subscription.number}-2`;
    const number = await gym.first.house.numbers.next("payment");
    await gym.write((tx) =>
      prepare(tx, {
        ...byCard,
        reference,
        number,
        token: null,
        amount: 1n,
        expiresAt: tx.now.add({ hours: 1 }),
      }),
    );
    await gym.travelTo("2027-03-01T12:00:00Z");
    const [charge] = await gym.paymentsOf(subscription);
    expect(charge).toMatchObject({ reference: `${reference}-${charge?.number}`, state: "captured" });
  });
});

describe("a charge that fails", () => {
  test("is tried again after 1, 3, 5 and 7 days, and then ends the subscription", async () => {
    const gym = await Subscribers.open();
    const subscription = await gym.subscribe(await gym.plan(), await gym.card({ pan: emptyLater }));
    await gym.travelTo("2027-03-06T12:00:00Z");
    expect(await gym.see(subscription)).toMatchObject({ state: "active", retryCount: 4 });
    await gym.travelTo("2027-04-30T12:00:00Z");
    const all = await gym.paymentsOf(subscription);
    expect(openedOn(all)).toEqual(["2027-02-28", "2027-03-01", "2027-03-03", "2027-03-05", "2027-03-07"]);
    expect(all.every(({ state, reason }) => state === "declined" && reason === "declined")).toBe(true);
    expect(new Set(all.map(({ reference }) => reference)).size).toBe(1);
    expect(await gym.see(subscription)).toMatchObject({ state: "canceled", retryCount: 5, nextAt: null });
    expect(statesOf(await gym.stepsOf(subscription))).toEqual(["failed"]);
    expect(await toldOf(gym, subscription)).toEqual(["subscription.started", "subscription.canceled"]);
  });

  test("pauses the subscription where the store wants that; resumed, it goes on with the next period", async () => {
    const settings = { retryDays: [2], afterRetries: "pause" } as const;
    const gym = await Subscribers.open({ settings });
    const subscription = await gym.subscribe(await gym.plan(), await gym.card({ pan: emptyLater }));
    await gym.travelTo("2027-03-15T12:00:00Z");
    expect(await gym.see(subscription)).toMatchObject({ state: "paused", retryCount: 2, nextAt: null });
    const { id: cardId } = await gym.card();
    await gym.travelTo("2027-05-10T12:00:00Z");
    expect(day((await change(gym, subscription, { state: "active", cardId })).nextAt)).toBe("2027-05-31");
    await gym.travelTo("2027-06-10T12:00:00Z");
    const all = await gym.paymentsOf(subscription);
    expect(openedOn(all)).toEqual(["2027-02-28", "2027-03-02", "2027-05-31"]);
    expect(await gym.see(subscription)).toMatchObject({ state: "active", periodCount: 2, retryCount: 0 });
  });

  test("is left behind where the store wants to go on, and does not count as a period", async () => {
    const settings = { retryDays: [], afterRetries: "continue" } as const;
    const gym = await Subscribers.open({ settings });
    const plan = await gym.plan({ periods: 3 });
    const subscription = await gym.subscribe(plan, await gym.card({ pan: emptyLater }));
    await gym.travelTo("2027-03-15T12:00:00Z");
    await change(gym, subscription, { cardId: (await gym.card()).id });
    await gym.travelTo("2027-12-31T12:00:00Z");
    expect(statesOf(await gym.stepsOf(subscription))).toEqual(["failed", "paid", "paid"]);
    expect(await gym.see(subscription)).toMatchObject({ state: "ended", periodCount: 3 });
  });

  test.each([
    ["2037-01-31", "declined"],
    ["2037-02-28", "card_expired"],
  ])("by the test expiry %s fails as %s", async (expiresOn, reason) => {
    const gym = await Subscribers.open();
    const subscription = await gym.subscribe(await gym.plan(), await gym.card({ expiresOn }));
    await gym.travelTo("2027-02-28T12:00:00Z");
    expect(await gym.paymentsOf(subscription)).toMatchObject([{ state: "declined", reason }]);
  });

  test("because the card's date has passed is not asked of the acquirer; a test card may be past it", async () => {
    const bank = countingBank();
    const gym = await Subscribers.open({ acquirer: bank.acquirer });
    const plan = await gym.plan();
    const past = { expiresOn: "2027-01-31" };
    const live = await gym.subscribe(
      plan,
      await gym.card({ ...past, pan: "4970100000000006", isTest: false }),
    );
    const trial = await gym.subscribe(plan, await gym.card(past));
    await gym.travelTo("2027-02-28T12:00:00Z");
    expect(await gym.paymentsOf(live)).toMatchObject([{ state: "declined", reason: "card_expired" }]);
    expect(await gym.paymentsOf(trial)).toMatchObject([{ state: "captured" }]);
    expect(bank.asked).toBe(1);
    expect(await gym.see(live)).toMatchObject({ retryCount: 1 });
  });

  test.each(["inactive", "deleted"] as const)(
    "because the card is %s is not asked of the acquirer",
    async (state) => {
      const bank = countingBank();
      const gym = await Subscribers.open({ acquirer: bank.acquirer });
      const { id, ...card } = await gym.card();
      const subscription = await gym.subscribe(await gym.plan(), { id, ...card });
      await gym.write((tx) => changeCard(tx, { id, merchantId, state }));
      await gym.travelTo("2027-02-28T12:00:00Z");
      expect(await gym.paymentsOf(subscription)).toMatchObject([{ state: "declined", reason: "declined" }]);
      expect(bank.asked).toBe(0);
    },
  );

  test("because nobody answers is reversed, and tried again", async () => {
    const reversed: string[] = [];
    const silent: Acquirer = {
      authorize: () => Promise.reject(new Error("no answer")),
      reverse: async (id) => void reversed.push(id),
    };
    const gym = await Subscribers.open({ acquirer: silent });
    const subscription = await gym.subscribe(await gym.plan(), await gym.card());
    await gym.travelTo("2027-02-28T12:00:00Z");
    const [payment] = await gym.paymentsOf(subscription);
    expect(payment).toMatchObject({ state: "failed", reason: "no_decision" });
    expect(reversed).toEqual([payment?.instrument?.attempt]);
    expect(day((await gym.see(subscription)).nextAt)).toBe("2027-03-01");
  });

  test("because a key is missing costs the subscription nothing, and holds up nobody else", async () => {
    const gym = await Subscribers.open();
    const [lost, found] = [await gym.card(), await gym.card()];
    const plan = await gym.plan();
    const [stuck, fine] = [await gym.subscribe(plan, lost), await gym.subscribe(plan, found)];
    await gym.write(async (tx) => tx.update(cards, { ...lost, keyVersion: 9 }));
    gym.sleepUntil("2027-02-28T12:00:00Z");
    expect(await gym.first.due.run()).toBe(1);
    expect(await gym.see(stuck)).toMatchObject({ state: "active", retryCount: 0, periodCount: 1 });
    expect(await gym.see(fine)).toMatchObject({ periodCount: 2 });
  });
});

describe("a merchant", () => {
  test("pauses: nothing is charged, nor later what fell due meanwhile", async () => {
    const gym = await Subscribers.open();
    const subscription = await gym.subscribe(await gym.plan(), await gym.card());
    expect(await change(gym, subscription, { state: "paused" })).toMatchObject({
      state: "paused",
      nextAt: null,
    });
    await gym.travelTo("2027-05-15T12:00:00Z");
    const resumed = await change(gym, subscription, { state: "active" });
    expect(day(resumed.nextAt)).toBe("2027-05-31");
    await gym.travelTo("2027-06-30T12:00:00Z");
    expect(openedOn(await gym.paymentsOf(subscription))).toEqual(["2027-05-31", "2027-06-30"]);
    expect(await toldOf(gym, subscription)).toEqual([
      "subscription.started",
      "subscription.paused",
      "subscription.resumed",
    ]);
  });

  test("who resumes before the day comes has missed nothing", async () => {
    const gym = await Subscribers.open();
    const subscription = await gym.subscribe(await gym.plan(), await gym.card());
    await change(gym, subscription, { state: "paused" });
    await change(gym, subscription, { state: "active" });
    await gym.travelTo("2027-03-15T12:00:00Z");
    expect(openedOn(await gym.paymentsOf(subscription))).toEqual(["2027-02-28"]);
  });

  test("cancels: nothing is charged any more, and it cannot be undone", async () => {
    const gym = await Subscribers.open();
    const { id, ...subscription } = await gym.subscribe(await gym.plan(), await gym.card());
    const cancel = () => gym.write((tx) => cancelSubscription(tx, { id, merchantId }));
    expect(await cancel()).toMatchObject({ state: "canceled", nextAt: null });
    expect(await cancel()).toMatchObject({ state: "canceled" });
    await gym.travelTo("2027-06-30T12:00:00Z");
    expect(await gym.paymentsOf({ id })).toEqual([]);
    const closed = { id, ...subscription };
    await expect(change(gym, closed, { state: "active" })).rejects.toMatchObject({
      code: "subscription_closed",
    });
    await expect(change(gym, closed, { debt: 1n })).rejects.toMatchObject({ code: "subscription_closed" });
    expect(await change(gym, closed, { details: { metadata: 1 } })).toMatchObject({
      details: { metadata: 1 },
    });
    expect(await change(gym, closed, { state: "canceled" })).toMatchObject({ state: "canceled" });
  });

  test("cancels while the card is being charged: the charge is recorded, and was the last", async () => {
    const slow = slowBank();
    const gym = await Subscribers.open({ acquirer: slow.acquirer });
    const plan = await gym.plan();
    const [paid, failed] = [
      await gym.subscribe(plan, await gym.card()),
      await gym.subscribe(plan, await gym.card({ pan: emptyLater })),
    ];
    const bothAsked = Promise.withResolvers<void>();
    let asked = 0;
    slow.whileAsked = async () => {
      if (++asked === 2) bothAsked.resolve();
      await bothAsked.promise;
      for (const { id } of [paid, failed])
        await gym.write((tx) => cancelSubscription(tx, { id, merchantId }));
    };
    await gym.travelTo("2027-06-30T12:00:00Z");
    expect(await gym.see(paid)).toMatchObject({ state: "canceled", periodCount: 2 });
    expect(statesOf(await gym.stepsOf(paid))).toEqual(["paid"]);
    expect(await gym.see(failed)).toMatchObject({ state: "canceled", periodCount: 1, retryCount: 1 });
    expect(statesOf(await gym.stepsOf(failed))).toEqual(["canceled"]);
  });

  test("pauses and resumes while the card is being charged", async () => {
    const slow = slowBank();
    const gym = await Subscribers.open({ acquirer: slow.acquirer });
    const subscription = await gym.subscribe(await gym.plan(), await gym.card());
    slow.whileAsked = async () => {
      slow.whileAsked = async () => undefined;
      await change(gym, subscription, { state: "paused" });
    };
    await gym.travelTo("2027-04-10T12:00:00Z");
    expect(await gym.see(subscription)).toMatchObject({ state: "paused", periodCount: 2 });
    await change(gym, subscription, { state: "active" });
    await gym.travelTo("2027-05-01T12:00:00Z");
    expect(openedOn(await gym.paymentsOf(subscription))).toEqual(["2027-02-28", "2027-04-30"]);
  });

  test("ends a plan: nobody subscribes to it, those who have go on, or not", async () => {
    const gym = await Subscribers.open();
    const [plan, card] = [await gym.plan(), await gym.card()];
    const subscription = await gym.subscribe(plan, card);
    const cancel = (withSubscriptions: boolean) =>
      gym.write((tx) => cancelPlan(tx, { id: plan.id, merchantId, withSubscriptions }));
    expect(await cancel(false)).toMatchObject({ state: "canceled" });
    await expect(gym.subscribe(plan, card)).rejects.toMatchObject({ code: "plan_not_found" });
    await gym.travelTo("2027-03-01T12:00:00Z");
    expect(await gym.see(subscription)).toMatchObject({ state: "active", periodCount: 2 });
    await cancel(true);
    expect(await gym.see(subscription)).toMatchObject({ state: "canceled" });
  });

  test("sells in the plan's currencies only, and only to cards of its own that are active", async () => {
    const gym = await Subscribers.open();
    const [plan, card] = [await gym.plan(), await gym.card()];
    expect(await gym.subscribe(plan, card, { currency: "EUR" })).toMatchObject({ price: 1_000n });
    const refused = (code: string, more: Parameters<typeof gym.subscribe>[2]) =>
      expect(gym.subscribe(plan, card, more)).rejects.toMatchObject({ code });
    await refused("plan_has_no_price", { currency: "USD" });
    await refused("card_not_found", { cardId: storeId });
    await refused("plan_not_found", { planId: storeId });
    await gym.write((tx) => changeCard(tx, { id: card.id, merchantId, state: "inactive" }));
    await refused("card_not_active", {});
    const stranger = { id: storeId, merchantId: storeId };
    await expect(gym.write((tx) => cancelSubscription(tx, stranger))).rejects.toMatchObject({
      code: "subscription_not_found",
    });
  });
});

describe("the collector", () => {
  test("run by two processes at the same moment charges each step once", async () => {
    const bank = countingBank();
    const gym = await Subscribers.open({ acquirer: bank.acquirer });
    const plan = await gym.plan();
    const card = await gym.card();
    await Promise.all(Array.from({ length: 150 }, () => gym.subscribe(plan, card)));
    const other = gym.process({ acquirer: bank.acquirer });
    gym.sleepUntil("2027-02-28T12:00:00Z");
    await Promise.all([gym.first.due.run(), other.due.run(), gym.first.due.run(), other.due.run()]);
    expect(bank.asked).toBe(150);
    expect(await gym.first.due.run()).toBe(0);
  });

  test("catches up after an outage, one period after the other, none twice", async () => {
    const gym = await Subscribers.open();
    const subscription = await gym.subscribe(await gym.plan(), await gym.card());
    gym.sleepUntil("2027-05-15T12:00:00Z");
    await gym.first.due.run();
    expect(statesOf(await gym.stepsOf(subscription))).toEqual(["paid", "paid", "paid", "scheduled"]);
    expect(day((await gym.see(subscription)).nextAt)).toBe("2027-05-31");
  });

  test("leaves the steps of dialects it does not know alone", async () => {
    const gym = await Subscribers.open();
    await gym.subscribe(await gym.plan(), await gym.card(), { dialect: "another" });
    await gym.travelTo("2027-05-15T12:00:00Z");
    const due = { now: gym.now, most: 10 };
    expect(await dueSteps(gym.reader, { ...due, dialects: ["mondido"] })).toEqual([]);
    expect(await dueSteps(gym.reader, { ...due, dialects: ["another"] })).toHaveLength(1);
  });

  test("goes on by the schedule with a step that a process has left in the middle", async () => {
    const gym = await Subscribers.open();
    const card = await gym.card();
    const subscription = await gym.subscribe(await gym.plan(), card);
    gym.sleepUntil("2027-02-28T09:00:00Z");
    const due = { stepId: subscription.stepId ?? "", subscriptionId: subscription.id };
    const begin = () => gym.write((tx) => beginCharge(tx, { due, open: ({ id }) => id }));
    const step = { state: "processing", amount: 10_000n };
    expect(await begin()).toMatchObject({ charge: { step, currency: "SEK" }, opened: card.id });
    expect(await begin()).toBeUndefined();
    await gym.travelTo("2027-02-28T09:14:00Z");
    expect(await gym.see(subscription)).toMatchObject({ retryCount: 0 });
    await gym.travelTo("2027-02-28T09:16:00Z");
    expect(await gym.see(subscription)).toMatchObject({ retryCount: 1 });
    await gym.travelTo("2027-03-01T12:00:00Z");
    const all = await gym.paymentsOf(subscription);
    expect(statesOf(all)).toEqual(["failed", "captured"]);
    expect(openedOn(all)).toEqual(["2027-02-28", "2027-03-01"]);
  });

  test("lets an answer to an earlier attempt change nothing about the attempt under way", async () => {
    const gym = await Subscribers.open();
    const card = await gym.card();
    const { id: subscriptionId, stepId } = await gym.subscribe(await gym.plan(), card);
    const due = { stepId: stepId ?? "", subscriptionId };
    const begin = async () => {
      const begun = await gym.write((tx) => beginCharge(tx, { due, open: () => "" }));
      if (!begun || begun === "no_card") throw new Error("nothing was begun");
      return begun.charge;
    };
    gym.sleepUntil("2027-02-28T09:00:00Z");
    const earlier = await begin();
    await gym.travelTo("2027-02-28T10:00:00Z");
    gym.sleepUntil("2027-03-01T12:00:00Z");
    const later = await begin();
    const late = { number: 1n, onward: { stepNumber: 1n, billing, settings: {} } };
    const answer = { outcome: "approved", authorizationId: "late" } as const;
    const settle = { ...late, charge: earlier, verdict: { answer, operatorId: merchantId, fee: 0n } };
    const abandon = { ...late, due, paymentId: earlier.step.paymentId };
    expect(await gym.write((tx) => settleCharge(tx, settle))).toBeUndefined();
    expect(await gym.write((tx) => abandonCharge(tx, abandon))).toBeUndefined();
    expect(await gym.stepsOf({ id: subscriptionId })).toMatchObject([
      { state: "processing", paymentId: later.step.paymentId, attempts: 2 },
    ]);
  });

  test("reverses an approval that comes after the payment was given up", async () => {
    const bank = new Bank();
    const gym = await Subscribers.open({ acquirer: bank.acquirer });
    const subscription = await gym.subscribe(await gym.plan(), await gym.card());
    bank.beforeAnswer = async () => gym.sleepUntil(gym.now.add({ minutes: 16 }));
    await gym.travelTo("2027-02-28T09:00:00Z");
    bank.beforeAnswer = async () => undefined;
    expect(bank.held).toEqual([]);
    await gym.travelTo("2027-03-02T09:00:00Z");
    const all = await gym.paymentsOf(subscription);
    expect(statesOf(all)).toEqual(["failed", "captured"]);
    expect(bank.held).toEqual([all[1]?.instrument?.attempt]);
  });
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

describe("whatever crashes when", () => {
  test("each step is charged once, and every step that is due is tried", { timeout: 120_000 }, async () => {
    const bank = new Bank();
    const patient: Billing = { ...billing, retryAt: ({ now }) => now.add({ hours: 1 }) };
    const gym = await Subscribers.open({ acquirer: bank.acquirer, billing: patient });
    const plan = await gym.plan({ cadence: { unit: "days", every: 1 } });
    const card = await gym.card();
    const ends = fc.option(fc.record({ after: fc.nat(25), isDone: fc.boolean() }), { nil: undefined });
    const nights = fc.array(
      fc.record({ ends: fc.tuple(ends, ends), minutes: fc.integer({ min: 1, max: 1_500 }) }),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    await fc.assert(
      fc.asyncProperty(nights, fc.integer({ min: 1, max: 6 }), async (plannedNights, count) => {
        const subscribed = await Promise.all(Array.from({ length: count }, () => gym.subscribe(plan, card)));
        for (const night of plannedNights) {
          gym.sleepUntil(gym.now.add({ minutes: night.minutes }));
          const running = night.ends.map((end) => {
            const gate = mortal(end);
            const acquirer: Acquirer = {
              authorize: (request) => gate(() => bank.acquirer.authorize(request)),
              reverse: (id) => gate(() => bank.acquirer.reverse(id)),
            };
            return gym.process({ acquirer, billing: patient, gate });
          });
          await Promise.all(
            running.map(({ due }) => due.run().catch((error) => expect(error).toBeInstanceOf(Crash))),
          );
          await Promise.all(running.map((one) => one.close()));
        }
        await gym.travelTo(gym.now.add({ hours: 30 }));
        for (const subscription of subscribed) {
          const all = await gym.paymentsOf(subscription);
          const paid = all.filter(({ state }) => state === "captured");
          const charged = all.filter(({ instrument }) => bank.holds(instrument?.attempt));
          expect(charged.map(({ id }) => id)).toEqual(paid.map(({ id }) => id));
          expect(new Set(paid.map(({ reference }) => reference)).size).toBe(paid.length);
          const walked = await gym.stepsOf(subscription);
          const due = walked.filter(({ dueAt }) => Temporal.Instant.compare(dueAt, gym.now) <= 0);
          expect(due.every(({ attempts }) => attempts > 0)).toBe(true);
          expect(statesOf(due)).toEqual(due.map(() => "paid"));
          expect(walked.length).toBe(due.length + 1);
          expect((await gym.see(subscription)).periodCount).toBe(1 + paid.length);
          await gym.write((tx) => cancelSubscription(tx, subscription));
        }
        expect(await impossiblePayments(gym.reader)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

/** Remembers what it holds. What was let go of is never held again. */
class Bank {
  readonly #holds = new Map<string, boolean>();
  beforeAnswer: () => Promise<void> = async () => undefined;

  readonly acquirer: Acquirer = {
    authorize: async (request) => {
      const isReversed = this.#holds.get(request.id) === false;
      if (!isReversed) this.#holds.set(request.id, true);
      await this.beforeAnswer();
      return isReversed
        ? { outcome: "declined", reason: "declined" }
        : { outcome: "approved", authorizationId: request.id };
    },
    reverse: async (id) => void this.#holds.set(id, false),
  };

  holds(id: string | undefined): boolean {
    return id !== undefined && this.#holds.get(id) === true;
  }

  get held(): string[] {
    return [...this.#holds].filter(([, isHeld]) => isHeld).map(([id]) => id);
  }
}

/** Counts who asks. */
function countingBank() {
  const bank = { asked: 0 };
  const acquirer: Acquirer = {
    async authorize(request) {
      bank.asked++;
      return simulator.acquirer.authorize(request);
    },
    reverse: simulator.acquirer.reverse,
  };
  return Object.assign(bank, { acquirer });
}

/** Something happens while it thinks. */
function slowBank() {
  const bank = { whileAsked: async (): Promise<void> => undefined, answers: true };
  const acquirer: Acquirer = {
    async authorize(request) {
      await bank.whileAsked();
      if (!bank.answers) throw new Error("no answer");
      return simulator.acquirer.authorize(request);
    },
    reverse: async () => undefined,
  };
  return Object.assign(bank, { acquirer });
}
