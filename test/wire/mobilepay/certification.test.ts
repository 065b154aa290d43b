import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { payments } from "../../../src/core/payments/index.ts";
import { acceptPayment, requestPayment } from "../../../src/dialects/mobilepay/accept.ts";
import { userOf } from "../../../src/dialects/mobilepay/users.ts";
import { useReceiver } from "../../support/receiver.ts";
import { failure, merchantSheet, openPsp, type Psp } from "./psp.ts";

// What the provider has its integrators show before they go live (facts 6).
let psp: Psp;
beforeAll(async () => {
  psp = await openPsp();
});
afterAll(() => psp.kassa.close());

const stateOf = async (id: string) => (await psp.kassa.reader.find(payments, { id }))?.state;
const idOf = async (phone: string) => (await userOf(psp.kassa.house, phone))?.id ?? "";

describe("verification", () => {
  test("create and delete a merchant", async () => {
    const { merchantId } = await psp.ask("POST", "/api/v1/merchants", merchantSheet());
    expect((await psp.call("DELETE", `/api/v1/merchants/${merchantId}`)).http).toBe(204);
  });

  test("initiate a payment, and switch to the app", async () => {
    const answer = await psp.ask("POST", "/api/v3/payments", psp.order(await useReceiver()));
    expect(answer.redirectToMobilePayAppUrl).toContain(answer.paymentId);
    expect(new URL(answer.redirectToMobilePayUrl).searchParams.get("id")).toBe(answer.paymentId);
  });

  test("a PAN callback, and an authorization that succeeded", async () => {
    const { paymentId, attemptId, callback } = await psp.accepted(await useReceiver());
    expect(psp.decrypt(callback.EncryptedCardData)).toContain("cardNumber");
    expect((await psp.answer(paymentId, attemptId)).http).toBe(204);
    expect(await stateOf(paymentId)).toBe("authorized");
  });

  test("an authorization that failed", async () => {
    const { paymentId, attemptId } = await psp.accepted(await useReceiver());
    expect((await psp.answer(paymentId, attemptId, failure(1000))).http).toBe(204);
    expect(await stateOf(paymentId)).toBe("pending");
  });

  test("capture and refund", async () => {
    const paymentId = await psp.authorized(await useReceiver());
    expect((await psp.report("capture", paymentId)).http).toBe(200);
    expect((await psp.report("refund", paymentId)).http).toBe(200);
    expect(await stateOf(paymentId)).toBe("refunded");
  });

  test("cancel", async () => {
    const paymentId = await psp.authorized(await useReceiver());
    expect((await psp.report("cancel", paymentId)).http).toBe(200);
    expect(await stateOf(paymentId)).toBe("voided");
  });

  test("a failed callback", async () => {
    const receiver = await useReceiver();
    const paymentId = await psp.initiate(receiver);
    await psp.kassa.advance("PT36M");
    await receiver.received(1);
    expect(receiver.calls[0]?.json).toEqual({ Code: "100", Reason: "Payment expired", PaymentId: paymentId });
  });

  test("a token payment", async () => {
    const receiver = await useReceiver();
    const { url } = receiver;
    const allowedCardTypes = [
      { name: "VISA-DEBIT", encryptedPanCallbackUrl: `${url}/pan`, tokenCallbackUrl: `${url}/token` },
    ];
    const { paymentId, attemptId, callback } = await psp.accepted(receiver, { allowedCardTypes });
    expect(callback.tokenData.tokenInfo.token).toMatch(/^\d{16}$/);
    expect((await psp.answer(paymentId, attemptId)).http).toBe(204);
  });

  test("a Dankort is given as one", async () => {
    const receiver = await useReceiver();
    const { url } = receiver;
    const allowedCardTypes = ["VISA-DEBIT", "DANKORT"].map((name) => ({
      name,
      encryptedPanCallbackUrl: `${url}/pan`,
      tokenCallbackUrl: `${url}/token`,
    }));
    const { callback } = await psp.accepted(receiver, { allowedCardTypes });
    expect(callback.CardType).toBe("DANKORT");
  });

  test("3-D Secure by 1008", async () => {
    const { paymentId, attemptId } = await psp.accepted(await useReceiver());
    const page = { threeDSecureUrl: "https://psp.example.com/3ds" };
    expect((await psp.answer(paymentId, attemptId, failure(1008, page))).http).toBe(204);
    expect((await psp.answer(paymentId, attemptId)).http).toBe(204);
    expect(await stateOf(paymentId)).toBe("authorized");
  });
});

describe("slim certification", () => {
  test("one device or two: the phone is entered first, and the swipe comes later", async () => {
    const receiver = await useReceiver();
    const { house } = psp.kassa;
    const paymentId = await psp.initiate(receiver);
    const userId = await idOf("+4512345678");
    expect(await requestPayment(house, { paymentId, userId })).toMatchObject({
      state: "pending",
      payerId: userId,
    });
    expect(receiver.calls).toEqual([]);
    const { id } = await acceptPayment(house, { paymentId, userId });
    await receiver.received(1);
    expect((await psp.answer(paymentId, id)).http).toBe(204);
  });

  test("a user who approves without a hand, one who rejects, one who lets the time pass", async () => {
    const receiver = await useReceiver();
    const { house } = psp.kassa;
    const ask = async (phone: string) => {
      const paymentId = await psp.initiate(receiver);
      await requestPayment(house, { paymentId, userId: await idOf(phone) });
      return paymentId;
    };
    const approved = await ask("+4511111111");
    await receiver.received(1);
    expect(receiver.calls[0]?.json).toMatchObject({ PaymentId: approved });
    expect((await psp.answer(approved, receiver.calls[0]?.json.AuthorizationAttemptId)).http).toBe(204);

    const rejected = await ask("+4522222222");
    expect(await psp.kassa.reader.find(payments, { id: rejected })).toMatchObject({
      state: "voided",
      reason: "rejected",
    });
    const ignored = await ask("+4555555555");
    await psp.kassa.advance("PT6M");
    await receiver.received(2);
    expect(receiver.calls.map(({ json }) => json.Code)).toEqual([undefined, "100"]);
    expect(await stateOf(ignored)).toBe("expired");
  });

  test("several attempts on one payment, the declines with meaningful codes", async () => {
    const receiver = await useReceiver();
    const allowedCardTypes = ["DANKORT", "VISA-CREDIT", "MC-DEBIT"].map((name) => ({
      name,
      encryptedPanCallbackUrl: `${receiver.url}/pan`,
    }));
    const paymentId = await psp.initiate(receiver, { allowedCardTypes });
    const attempts: string[] = [];
    for (const [lastFourDigits, code] of [
      ["9992", 1001],
      ["1111", 1003],
      ["8031", undefined],
    ] as const) {
      const { attemptId } = await psp.accept(receiver, paymentId, { lastFourDigits });
      attempts.push(attemptId);
      const result = code === undefined ? { succeeded: true } : failure(code);
      expect((await psp.answer(paymentId, attemptId, result)).http).toBe(204);
    }
    expect(new Set(attempts).size).toBe(3);
    expect(await stateOf(paymentId)).toBe("authorized");
    expect((await psp.report("capture", paymentId, { amount: 400 })).http).toBe(200);
    expect((await psp.report("capture", paymentId, { amount: 600 })).http).toBe(200);
    expect((await psp.report("refund", paymentId, { amount: 1000 })).http).toBe(200);
  });
});
