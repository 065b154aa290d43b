import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mandates, terminateMandate } from "../../../src/core/wallet/index.ts";
import { userOf } from "../../../src/dialects/mobilepay/users.ts";
import { status, useReceiver } from "../../support/receiver.ts";
import { type Fields, failure, merchantSheet, nobody, openPsp, type Psp, phone } from "./psp.ts";
import {
  activated,
  agreementSheet,
  answerCard,
  charge,
  chooseCard,
  initiateCit,
  propose,
  recurring,
} from "./recurring.ts";

let psp: Psp;
beforeAll(async () => {
  psp = await openPsp();
});
afterAll(() => psp.kassa.close());

const stateOf = async (id: string) => (await psp.kassa.reader.find(mandates, { id }))?.state;

async function terminateByUser(agreementId: string) {
  const user = await userOf(psp.kassa.house, phone);
  await psp.kassa.house.write((tx) => terminateMandate(tx, { id: agreementId, payerId: user?.id ?? "" }));
}

describe("an agreement", () => {
  test("is told back as proposed, and changed where something is given", async () => {
    const sheet = agreementSheet(psp, { url: "https://psp.example.com" });
    const { recurringAgreementId } = await psp.ask("POST", recurring, sheet);
    const told = {
      recurringAgreementId,
      ...sheet,
      selfServiceUrl: null,
      accountVerificationPaymentId: null,
    };
    const path = `${recurring}/${recurringAgreementId}`;
    expect(await psp.ask("GET", path)).toEqual(told);
    const changes = {
      merchantLogoUrl: "https://gedekid.example.com/logo.png",
      selfServiceUrl: "https://gedekid.example.com/me",
      updateCardCallbackUrl: "https://psp.example.com/other",
    };
    const { http, text } = await psp.call("PATCH", path, {
      ...changes,
      merchantWebsiteUrl: null,
      allowedCardTypes: [{ name: "MC-DEBIT", encryptedPanCallbackUrl: "https://psp.example.com" }],
    });
    expect([http, text]).toEqual([204, ""]);
    expect(await psp.ask("GET", path)).toEqual({ ...told, ...changes });
    await psp.ask("PATCH", path, {});
    expect(await psp.ask("GET", path)).toEqual({ ...told, ...changes });
    for (const [allowedCardTypes, code] of [
      [[], "2030"],
      [[{ name: "AMEX", encryptedPanCallbackUrl: "https://psp.example.com" }], "2040"],
    ])
      expect((await psp.call("PATCH", path, { allowedCardTypes })).json.code).toBe(code);
  });

  test.each([
    "externalAgreementId",
    "merchantId",
    "merchantLogoUrl",
    "merchantName",
    "merchantWebsiteUrl",
    "recurringAgreementCallbackUrl",
    "updateCardCallbackUrl",
  ])("lacks its %s", async (field) => {
    const sheet = agreementSheet(psp, { url: "https://psp.example.com" }, { [field]: null });
    const { http, json } = await psp.call("POST", recurring, sheet);
    expect([http, Object.keys(json.errors)]).toEqual([400, [field]]);
  });

  test("is refused for merchants that are not there, or deleted", async () => {
    const refused = async (merchantId: string) =>
      (await psp.call("POST", recurring, agreementSheet(psp, { url: "https://x.dk" }, { merchantId }))).json
        .code;
    expect(await refused(nobody)).toBe("2000");
    const { merchantId } = await psp.ask("POST", "/api/v1/merchants", merchantSheet());
    await psp.ask("DELETE", `/api/v1/merchants/${merchantId}`);
    expect(await refused(merchantId)).toBe("2020");
  });

  test("that nobody has is not found", async () => {
    expect((await psp.call("GET", `${recurring}/${nobody}`)).http).toBe(404);
    expect((await psp.call("PATCH", `${recurring}/${nobody}`, {})).http).toBe(404);
    expect((await psp.call("DELETE", `${recurring}?agreementId=${nobody}`)).http).toBe(404);
    expect((await psp.call("DELETE", recurring)).json.errors).toEqual({
      agreementId: ["The agreementId field is required."],
    });
    expect((await psp.call("DELETE", `${recurring}?agreementId=1`)).http).toBe(400);
    expect((await initiateCit(psp, nobody, { url: "https://x.dk" })).http).toBe(404);
  });

  test("is activated by its first payment, and its integrator is told", async () => {
    const receiver = await useReceiver();
    const { agreementId, paymentId, callback } = await activated(psp, receiver);
    expect(callback).toMatchObject({ PaymentId: paymentId, AgreementId: agreementId, CardType: "DANKORT" });
    expect(receiver.calls.map(({ path, json }) => [path, json]).at(-1)).toEqual([
      "/callback/agreement",
      { agreementId, state: "Activated" },
    ]);
    expect(await stateOf(agreementId)).toBe("active");
    expect((await psp.report("capture", paymentId)).http).toBe(200);
    const told = await psp.ask("GET", `/api/v3/payments/${paymentId}`);
    expect(told).toMatchObject({ merchantId: psp.account.merchantId, merchantName: "Gedekid og Smoothies" });
    // Another payment on it does not activate it once more.
    const { json } = await initiateCit(psp, agreementId, receiver);
    const { attemptId } = await psp.accept(receiver, json.paymentId);
    await psp.answer(json.paymentId, attemptId);
    expect(receiver.calls.filter(({ path }) => path.endsWith("/agreement"))).toHaveLength(1);
  });

  test("carries its id in camel case with a token", async () => {
    const receiver = await useReceiver();
    const { url } = receiver;
    const allowedCardTypes = [
      { name: "VISA-DEBIT", encryptedPanCallbackUrl: `${url}/pan`, tokenCallbackUrl: `${url}/token` },
    ];
    const { agreementId, callback } = await activated(psp, receiver, { allowedCardTypes });
    expect(callback).toMatchObject({ agreementId, tokenMethod: "VTS" });
  });

  test("stays proposed when the first payment fails", async () => {
    const receiver = await useReceiver();
    const agreementId = await propose(psp, receiver);
    const { json } = await initiateCit(psp, agreementId, receiver);
    const { attemptId } = await psp.accept(receiver, json.paymentId);
    await psp.answer(json.paymentId, attemptId, failure(1001));
    expect(await stateOf(agreementId)).toBe("proposed");
    const { json: refused } = await charge(psp, agreementId);
    expect(refused.code).toBe("4030");
  });
});

describe("account verification", () => {
  const verifies = { isAccountVerification: true };

  test.each([0, 100])("of %s activates, and is named by the agreement", async (amount) => {
    const receiver = await useReceiver();
    const { agreementId, paymentId } = await activated(psp, receiver, { ...verifies, amount });
    expect(await psp.ask("GET", `${recurring}/${agreementId}`)).toMatchObject({
      accountVerificationPaymentId: paymentId,
    });
    expect((await charge(psp, agreementId)).http).toBe(200);
  });

  test.each<[amount: number, more: Fields, code: string]>([
    [101, verifies, "4004"],
    [-1, verifies, "4004"],
    [0, {}, "4003"],
    [0, { isAccountVerification: false }, "4003"],
  ])("of %s with %j is %s", async (amount, more, code) => {
    const agreementId = await propose(psp, { url: "https://x.dk" });
    const { http, json } = await initiateCit(psp, agreementId, { url: "https://x.dk" }, { ...more, amount });
    expect([http, json.code]).toEqual([409, code]);
  });
});

describe("a customer-initiated payment", () => {
  const at = { url: "https://psp.example.com" };

  test("is initiated like any: the same again is the same, other content is 4000, a fourth of an order 4001", async () => {
    const agreementId = await propose(psp, at);
    const more = { pspReferenceId: psp.name("psp"), merchantOrderId: psp.name("order") };
    const { json } = await initiateCit(psp, agreementId, at, more);
    expect(json).toEqual({
      paymentId: expect.any(String),
      redirectToMobilePayUrl: expect.stringContaining(`id=${json.paymentId}&version=2`),
      redirectToMobilePayAppUrl: `mobilepayonline://online?paymentid=${json.paymentId}`,
    });
    expect((await initiateCit(psp, agreementId, at, more)).json).toEqual(json);
    expect((await initiateCit(psp, agreementId, at, { ...more, amount: 5 })).json.code).toBe("4000");
    const another = await propose(psp, at);
    expect((await initiateCit(psp, another, at, more)).json.code).toBe("4000");
    const { merchantOrderId } = more;
    for (let i = 0; i < 2; i++) await initiateCit(psp, agreementId, at, { merchantOrderId });
    expect((await initiateCit(psp, agreementId, at, { merchantOrderId })).json.code).toBe("4001");
  });

  test.each<[more: Fields, code: string]>([
    [{ allowedCardTypes: [] }, "2030"],
    [{ allowedCardTypes: [{ name: "X", encryptedPanCallbackUrl: at.url }] }, "2040"],
    [{ currencyCode: "XXX" }, "2050"],
    [{ publicKeyId: 77 }, "4002"],
    [{ validUntil: "2001-01-01T00:00:00Z" }, "4005"],
  ])("%j is %s", async (more, code) => {
    const agreementId = await propose(psp, at);
    expect((await initiateCit(psp, agreementId, at, more)).json.code).toBe(code);
  });
});

test("a capture that names the attempt activates the agreement too, and its integrator is told", async () => {
  const receiver = await useReceiver();
  const agreementId = await propose(psp, receiver);
  const { paymentId } = (await initiateCit(psp, agreementId, receiver)).json;
  const { attemptId } = await psp.accept(receiver, paymentId);
  const before = receiver.calls.length;
  expect((await psp.report("capture", paymentId, { authorizationAttemptId: attemptId })).http).toBe(200);
  await receiver.received(before + 1);
  expect(receiver.calls.at(-1)?.json).toEqual({ agreementId, state: "Activated" });
  expect((await charge(psp, agreementId)).http).toBe(200);
});

describe("terminating", () => {
  test("by the integrator: at once, and nobody is told", async () => {
    const receiver = await useReceiver();
    const { agreementId } = await activated(psp, receiver);
    const terminate = () => psp.call("DELETE", `${recurring}?agreementId=${agreementId}`);
    const { http, text } = await terminate();
    expect([http, text]).toEqual([200, ""]);
    expect((await terminate()).http).toBe(200);
    expect(await stateOf(agreementId)).toBe("terminated");
    expect((await charge(psp, agreementId)).json.code).toBe("4030");
    expect((await initiateCit(psp, agreementId, receiver)).json.code).toBe("4031");
    expect((await psp.call("PATCH", `${recurring}/${agreementId}`, {})).json.code).toBe("4031");
    expect(receiver.calls.filter(({ json }) => json.state === "Terminated")).toEqual([]);
  });

  test("before its first payment is approved: nobody can approve it any more", async () => {
    const receiver = await useReceiver();
    const agreementId = await propose(psp, receiver);
    const { json } = await initiateCit(psp, agreementId, receiver);
    await psp.ask("DELETE", `${recurring}?agreementId=${agreementId}`);
    expect((await psp.swipe(json.paymentId)).json.code).toBe("4010");
    expect(receiver.calls).toEqual([]);
  });

  test("by the user: the integrator is told, and it is over whatever that answers", async () => {
    const receiver = await useReceiver();
    const { agreementId } = await activated(psp, receiver);
    const before = receiver.calls.length;
    receiver.answer = status(500);
    await terminateByUser(agreementId);
    await receiver.received(before + 1);
    expect(receiver.calls[before]?.json).toEqual({ agreementId, state: "Terminated" });
    expect(await stateOf(agreementId)).toBe("terminated");
  });
});

describe("another card", () => {
  test("is told by its number, encrypted, and taken once the integrator confirms it", async () => {
    const receiver = await useReceiver();
    const types = ["DANKORT", "VISA-CREDIT"];
    const allowedCardTypes = types.map((name) => ({ name, encryptedPanCallbackUrl: `${receiver.url}/pan` }));
    const { agreementId } = await activated(psp, receiver, { allowedCardTypes });
    const told = await chooseCard(psp, receiver, agreementId, "1111");
    expect(receiver.calls.at(-1)?.path).toBe("/callback/card");
    expect(told).toEqual({
      agreementId,
      paymentId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      publicKeyId: 1,
      cardType: "VISA-CREDIT",
      cardData: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
      cardDataType: "EncryptedPan",
    });
    expect(psp.decrypt(told.cardData)).toContain('"cardNumber":4111111111111111');
    expect((await charge(psp, agreementId, { last4: "9992" })).http).toBe(200);
    const { http, text } = await answerCard(psp, agreementId, told.paymentId);
    expect([http, text]).toEqual([204, ""]);
    expect((await answerCard(psp, agreementId, told.paymentId)).http).toBe(204);
    expect((await charge(psp, agreementId, { last4: "1111" })).http).toBe(200);
    expect((await answerCard(psp, agreementId, told.paymentId, failure(1000))).json.code).toBe("4021");
  });

  test.each([
    [
      "VISA-DEBIT",
      "9992",
      { tokenMethod: "VTS", cardDataType: "VisaToken", isDelegatedAuthentication: false },
    ],
    ["MC-DEBIT", "8031", { tokenMethod: "MC S4C", cardDataType: "MastercardToken" }],
  ])("is told by a token: %s", async (type, last4, more) => {
    const receiver = await useReceiver();
    const allowedCardTypes = ["DANKORT", type].map((name) => ({
      name,
      encryptedPanCallbackUrl: `${receiver.url}/pan`,
      tokenCallbackUrl: `${receiver.url}/token`,
    }));
    const wish = { allowedCardTypes, preferVisaPartOfVisaDankort: true };
    const { agreementId } = await activated(psp, receiver, wish);
    const told = await chooseCard(psp, receiver, agreementId, last4);
    expect(receiver.calls.at(-1)?.path).toBe("/callback/card");
    expect(told).toMatchObject({ agreementId, cardType: type, ...more });
    expect(told).not.toHaveProperty("authorizationAttemptId");
    expect(told.maskedCardNumber.slice(-4)).toBe(last4);
  });

  test("is refused, checked by 3-D Secure, or left as it was", async () => {
    const receiver = await useReceiver();
    const allowedCardTypes = ["DANKORT", "VISA-CREDIT", "MC-DEBIT"].map((name) => ({
      name,
      encryptedPanCallbackUrl: `${receiver.url}/pan`,
    }));
    const { agreementId } = await activated(psp, receiver, { allowedCardTypes });
    const first = await chooseCard(psp, receiver, agreementId, "1111");
    const page = { threeDSecureUrl: "https://psp.example.com/3ds" };
    expect((await answerCard(psp, agreementId, first.paymentId, failure(1008))).http).toBe(400);
    expect((await answerCard(psp, agreementId, first.paymentId, failure(1008, page))).http).toBe(204);
    expect((await answerCard(psp, agreementId, first.paymentId, failure(1009))).http).toBe(204);
    await expect(chooseCard(psp, receiver, agreementId, "8031")).rejects.toThrow("attempt_under_way");
    expect((await answerCard(psp, agreementId, first.paymentId, failure(1000))).http).toBe(204);
    expect((await charge(psp, agreementId, { last4: "9992" })).http).toBe(200);
    const second = await chooseCard(psp, receiver, agreementId, "8031");
    expect((await answerCard(psp, agreementId, second.paymentId)).http).toBe(204);
    expect((await charge(psp, agreementId, { last4: "8031" })).http).toBe(200);
  });

  test("fits what the agreement takes, which its integrator may change", async () => {
    const receiver = await useReceiver();
    const { agreementId } = await activated(psp, receiver);
    await expect(chooseCard(psp, receiver, agreementId, "1111")).rejects.toThrow("eligible");
    const allowedCardTypes = [{ name: "VISA-CREDIT", encryptedPanCallbackUrl: receiver.url }];
    await psp.ask("PATCH", `${recurring}/${agreementId}`, { allowedCardTypes });
    expect(await chooseCard(psp, receiver, agreementId, "1111")).toMatchObject({ cardType: "VISA-CREDIT" });
  });

  test("of nobody, or of another agreement, is not found", async () => {
    const receiver = await useReceiver();
    const { agreementId, paymentId } = await activated(psp, receiver);
    const other = await activated(psp, receiver);
    const told = await chooseCard(psp, receiver, agreementId, "9992");
    for (const [agreement, payment] of [
      [nobody, told.paymentId],
      [agreementId, nobody],
      [agreementId, paymentId],
      [other.agreementId, told.paymentId],
    ])
      expect((await answerCard(psp, agreement, payment)).http).toBe(404);
  });
});

test("the books are in balance", async () => {
  expect(await psp.kassa.problems()).toEqual([]);
});
