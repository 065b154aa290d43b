import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { payments } from "../../../src/core/payments/index.ts";
import { walletAttempts } from "../../../src/core/wallet/index.ts";
import { reasonCodes } from "../../../src/dialects/mobilepay/reason-codes.ts";
import { type Receiver, useReceiver } from "../../support/receiver.ts";
import { type Fields, failure, nobody, openPsp, type Psp } from "./psp.ts";

let psp: Psp;
beforeAll(async () => {
  psp = await openPsp();
});
afterAll(() => psp.kassa.close());

const stateOf = async (id: string) => (await psp.kassa.reader.find(payments, { id }))?.state;
const attemptOf = (id: string) => psp.kassa.reader.find(walletAttempts, { id });

describe("the result of an authorization", () => {
  test("a success authorizes; the same again changes nothing, another word is too late", async () => {
    const { paymentId, attemptId } = await psp.accepted(await useReceiver());
    const acquirer = {
      acquirerVatNumber: "DK33749996",
      acquirerMerchantId: "12345",
      acquirerPaymentReference: "ref-1",
    };
    const { http, text } = await psp.answer(paymentId, attemptId, { succeeded: true, ...acquirer });
    expect([http, text]).toEqual([204, ""]);
    expect(await stateOf(paymentId)).toBe("authorized");
    expect((await attemptOf(attemptId))?.acquirer).toEqual(acquirer);
    expect((await psp.answer(paymentId, attemptId)).http).toBe(204);
    expect((await psp.answer(paymentId, attemptId, failure(1000))).json.code).toBe("4021");
    expect(await stateOf(paymentId)).toBe("authorized");
  });

  const failing = Object.entries(reasonCodes).filter(([, { verdict }]) => verdict === "failed");
  const codesOf = (isLast: boolean) =>
    failing.filter(([, { isFinal = false }]) => isFinal === isLast).map(([code]) => Number(code));

  test.each(codesOf(true))("%s ends the payment: nobody accepts again", async (code) => {
    const receiver = await useReceiver();
    const { paymentId, attemptId } = await psp.accepted(receiver);
    for (let i = 0; i < 2; i++)
      expect((await psp.answer(paymentId, attemptId, failure(code))).http).toBe(204);
    expect((await psp.swipe(paymentId)).json.code).toBe("4010");
    expect(await stateOf(paymentId)).toBe("voided");
    expect((await psp.call("PUT", `/api/v1/payments/${paymentId}/invalidate`)).http).toBe(200);
    expect((await psp.answer(paymentId, attemptId)).json.code).toBe("4021");
    expect(receiver.calls.length).toBe(1);
  });

  test.each(codesOf(false))("%s lets the user accept again", async (code) => {
    const receiver = await useReceiver();
    const { paymentId, attemptId } = await psp.accepted(receiver);
    const result = failure(code, { acquirerVatNumber: "DK20016175" });
    expect((await psp.answer(paymentId, attemptId, result)).http).toBe(204);
    expect((await psp.answer(paymentId, attemptId, result)).http).toBe(204);
    expect(await attemptOf(attemptId)).toMatchObject({
      state: "failed",
      reasonCode: code,
      reasonMessage: `because of ${code}`,
    });
    const again = await psp.accept(receiver, paymentId);
    expect(again.attemptId).not.toBe(attemptId);
    expect((await psp.answer(paymentId, again.attemptId)).http).toBe(204);
    expect((await psp.answer(paymentId, attemptId, result)).http).toBe(204);
    expect((await psp.answer(paymentId, attemptId)).json.code).toBe("4020");
  });

  test.each<[what: string, result: Fields, field: string]>([
    ["no success nor failure", {}, "succeeded"],
    ["text for a truth", { succeeded: "true" }, "succeeded"],
    ["a failure without its code", { succeeded: false, reasonMessage: "x" }, "reasonCode"],
    ["a failure without words", { succeeded: false, reasonCode: 1000 }, "reasonMessage"],
    ["a code that there is not", failure(1002), "reasonCode"],
    ["a code as text", { ...failure(1000), reasonCode: "1000" }, "reasonCode"],
    ["3-D Secure without its page", failure(1008), "threeDSecureUrl"],
    ["3-D Secure at no page", failure(1008, { threeDSecureUrl: "x" }), "threeDSecureUrl"],
  ])("%s is ill-formed", async (_what, result, field) => {
    const answer = await psp.send(
      "PATCH",
      `/api/v1/payments/${nobody}/authorizationattempts/${nobody}`,
      JSON.stringify(result),
    );
    expect([answer.http, Object.keys(answer.json.errors)]).toEqual([400, [field]]);
  });

  test("payments and attempts that nobody has, or that do not belong together, are not found", async () => {
    const receiver = await useReceiver();
    const one = await psp.accepted(receiver);
    const other = await psp.accepted(receiver);
    expect((await psp.answer(nobody, one.attemptId)).http).toBe(404);
    expect((await psp.answer(one.paymentId, nobody)).http).toBe(404);
    expect((await psp.answer(one.paymentId, other.attemptId)).http).toBe(404);
    expect((await psp.answer("x", one.attemptId)).http).toBe(400);
  });

  test("a success is refused once the payment has expired, or was invalidated", async () => {
    const receiver = await useReceiver();
    const { paymentId, attemptId } = await psp.accepted(receiver);
    await psp.kassa.advance("PT36M");
    const late = await psp.answer(paymentId, attemptId);
    expect([late.http, late.json.code]).toEqual([409, "4011"]);

    const second = await psp.accepted(receiver);
    await psp.answer(second.paymentId, second.attemptId, failure(1010));
    await psp.ask("PUT", `/api/v1/payments/${second.paymentId}/invalidate`);
    expect((await psp.answer(second.paymentId, second.attemptId)).json.code).toBe("4021");
  });
});

describe("3-D Secure", () => {
  const page = "https://psp.example.com/3ds";

  test("1008, then 1009, then a success, all of one attempt, with 15 minutes more", async () => {
    const { paymentId, attemptId } = await psp.accepted(await useReceiver());
    const before = await psp.kassa.reader.find(payments, { id: paymentId });
    const stepUp = failure(1008, { threeDSecureUrl: page });
    expect((await psp.answer(paymentId, attemptId, stepUp)).http).toBe(204);
    expect(await attemptOf(attemptId)).toMatchObject({ state: "step_up", challengeUrl: page });
    expect((await psp.answer(paymentId, attemptId, stepUp)).http).toBe(204);
    const after = await psp.kassa.reader.find(payments, { id: paymentId });
    const more = before && after?.expiresAt.since(before.expiresAt);
    expect(more?.total("minutes")).toBe(15);

    expect((await psp.answer(paymentId, attemptId, failure(1009))).http).toBe(204);
    expect((await psp.swipe(paymentId)).json.code).toBe("2101");
    expect((await psp.answer(paymentId, attemptId)).http).toBe(204);
    expect(await stateOf(paymentId)).toBe("authorized");
  });

  test("while the bank waits, the user may choose another card; the first attempt is replaced", async () => {
    const receiver = await useReceiver();
    const { paymentId, attemptId } = await psp.accepted(receiver);
    await psp.answer(paymentId, attemptId, failure(1008, { threeDSecureUrl: page }));
    const again = await psp.accept(receiver, paymentId);
    expect((await psp.answer(paymentId, attemptId)).json.code).toBe("4020");
    expect((await psp.answer(paymentId, again.attemptId)).http).toBe(204);
  });

  test("a challenge that fails ends with 1000, and the user may choose another card", async () => {
    const receiver = await useReceiver();
    const { paymentId, attemptId } = await psp.accepted(receiver);
    await psp.answer(paymentId, attemptId, failure(1008, { threeDSecureUrl: page }));
    await psp.answer(paymentId, attemptId, failure(1000));
    expect(await attemptOf(attemptId)).toMatchObject({ state: "failed", challengeUrl: null });
    await psp.accept(receiver, paymentId);
  });

  test("1009 needs a 1008 before it", async () => {
    const { paymentId, attemptId } = await psp.accepted(await useReceiver());
    expect((await psp.answer(paymentId, attemptId, failure(1009))).json.code).toBe("4021");
  });
});

describe("updating", () => {
  const path = (id: string) => `/api/v1/payments/${id}`;

  test("the user's return can be changed, and is told as changed", async () => {
    const paymentId = await psp.initiate(await useReceiver());
    const redirectFromMobilePayUrl = "https://gedekid.example.com/thanks";
    const { http, text } = await psp.call("PATCH", path(paymentId), { redirectFromMobilePayUrl });
    expect([http, text]).toEqual([204, ""]);
    expect(await psp.ask("GET", `/api/v3/payments/${paymentId}`)).toMatchObject({ redirectFromMobilePayUrl });
    await psp.ask("PATCH", path(paymentId), {});
    expect(await psp.ask("GET", `/api/v3/payments/${paymentId}`)).toMatchObject({ redirectFromMobilePayUrl });
  });

  test.each(["before", "after"])("how long the reservation holds, told %s the success", async (when) => {
    const { paymentId, attemptId } = await psp.accepted(await useReceiver());
    const until = psp.kassa.house.now().add({ hours: 24 * 7 });
    const tell = () => psp.ask("PATCH", path(paymentId), { reservationExpireTimestamp: until.toString() });
    if (when === "before") await tell();
    await psp.answer(paymentId, attemptId);
    if (when === "after") await tell();
    const payment = await psp.kassa.reader.find(payments, { id: paymentId });
    expect(payment?.expiresAt.epochMilliseconds).toBe(until.epochMilliseconds);
  });

  test("what is over, or of another age, is refused; what is no time is ill-formed", async () => {
    const paymentId = await psp.initiate(await useReceiver());
    for (const reservationExpireTimestamp of ["1999-01-01T00:00:00Z", "9999-01-01T00:00:00Z"]) {
      const { http, json } = await psp.call("PATCH", path(paymentId), { reservationExpireTimestamp });
      expect([http, json.code]).toEqual([409, "4005"]);
    }
    const { json } = await psp.call("PATCH", path(paymentId), { reservationExpireTimestamp: "soon" });
    expect(Object.keys(json.errors)).toEqual(["reservationExpireTimestamp"]);
    expect((await psp.call("PATCH", path(nobody), {})).http).toBe(404);
    expect((await psp.call("GET", `/api/v3/payments/${nobody}`)).http).toBe(404);
  });
});

describe("invalidating", () => {
  const invalidate = (id: string) => psp.call("PUT", `/api/v1/payments/${id}/invalidate`);

  test("before any callback: nobody can be asked any more, and nobody is told", async () => {
    const receiver = await useReceiver();
    const paymentId = await psp.initiate(receiver);
    const { http, text } = await invalidate(paymentId);
    expect([http, text]).toEqual([200, ""]);
    expect((await invalidate(paymentId)).http).toBe(200);
    expect((await psp.swipe(paymentId)).json.code).toBe("4010");
    expect(receiver.calls).toEqual([]);
  });

  test("2101 while an attempt is open, also in 3-D Secure; after 1010 it is done", async () => {
    const { paymentId, attemptId } = await psp.accepted(await useReceiver());
    expect((await invalidate(paymentId)).json.code).toBe("2101");
    await psp.answer(paymentId, attemptId, failure(1008, { threeDSecureUrl: "https://psp.example.com" }));
    expect((await invalidate(paymentId)).json.code).toBe("2101");
    await psp.answer(paymentId, attemptId, failure(1010));
    expect((await invalidate(paymentId)).http).toBe(200);
    expect(await stateOf(paymentId)).toBe("voided");
  });

  test("2100 once an attempt has succeeded", async () => {
    const paymentId = await psp.authorized(await useReceiver());
    expect((await invalidate(paymentId)).json.code).toBe("2100");
    await psp.report("capture", paymentId);
    expect((await invalidate(paymentId)).json.code).toBe("2100");
  });

  test("after a failed attempt it is done, and what nobody has is not found", async () => {
    const { paymentId, attemptId } = await psp.accepted(await useReceiver());
    await psp.answer(paymentId, attemptId, failure(1001));
    expect((await invalidate(paymentId)).http).toBe(200);
    expect((await invalidate(nobody)).http).toBe(404);
  });
});

describe("captures, cancels and refunds", () => {
  let receiver: Receiver;
  const authorized = async (more: Fields = {}) => {
    receiver = await useReceiver();
    return psp.authorized(receiver, more);
  };

  test("parts are captured, cancelled and refunded up to what there is", async () => {
    const id = await authorized();
    expect((await psp.report("capture", id, { amount: 300 })).json).toEqual({
      captureId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect((await psp.report("capture", id, { amount: 200 })).http).toBe(200);
    expect((await psp.report("capture", id, { amount: 501 })).json.code).toBe("4015");
    expect((await psp.report("cancel", id, { amount: 501 })).json.code).toBe("4015");
    expect((await psp.report("cancel", id, { amount: 400 })).json).toHaveProperty("cancelId");
    expect((await psp.report("capture", id, { amount: 101 })).json.code).toBe("4015");
    expect((await psp.report("capture", id, { amount: 100 })).http).toBe(200);
    expect((await psp.report("capture", id, { amount: 1 })).json.code).toBe("4012");
    expect((await psp.report("cancel", id, { amount: 1 })).json.code).toBe("4013");
    expect((await psp.report("refund", id, { amount: 601 })).json.code).toBe("4016");
    expect((await psp.report("refund", id, { amount: 250 })).json).toHaveProperty("refundId");
    expect((await psp.report("refund", id, { amount: 351 })).json.code).toBe("4016");
    expect((await psp.report("refund", id, { amount: 350 })).http).toBe(200);
    expect((await psp.report("refund", id, { amount: 1 })).json.code).toBe("4016");
    expect(await stateOf(id)).toBe("refunded");
  });

  test.each(["capture", "cancel", "refund"] as const)(
    "the same %s again has the same id; with another amount it is 4007",
    async (kind) => {
      const id = await authorized();
      if (kind === "refund") await psp.report("capture", id);
      const told = { amount: 400, identifier: psp.name("same"), timestamp: psp.now() };
      const first = await psp.report(kind, id, told);
      const again = await psp.report(kind, id, told);
      expect([again.http, again.json]).toEqual([200, first.json]);
      expect((await psp.report(kind, id, { ...told, amount: 401 })).json.code).toBe("4007");
      const payment = await psp.kassa.reader.find(payments, { id });
      const moved = {
        capture: payment?.captured,
        cancel: 1000n - (payment?.authorized ?? 0n),
        refund: payment?.refunded,
      };
      expect(moved[kind]).toBe(400n);
    },
  );

  test("many of the same at once are one; the same identifier is free in other payments and kinds", async () => {
    const id = await authorized();
    const identifier = psp.name("at-once");
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => psp.report("capture", id, { amount: 500, identifier })),
    );
    expect(new Set(answers.map(({ json }) => json.captureId)).size).toBe(1);
    expect((await psp.report("cancel", id, { amount: 100, identifier })).http).toBe(200);
    expect((await psp.report("refund", id, { amount: 100, identifier })).http).toBe(200);
    expect((await psp.report("capture", await authorized(), { identifier })).http).toBe(200);
  });

  test("without an authorization there is nothing to report on", async () => {
    const id = await psp.initiate(await useReceiver());
    const codes = [];
    for (const kind of ["capture", "cancel", "refund"] as const)
      codes.push((await psp.report(kind, id)).json.code);
    expect(codes).toEqual(["4012", "4013", "4014"]);
    const held = await authorized();
    expect((await psp.report("refund", held)).json.code).toBe("4014");
    for (const kind of ["capture", "cancel", "refund"] as const)
      expect((await psp.report(kind, nobody)).http).toBe(404);
  });

  test("all cancelled, all is over", async () => {
    const id = await authorized();
    expect((await psp.report("cancel", id)).http).toBe(200);
    expect(await stateOf(id)).toBe("voided");
    expect((await psp.report("capture", id)).json.code).toBe("4012");
  });

  test("a capture that names the attempt stands in for a result that was lost", async () => {
    const { paymentId, attemptId } = await psp.accepted(await useReceiver());
    expect((await psp.report("capture", paymentId, { authorizationAttemptId: nobody })).json.code).toBe(
      "4022",
    );
    const answer = await psp.report("capture", paymentId, { amount: 600, authorizationAttemptId: attemptId });
    expect(answer.http).toBe(200);
    expect(await attemptOf(attemptId)).toMatchObject({ state: "succeeded" });
    expect(
      (await psp.report("capture", paymentId, { amount: 400, authorizationAttemptId: attemptId })).http,
    ).toBe(200);
    expect((await psp.answer(paymentId, attemptId)).http).toBe(204);
    expect(await stateOf(paymentId)).toBe("captured");
  });

  test("with autoCapture the success captures", async () => {
    const id = await authorized({ autoCapture: true });
    expect(await stateOf(id)).toBe("captured");
    expect((await psp.report("capture", id)).json.code).toBe("4012");
    expect((await psp.report("refund", id, { amount: 400 })).http).toBe(200);
  });

  test("a reservation that is over cannot be captured", async () => {
    const id = await authorized();
    const soon = psp.kassa.house.now().add({ hours: 24 }).toString();
    await psp.ask("PATCH", `/api/v1/payments/${id}`, { reservationExpireTimestamp: soon });
    await psp.kassa.advance("P2D");
    const { http, json } = await psp.report("capture", id);
    expect([http, ["4011", "4012"].includes(json.code)]).toEqual([409, true]);
    expect(await stateOf(id)).toBe("expired");
  });

  test.each([0, -1])("an amount of %s is 4003", async (amount) => {
    for (const kind of ["capture", "cancel", "refund"] as const)
      expect((await psp.report(kind, nobody, { amount })).json.code).toBe("4003");
  });

  test("times: seven decimals and offsets are taken, other ages are 4005", async () => {
    const id = await authorized();
    const year = psp.now().slice(0, 4);
    for (const timestamp of [`${year}-06-01T10:00:00.1234567Z`, `${year}-06-01T10:00:00+02:00`])
      expect((await psp.report("capture", id, { amount: 10, timestamp })).http).toBe(200);
    for (const timestamp of ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
      expect((await psp.report("capture", id, { amount: 10, timestamp })).json.code).toBe("4005");
  });

  test.each<[more: Fields, field: string]>([
    [{ amount: "10" }, "amount"],
    [{ amount: 1.5 }, "amount"],
    [{ amount: null }, "amount"],
    [{ captureIdentifier: "" }, "captureIdentifier"],
    [{ timestamp: null }, "timestamp"],
    [{ timestamp: "yesterday" }, "timestamp"],
    [{ authorizationAttemptId: "x" }, "authorizationAttemptId"],
  ])("%s is ill-formed", async (more, field) => {
    const { http, json } = await psp.report("capture", nobody, more as never);
    expect([http, Object.keys(json.errors)]).toEqual([400, [field]]);
  });

  test("the books are in balance", async () => {
    expect(await psp.kassa.problems()).toEqual([]);
  });
});

describe("users", () => {
  test("a phone that belongs to nobody is 4040", async () => {
    const paymentId = await psp.initiate(await useReceiver());
    for (const phoneNumber of ["+12025550123", "nonsense", "+45"]) {
      const { http, json } = await psp.swipe(paymentId, { phoneNumber });
      expect([phoneNumber, http, json.code]).toEqual([phoneNumber, 409, "4040"]);
    }
    expect((await psp.swipe(nobody)).http).toBe(404);
    expect((await psp.swipe(paymentId, { phoneNumber: null })).http).toBe(400);
    expect((await psp.swipe(paymentId, { lastFourDigits: "12345" })).http).toBe(400);
  });

  test("a phone is known however it is written", async () => {
    const receiver = await useReceiver();
    for (const phoneNumber of ["+4520020050", "004520020050", "20020050", "+45 20 02 00 50"])
      await psp.accept(receiver, await psp.initiate(receiver), { phoneNumber });
    const [row] = await psp.kassa.reader.query<{ count: number }>(
      "select count(*)::int as count from payers where reference like '+4520020050%'",
    );
    expect(row?.count).toBe(1);
  });

  test.each([
    ["+4510000017", 18, "4042"],
    ["+4510000018", 18, undefined],
    ["+4510000040", 150, "4042"],
    ["+35810000015", 15, undefined],
  ])("%s, where users must be %s: %s", async (phoneNumber, minimumMobilePayUserAge, code) => {
    const paymentId = await psp.initiate(await useReceiver(), { minimumMobilePayUserAge });
    expect((await psp.swipe(paymentId, { phoneNumber })).json?.code).toBe(code);
  });

  test("who swipes twice at once is asked for once", async () => {
    const receiver = await useReceiver();
    const paymentId = await psp.initiate(receiver);
    const answers = await Promise.all(Array.from({ length: 5 }, () => psp.swipe(paymentId)));
    expect(answers.map(({ http }) => http).toSorted()).toEqual([200, 409, 409, 409, 409]);
    await receiver.received(1);
    await psp.kassa.advance("PT3S");
    expect(receiver.calls).toHaveLength(1);
  });

  test("somebody else may take a payment over, but not while an attempt is under way", async () => {
    const receiver = await useReceiver();
    const { paymentId, attemptId } = await psp.accepted(receiver);
    const other = { phoneNumber: "+4587654321" };
    expect((await psp.swipe(paymentId, other)).json.code).toBe("2101");
    await psp.answer(paymentId, attemptId, failure(1000));
    await psp.accept(receiver, paymentId, other);
  });

  test("a card that is removed between is not charged", async () => {
    const receiver = await useReceiver();
    const phoneNumber = "+4533445566";
    await psp.accept(receiver, await psp.initiate(receiver), { phoneNumber });
    await psp.kassa.reader.query(
      `update cards set state = 'inactive' where payer_id = (select id from payers where reference = '${phoneNumber}')`,
    );
    const { json } = await psp.swipe(await psp.initiate(receiver), { phoneNumber });
    expect(json.code).toBe("4041");
  });
});
