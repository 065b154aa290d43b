import { describe, expect, test } from "vitest";
import {
  accepted,
  addUser,
  answered,
  authorized,
  choice,
  found,
  given,
  initiated,
  mastercard,
  minute,
  nextNumber,
  operatorId,
  pass,
  payerId,
  refusalOf,
  store,
  terms,
  visa,
  writer,
} from "../../../test/support/wallet.ts";
import { expire } from "../payments/index.ts";
import { accept, answer, invalidate, reject, request } from "./index.ts";

describe("asking for a payment", () => {
  test("again with the same content is the same payment, also for a hundred twins", async () => {
    const twins = Array.from({ length: 100 }, () => initiated({ reference: "twin", orderId: "twins" }));
    expect(new Set((await Promise.all(twins)).map(({ id }) => id)).size).toBe(1);
  });

  test.each([
    ["another amount", { amount: 1_001n }],
    ["other words", { told: { merchantUrl: "https://other.example" } }],
  ])("again with %s is refused", async (_, change) => {
    const reference = `psp-${nextNumber()}`;
    await initiated({ reference });
    expect(await refusalOf(initiated({ reference, ...change }))).toBe("order_exists");
  });

  test("a fourth time with one order is refused, also at once", async () => {
    const refusals = await Promise.all(
      Array.from({ length: 5 }, () => refusalOf(initiated({ orderId: "again and again" }))),
    );
    expect(refusals.filter((code) => code === undefined)).toHaveLength(3);
    expect(refusals.filter((code) => code === "order_exhausted")).toHaveLength(2);
  });
});

describe("approving", () => {
  test("success holds the amount; the same answer again changes nothing", async () => {
    const { id } = await initiated();
    const attempt = await accepted(id);
    expect(await answered(attempt, "succeeded")).toMatchObject({ state: "authorized", authorized: 1_000n });
    expect(await answered(attempt, "succeeded")).toMatchObject({ state: "authorized" });
    expect(await refusalOf(answered(attempt, "failed"))).toBe("attempt_decided");
  });

  test("nobody approves a second time while the first has no answer, but after half a minute", async () => {
    const { id } = await initiated();
    const first = await accepted(id);
    expect(await refusalOf(accepted(id))).toBe("attempt_under_way");
    pass({ seconds: 33 });
    const second = await accepted(id, mastercard);
    expect(await refusalOf(answered(first, "succeeded"))).toBe("attempt_replaced");
    expect(await answered(second, "succeeded")).toMatchObject({ state: "authorized", cardId: mastercard });
  });

  test("an answer that comes late counts while nobody has approved anew", async () => {
    const { id } = await initiated();
    const attempt = await accepted(id);
    pass(minute);
    expect(await answered(attempt, "succeeded")).toMatchObject({ state: "authorized" });
  });

  test("that succeeds late is paid by whoever made it, though somebody else was asked since", async () => {
    const other = await addUser("+4587654321", "1990-01-01");
    const { id } = await initiated();
    const attempt = await accepted(id);
    pass(minute);
    await writer.run((tx) => request(tx, { id, payerId: other }));
    expect(await answered(attempt, "succeeded")).toMatchObject({
      state: "authorized",
      payerId,
      cardId: visa,
    });
  });

  test("whose failure is final ends the payment, once", async () => {
    const { id } = await initiated();
    const { id: attemptId, merchantId } = await accepted(id);
    const last = { ...given, paymentId: id, attemptId, merchantId, reasonCode: 1010, isFinal: true };
    const said = () => writer.run((tx) => answer(tx, { ...last, verdict: "failed", terms: terms() }));
    expect(await said()).toMatchObject({ state: "voided", reason: "invalidated" });
    expect(await said()).toMatchObject({ state: "voided" });
    expect(await refusalOf(accepted(id))).toBe("payment_not_open");
    expect(await writer.run((tx) => invalidate(tx, { id, merchantId }))).toMatchObject({ state: "voided" });
  });

  test("of a payment that is closed asks for no more time", async () => {
    const { id } = await initiated();
    const attempt = await accepted(id);
    await answered(attempt, "step_up");
    const { expiresAt } = await found(id);
    await writer.run((tx) => reject(tx, { id, payerId }));
    await answered(attempt, "step_up");
    expect((await found(id)).expiresAt).toEqual(expiresAt);
  });

  test("a declined card leaves it open for another", async () => {
    const { id } = await initiated();
    await answered(await accepted(id), "failed");
    expect(await found(id)).toMatchObject({ state: "pending", reason: "1000" });
    expect(await answered(await accepted(id, mastercard), "succeeded")).toMatchObject({
      state: "authorized",
    });
  });

  test("3-D Secure gives fifteen minutes more, once, and locks only once the bank has seen the user", async () => {
    const { id, expiresAt } = await initiated();
    const attempt = await accepted(id);
    await answered(attempt, "step_up");
    await answered(attempt, "step_up");
    expect((await found(id)).expiresAt.since(expiresAt).total("minutes")).toBe(15);
    await answered(attempt, "stepped_up");
    pass(minute);
    expect(await refusalOf(accepted(id, mastercard))).toBe("attempt_under_way");
    expect(await answered(attempt, "succeeded")).toMatchObject({ state: "authorized" });
  });

  test("is nothing for whoever is too young, was not asked, or has not this card", async () => {
    const { id } = await initiated();
    const stranger = await addUser(`+45${10_000_000n + nextNumber()}`, "2015-01-01");
    await writer.run((tx) => request(tx, { id, payerId: stranger }));
    const tried = (who: object) =>
      writer.run((tx) => accept(tx, { ...choice(visa), id, minimumAge: 18, ...who }));
    expect(await refusalOf(tried({ payerId: stranger }))).toBe("payer_too_young");
    expect(await refusalOf(tried({ payerId: stranger, minimumAge: null }))).toBe("card_not_found");
    expect(await refusalOf(tried({}))).toBe("payment_not_found");
  });

  test("ends with the time, or when user or integrator do not want it", async () => {
    const late = await initiated();
    const attempt = await accepted(late.id);
    pass({ minutes: 36 });
    await writer.run((tx) => expire(tx, { id: late.id, lenderId: operatorId }));
    expect(await found(late.id)).toMatchObject({ state: "expired" });
    expect(await refusalOf(answered(attempt, "succeeded"))).toBe("payment_expired");

    const unwanted = await initiated();
    await writer.run((tx) => request(tx, { id: unwanted.id, payerId }));
    await writer.run((tx) => reject(tx, { id: unwanted.id, payerId }));
    expect(await refusalOf(accepted(unwanted.id))).toBe("payment_not_open");
  });

  test("is taken back only before the integrator was told, or after it has said no", async () => {
    const { id } = await initiated();
    const key = { id, merchantId: store.merchantId };
    const invalidated = () => writer.run((tx) => invalidate(tx, key));
    const attempt = await accepted(id);
    pass(minute);
    expect(await refusalOf(invalidated())).toBe("attempt_under_way");
    await answered(attempt, "failed");
    expect(await invalidated()).toMatchObject({ state: "voided", reason: "invalidated" });
    expect(await invalidated()).toMatchObject({ state: "voided" });
    const paid = await authorized();
    expect(await refusalOf(writer.run((tx) => invalidate(tx, paid)))).toBe("attempt_succeeded");
  });
});
