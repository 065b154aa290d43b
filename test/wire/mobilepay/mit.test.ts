import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { payments } from "../../../src/core/payments/index.ts";
import { mandates } from "../../../src/core/wallet/index.ts";
import { type Receiver, useReceiver } from "../../support/receiver.ts";
import { type Fields, failure, nobody, openPsp, type Psp } from "./psp.ts";
import { activated, answerCard, answerCharge, charge, chooseCard, recurring } from "./recurring.ts";

let psp: Psp;
beforeAll(async () => {
  psp = await openPsp();
});
afterAll(() => psp.kassa.close());

const stateOf = async (id: string) => (await psp.kassa.reader.find(payments, { id }))?.state;

async function agreed(): Promise<{ agreementId: string; receiver: Receiver }> {
  const receiver = await useReceiver();
  const allowedCardTypes = ["DANKORT", "MC-DEBIT"].map((name) => ({
    name,
    encryptedPanCallbackUrl: `${receiver.url}/pan`,
  }));
  const { agreementId } = await activated(psp, receiver, { allowedCardTypes });
  return { agreementId, receiver };
}

describe("a charge under an agreement", () => {
  test("is initiated, told in detail, answered, captured, cancelled and refunded", async () => {
    const { agreementId } = await agreed();
    const order = {
      merchantOrderId: psp.name("order"),
      pspReferenceId: psp.name("psp"),
      currencyCode: "208",
    };
    const { http, json } = await charge(psp, agreementId, order);
    expect([http, Object.keys(json)]).toEqual([200, ["paymentId"]]);
    const { paymentId } = json;
    const details = `${recurring}/payments/merchant-initiated/payments/${paymentId}/details`;
    expect(await psp.ask("GET", details)).toEqual({
      merchantId: psp.account.merchantId,
      merchantName: "Gedekid og Smoothies",
      merchantLogoUrl: "https://no-logo.png",
      merchantUrl: "https://gedekid.example.com",
      amount: 1000,
      ...order,
      currencyCode: "DKK",
      allowedCardTypes: ["DANKORT", "MC-DEBIT"],
    });
    expect((await psp.report("capture", paymentId, { mit: true })).json.code).toBe("4012");
    const answered = await answerCharge(psp, paymentId);
    expect([answered.http, answered.text]).toEqual([200, ""]);
    expect((await answerCharge(psp, paymentId)).http).toBe(200);
    expect((await answerCharge(psp, paymentId, failure(1000))).json.code).toBe("4021");
    const capture = { amount: 700, identifier: psp.name("capture"), mit: true };
    const first = await psp.report("capture", paymentId, capture);
    expect(first.json).toHaveProperty("captureId");
    expect((await psp.report("capture", paymentId, capture)).json).toEqual(first.json);
    expect((await psp.report("capture", paymentId, { ...capture, amount: 1 })).json.code).toBe("4007");
    expect((await psp.report("cancel", paymentId, { amount: 301, mit: true })).json.code).toBe("4015");
    expect((await psp.report("cancel", paymentId, { amount: 300, mit: true })).json).toHaveProperty(
      "cancelId",
    );
    expect((await psp.report("refund", paymentId, { amount: 701, mit: true })).json.code).toBe("4016");
    expect((await psp.report("refund", paymentId, { amount: 700, mit: true })).json).toHaveProperty(
      "refundId",
    );
  });

  test("has no callback", async () => {
    const { agreementId, receiver } = await agreed();
    const before = receiver.calls.length;
    const { json } = await charge(psp, agreementId);
    await answerCharge(psp, json.paymentId, failure(1001));
    await psp.kassa.advance("PT1H");
    expect(receiver.calls).toHaveLength(before);
  });

  test.each([1000, 1001, 1008, 2002, 3000])(
    "that failed with %s is tried again on the same id",
    async (code) => {
      const { agreementId } = await agreed();
      const { json } = await charge(psp, agreementId);
      expect((await answerCharge(psp, json.paymentId, failure(code))).http).toBe(200);
      expect((await answerCharge(psp, json.paymentId, failure(code))).http).toBe(200);
      expect(await stateOf(json.paymentId)).toBe("declined");
      await psp.kassa.advance("P3D");
      expect((await answerCharge(psp, json.paymentId)).http).toBe(200);
      expect(await stateOf(json.paymentId)).toBe("authorized");
      expect((await psp.report("capture", json.paymentId, { mit: true })).http).toBe(200);
    },
  );

  test("keeps what is told of its failure, and of who charged the card", async () => {
    const { agreementId } = await agreed();
    const { paymentId } = (await charge(psp, agreementId)).json;
    await answerCharge(psp, paymentId, failure(1001, { acquirerVatNumber: "DK20016175" }));
    expect(await psp.kassa.reader.find(payments, { id: paymentId })).toMatchObject({
      instrument: { declined: { code: "1001", message: "because of 1001" } },
      details: { additional: { acquirerVatNumber: "DK20016175" } },
    });
  });

  test("captures itself when it is told to", async () => {
    const { agreementId } = await agreed();
    const { json } = await charge(psp, agreementId, { autoCapture: true });
    await answerCharge(psp, json.paymentId);
    expect(await stateOf(json.paymentId)).toBe("captured");
  });

  test("the same again is the same; other content is 4000; orders may have as many as they like", async () => {
    const { agreementId } = await agreed();
    const more = { pspReferenceId: psp.name("psp"), merchantOrderId: psp.name("order") };
    const { json } = await charge(psp, agreementId, more);
    expect((await charge(psp, agreementId, more)).json).toEqual(json);
    const merchantLogoUrl = "https://gedekid.example.com/new.png";
    await psp.call("PATCH", `/api/v3/recurring/${agreementId}`, { merchantLogoUrl });
    expect((await charge(psp, agreementId, more)).json).toEqual(json);
    expect((await charge(psp, agreementId, { ...more, amount: 1 })).json.code).toBe("4000");
    const { merchantOrderId } = more;
    for (let i = 0; i < 4; i++) expect((await charge(psp, agreementId, { merchantOrderId })).http).toBe(200);
  });

  test.each<[more: Fields, code: string]>([
    [{ amount: 0 }, "4003"],
    [{ currencyCode: "CHF" }, "2050"],
  ])("%j is %s", async (more, code) => {
    const { agreementId } = await agreed();
    expect((await charge(psp, agreementId, more)).json.code).toBe(code);
  });

  test.each<[more: Fields, field: string]>([
    [{ last4: "999" }, "last4"],
    [{ last4: 9992 }, "last4"],
    [{ last4: null }, "last4"],
    [{ amount: null }, "amount"],
    [{ merchantOrderId: "" }, "merchantOrderId"],
    [{ merchantUrl: null }, "merchantUrl"],
    [{ pspReferenceId: null }, "pspReferenceId"],
  ])("%j is ill-formed", async (more, field) => {
    const { http, json } = await charge(psp, nobody, more);
    expect([http, Object.keys(json.errors)]).toEqual([400, [field]]);
  });
});

describe("another card than the integrator knows", () => {
  test("is 2110, until the user has chosen one that the integrator has confirmed", async () => {
    const { agreementId, receiver } = await agreed();
    const more = { pspReferenceId: psp.name("psp"), last4: "1234" };
    const refused = await charge(psp, agreementId, more);
    expect([refused.http, refused.json.code]).toEqual([409, "2110"]);
    expect((await psp.kassa.reader.find(mandates, { id: agreementId }))?.cardId).toBeNull();
    expect((await charge(psp, agreementId, { ...more, last4: "9992" })).json.code).toBe("2110");
    const told = await chooseCard(psp, receiver, agreementId, "8031");
    expect((await charge(psp, agreementId, { ...more, last4: "8031" })).json.code).toBe("2110");
    await answerCard(psp, agreementId, told.paymentId);
    const { http, json } = await charge(psp, agreementId, { ...more, last4: "8031" });
    expect(http).toBe(200);
    expect((await answerCharge(psp, json.paymentId)).http).toBe(200);
  });
});

test("what nobody has, and what is of the other kind, is not found", async () => {
  const { agreementId, receiver } = await agreed();
  const { json } = await charge(psp, agreementId);
  const ordinary = await psp.authorized(receiver);
  for (const id of [nobody, ordinary]) {
    expect((await answerCharge(psp, id)).http).toBe(404);
    const details = `${recurring}/payments/merchant-initiated/payments/${id}/details`;
    expect((await psp.call("GET", details)).http).toBe(404);
    for (const kind of ["capture", "cancel", "refund"] as const)
      expect((await psp.report(kind, id, { mit: true })).http).toBe(404);
  }
  expect((await psp.call("GET", `/api/v3/payments/${json.paymentId}`)).http).toBe(404);
  expect((await psp.report("capture", json.paymentId)).http).toBe(404);
  expect((await psp.swipe(json.paymentId)).http).toBe(404);
  expect((await charge(psp, nobody)).http).toBe(404);
  expect((await psp.call("POST", `${recurring}/payments/merchant-initiated`, {})).http).toBe(400);
});

test("a result without its reason is ill-formed", async () => {
  for (const [result, fields] of [
    [{}, ["succeeded"]],
    [{ succeeded: false }, ["reasonCode", "reasonMessage"]],
    [failure(4711), ["reasonCode"]],
  ] as const) {
    const { http, json } = await answerCharge(psp, nobody, result);
    expect([http, Object.keys(json.errors)]).toEqual([400, fields]);
  }
});

test("the books are in balance", async () => {
  expect(await psp.kassa.problems()).toEqual([]);
});
