import { describe, expect, test } from "vitest";
import {
  accepted,
  answered,
  authorized,
  choice,
  found,
  given,
  initiated,
  mastercard,
  minute,
  nextNumber,
  now,
  operatorId,
  pass,
  payerId,
  reader,
  refusalOf,
  report,
  store,
  terms,
  visa,
  writer,
} from "../../../test/support/wallet.ts";
import type { Payment } from "../payments/index.ts";
import {
  answerCardChange,
  answerCharge,
  askCardChange,
  capture,
  charge,
  mandates,
  proposeMandate,
  terminateMandate,
} from "./index.ts";

describe("a mandate", () => {
  const proposed = () =>
    writer.run(async (tx) =>
      proposeMandate(tx, { store, reference: `agreement-${nextNumber()}`, terms: {} }),
    );

  async function active(): Promise<string> {
    const { id } = await proposed();
    await authorized({ mandateId: id });
    return id;
  }

  function charged(mandateId: string, lastFour = "1111", reference = `mit-${nextNumber()}`) {
    const wanted = { store, reference, currency: "DKK", amount: 500n, callbackUrl: null, expiresAt: now };
    const details = { items: [], told: {} };
    return writer.run((tx) => charge(tx, { ...wanted, details, mandateId, lastFour }));
  }

  const concluded = ({ id, merchantId }: Payment, reason: string | null) =>
    writer.run((tx) => {
      const result = { reason, message: reason && "no money", acquirer: { acquirerVatNumber: "DK1" } };
      return answerCharge(tx, { id, merchantId, result, terms: terms() });
    });

  test("is active too once a capture stands for the answer to its first payment", async () => {
    const { id: mandateId } = await proposed();
    const { id } = await initiated({ mandateId });
    const attempt = await accepted(id);
    const captured = { ...report(await found(id), 1_000n), terms: terms(), attemptId: attempt.id };
    await writer.run((tx) => capture(tx, captured));
    expect(await reader.find(mandates, { id: mandateId })).toMatchObject({
      state: "active",
      payerId,
      cardId: visa,
    });
  });

  test("that is over lets nobody approve for it, now or once what is under way has failed", async () => {
    const { id: mandateId } = await proposed();
    const waiting = await initiated({ mandateId });
    const underWay = await initiated({ mandateId });
    const attempt = await accepted(underWay.id);
    await writer.run((tx) => terminateMandate(tx, { id: mandateId, merchantId: store.merchantId }));
    const closed = { state: "voided", reason: "invalidated" };
    expect(await found(waiting.id)).toMatchObject(closed);
    expect(await found(underWay.id)).toMatchObject({ state: "pending" });
    await answered(attempt, "failed");
    expect(await found(underWay.id)).toMatchObject(closed);
  });

  test("that ends while its payment is charged does not come back, and the payment is authorized", async () => {
    const { id: mandateId } = await proposed();
    const attempt = await accepted((await initiated({ mandateId })).id);
    await writer.run((tx) => terminateMandate(tx, { id: mandateId, merchantId: store.merchantId }));
    expect(await answered(attempt, "succeeded")).toMatchObject({ state: "authorized" });
    expect(await reader.find(mandates, { id: mandateId })).toMatchObject({ state: "terminated" });
  });

  test("lets its user choose another card a quarter of an hour after the bank has seen them in vain", async () => {
    const mandateId = await active();
    const ask = () => writer.run((tx) => askCardChange(tx, { ...choice(mastercard), mandateId }));
    const { id: attemptId } = await ask();
    for (const verdict of ["step_up", "stepped_up"] as const)
      await writer.run((tx) =>
        answerCardChange(tx, { ...given, mandateId, attemptId, merchantId: store.merchantId, verdict }),
      );
    pass(minute);
    expect(await refusalOf(ask())).toBe("attempt_under_way");
    pass({ minutes: 15 });
    expect(await refusalOf(ask())).toBeUndefined();
  });

  test("is active once its user has approved, and not before", async () => {
    const { id } = await proposed();
    expect(await refusalOf(charged(id))).toBe("mandate_not_active");
    await authorized({ mandateId: id });
    expect(await reader.find(mandates, { id })).toMatchObject({ state: "active", payerId, cardId: visa });
    expect(await charged(id)).toMatchObject({ method: "mandate", payerId, cardId: visa });
  });

  test("a charge that failed may succeed later, under the same id, and only once", async () => {
    const payment = (await charged(await active())) as Payment;
    expect(await concluded(payment, "1001")).toMatchObject({
      state: "declined",
      reason: "1001",
      instrument: { declined: { code: "1001", message: "no money" } },
      details: { additional: { acquirerVatNumber: "DK1" } },
    });
    expect(await concluded(payment, null)).toMatchObject({ state: "authorized", instrument: null });
    expect(await concluded(payment, null)).toMatchObject({ state: "authorized" });
    expect(await refusalOf(concluded(payment, "1001"))).toBe("attempt_decided");
    await writer.run((tx) => capture(tx, { ...report(payment, 500n), terms: terms() }));
    expect(await found(payment.id)).toMatchObject({ state: "captured" });
  });

  test("with another card than the integrator thinks, nothing is charged until the user has chosen one", async () => {
    const id = await active();
    expect(await charged(id, "9999")).toBeUndefined();
    expect(await charged(id)).toBeUndefined();
    const attempt = await writer.run((tx) => askCardChange(tx, { ...choice(mastercard), mandateId: id }));
    const reply = { ...given, mandateId: id, attemptId: attempt.id, merchantId: store.merchantId } as const;
    await writer.run((tx) => answerCardChange(tx, { ...reply, verdict: "succeeded" }));
    await writer.run((tx) => answerCardChange(tx, { ...reply, verdict: "succeeded" }));
    expect(await charged(id, "8031")).toMatchObject({ cardId: mastercard });
  });

  test("ends for good", async () => {
    const id = await active();
    const { merchantId } = store;
    const stranger = { id, merchantId: operatorId };
    expect(await refusalOf(writer.run((tx) => terminateMandate(tx, stranger)))).toBe("mandate_not_found");
    await writer.run((tx) => terminateMandate(tx, { id, merchantId }));
    await writer.run((tx) => terminateMandate(tx, { id, payerId }));
    expect(await refusalOf(charged(id))).toBe("mandate_not_active");
  });
});
