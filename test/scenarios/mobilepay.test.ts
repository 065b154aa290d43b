import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { payments } from "../../src/core/payments/index.ts";
import { mandates, terminateMandate } from "../../src/core/wallet/index.ts";
import { userOf } from "../../src/dialects/mobilepay/users.ts";
import { useReceiver } from "../support/receiver.ts";
import { failure, openPsp, type Psp, phone } from "../wire/mobilepay/psp.ts";
import { activated, answerCard, answerCharge, charge, chooseCard } from "../wire/mobilepay/recurring.ts";

let psp: Psp;
beforeAll(async () => {
  psp = await openPsp();
});
afterAll(async () => {
  expect(await psp.kassa.problems()).toEqual([]);
  await psp.kassa.close();
});

const stateOf = async (id: string) => (await psp.kassa.reader.find(payments, { id }))?.state;
const page = { threeDSecureUrl: "https://psp.example.com/3ds" };

describe("the time to approve", () => {
  test("is 35 minutes for everything, and failed cards do not prolong it", async () => {
    const receiver = await useReceiver();
    const paymentId = await psp.initiate(receiver);
    for (const minutes of [10, 10, 10]) {
      const { attemptId } = await psp.accept(receiver, paymentId);
      await psp.answer(paymentId, attemptId, failure(1001));
      await psp.kassa.advance(`PT${minutes}M`);
    }
    const { attemptId } = await psp.accept(receiver, paymentId);
    await psp.kassa.advance("PT6M");
    expect(await stateOf(paymentId)).toBe("expired");
    expect((await psp.answer(paymentId, attemptId)).json.code).toBe("4011");
    expect((await psp.swipe(paymentId)).json.code).toBe("4011");
    expect(receiver.calls.at(-1)?.json.Code).toBe("100");
  });

  test("is what the integrator says, shorter or longer", async () => {
    const receiver = await useReceiver();
    const until = (duration: string) => ({
      validUntil: psp.kassa.house.now().add(Temporal.Duration.from(duration)).toString(),
    });
    const short = await psp.initiate(receiver, until("PT5M"));
    const long = await psp.initiate(receiver, until("PT48H"));
    await psp.kassa.advance("PT6M");
    expect((await psp.swipe(short)).json.code).toBe("4011");
    await psp.kassa.advance("PT47H");
    await psp.kassa.advance("PT30S");
    expect(await stateOf(long)).toBe("pending");
    const before = receiver.calls.length;
    expect((await psp.swipe(long)).http).toBe(200);
    await receiver.received(before + 1);
  });

  test("ends once: an answer in its last moment authorizes, or is refused and the integrator told", async () => {
    const receiver = await useReceiver();
    let expired = 0;
    for (let i = 0; i < 8; i++) {
      const validUntil = psp.kassa.house.now().add({ seconds: 30 }).toString();
      const { paymentId, attemptId } = await psp.accepted(receiver, { validUntil });
      const [answer] = await Promise.all([
        new Promise((resolve) => setTimeout(resolve, i * 3)).then(() => psp.answer(paymentId, attemptId)),
        psp.kassa.advance("PT31S"),
      ]);
      const isAuthorized = answer.http === 204;
      expect(await stateOf(paymentId)).toBe(isAuthorized ? "authorized" : "expired");
      expect(answer.json?.code).toBe(isAuthorized ? undefined : "4011");
      if (!isAuthorized) expired += 1;
      await vi.waitFor(() => expect(receiver.calls.filter(({ json }) => json.Code).length).toBe(expired));
    }
  });

  test("is a quarter of an hour longer when the bank wants to see the user", async () => {
    const receiver = await useReceiver();
    const { paymentId, attemptId } = await psp.accepted(receiver);
    await psp.kassa.advance("PT30M");
    await psp.answer(paymentId, attemptId, failure(1008, page));
    await psp.kassa.advance("PT14M");
    await psp.answer(paymentId, attemptId, failure(1009));
    expect((await psp.answer(paymentId, attemptId)).http).toBe(204);
    expect(await stateOf(paymentId)).toBe("authorized");

    const other = await psp.accepted(receiver);
    await psp.answer(other.paymentId, other.attemptId, failure(1008, page));
    await psp.kassa.advance("PT51M");
    expect(await stateOf(other.paymentId)).toBe("expired");
  });

  test("is a quarter of an hour longer for a checkout, once", async () => {
    const receiver = await useReceiver();
    const checkout = {
      isCheckout: true,
      addressCallbackUrl: `${receiver.url}/address`,
      deliveryAddressAllowed: true,
    };
    const paymentId = await psp.initiate(receiver, checkout);
    for (let i = 0; i < 2; i++) {
      const before = receiver.calls.length;
      await psp.swipe(paymentId);
      await receiver.received(before + 2);
      await psp.kassa.advance("PT20M");
    }
    const before = receiver.calls.length;
    expect((await psp.swipe(paymentId)).http).toBe(200);
    await receiver.received(before + 2);
    await psp.kassa.advance("PT11M");
    expect(await stateOf(paymentId)).toBe("expired");
  });
});

test("a reservation ends when its integrator says, can be prolonged, and what is left of it goes", async () => {
  const receiver = await useReceiver();
  const in_ = (days: number) => ({
    reservationExpireTimestamp: psp.kassa.house
      .now()
      .add({ hours: 24 * days })
      .toString(),
  });
  const [kept, prolonged, partly] = [
    await psp.authorized(receiver),
    await psp.authorized(receiver),
    await psp.authorized(receiver),
  ];
  for (const id of [kept, prolonged, partly]) await psp.ask("PATCH", `/api/v1/payments/${id}`, in_(7));
  await psp.report("capture", partly, { amount: 400 });
  await psp.kassa.advance("P6D");
  await psp.ask("PATCH", `/api/v1/payments/${prolonged}`, in_(7));
  await psp.kassa.advance("P2D");
  expect([await stateOf(kept), await stateOf(prolonged), await stateOf(partly)]).toEqual([
    "expired",
    "authorized",
    "captured",
  ]);
  expect((await psp.report("capture", prolonged)).http).toBe(200);
  expect((await psp.report("capture", kept)).http).toBe(409);
  expect((await psp.report("capture", partly, { amount: 600 })).http).toBe(409);
  expect((await psp.report("refund", partly, { amount: 400 })).http).toBe(200);
  // Whoever says nothing has 30 days.
  const silent = await psp.authorized(receiver);
  await psp.kassa.advance("P29D");
  expect(await stateOf(silent)).toBe("authorized");
  await psp.kassa.advance("P2D");
  expect(await stateOf(silent)).toBe("expired");
});

test("a card that has expired pays no more", async () => {
  const old = await openPsp();
  onTestFinished(() => old.kassa.close());
  const receiver = await useReceiver();
  await old.authorized(receiver);
  for (let year = 0; year < 5; year++) await old.kassa.advance("PT8760H");
  expect((await old.swipe(await old.initiate(receiver))).json.code).toBe("4041");
  expect((await old.swipe(await old.initiate(receiver), { phoneNumber: "+4520304050" })).http).toBe(200);
});

test("twelve months under an agreement, with a decline, a card that is replaced, and an end", async () => {
  const receiver = await useReceiver();
  const allowedCardTypes = ["DANKORT", "VISA-CREDIT"].map((name) => ({
    name,
    encryptedPanCallbackUrl: `${receiver.url}/pan`,
  }));
  const verification = { isAccountVerification: true, amount: 0, allowedCardTypes };
  const { agreementId } = await activated(psp, receiver, verification);
  const mandateOf = () => psp.kassa.reader.find(mandates, { id: agreementId });
  let last4 = "9992";
  const paid: string[] = [];

  for (let month = 1; month <= 12; month++) {
    await psp.kassa.advance("P30D");
    const name = `month-${month}`;
    const more = { amount: 4900, last4, pspReferenceId: name, merchantOrderId: name };
    const { json } = await charge(psp, agreementId, more);
    const { paymentId } = json;
    if (month === 4) {
      // No money today; three days later there is some.
      await answerCharge(psp, paymentId, failure(1001));
      await psp.kassa.advance("P3D");
    }
    if (month === 7) {
      // The bank has closed the card: the user takes another, and the charge goes on where it was.
      await answerCharge(psp, paymentId, failure(1003));
      const told = await chooseCard(psp, receiver, agreementId, "1111");
      expect(psp.decrypt(told.cardData)).toContain("4111111111111111");
      await answerCard(psp, agreementId, told.paymentId);
      last4 = "1111";
    }
    expect((await answerCharge(psp, paymentId)).http).toBe(200);
    expect((await psp.report("capture", paymentId, { amount: 4900, mit: true })).http).toBe(200);
    expect((await charge(psp, agreementId, more)).json).toEqual({ paymentId });
    paid.push(paymentId);
  }

  expect(new Set(paid).size).toBe(12);
  const states = await Promise.all(paid.map(stateOf));
  expect(states).toEqual(paid.map(() => "captured"));
  // Somebody who still knows the old card only is told so, once the user has to choose again.
  expect((await charge(psp, agreementId, { last4: "9992" })).json.code).toBe("2110");
  expect((await mandateOf())?.cardId).toBeNull();
  const told = await chooseCard(psp, receiver, agreementId, "1111");
  await answerCard(psp, agreementId, told.paymentId);
  expect((await charge(psp, agreementId, { last4: "1111" })).http).toBe(200);

  const user = await userOf(psp.kassa.house, phone);
  const before = receiver.calls.length;
  await psp.kassa.house.write((tx) => terminateMandate(tx, { id: agreementId, payerId: user?.id ?? "" }));
  await receiver.received(before + 1);
  expect(receiver.calls[before]?.json).toEqual({ agreementId, state: "Terminated" });
  expect((await charge(psp, agreementId, { last4: "1111" })).json.code).toBe("4030");
  expect((await psp.report("refund", paid[11] ?? "", { amount: 4900, mit: true })).http).toBe(200);
});
