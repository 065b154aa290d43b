import { afterAll, beforeAll, expect, test } from "vitest";
import { useReceiver } from "../../support/receiver.ts";
import { addNeighbour, credentialsPath, failure, openPsp, type Psp } from "./psp.ts";
import {
  activated,
  answerCard,
  answerCharge,
  charge,
  chooseCard,
  initiateCit,
  recurring,
} from "./recurring.ts";

let psp: Psp;
let neighbour: Psp;
beforeAll(async () => {
  psp = await openPsp();
  neighbour = await addNeighbour(psp);
});
afterAll(() => psp.kassa.close());

test("lists hold one's own, and nothing else", async () => {
  await psp.ask("POST", "/api/v1/psp/platforms", { name: "Ours" });
  const { platformId } = await neighbour.ask("POST", "/api/v1/psp/platforms", { name: "Theirs" });
  expect(await neighbour.ask("GET", "/api/v1/psp/platforms")).toEqual([{ platformId, name: "Theirs" }]);
  const { merchants } = await neighbour.ask("GET", "/api/v1/merchants");
  expect(merchants.map(({ merchantId }: { merchantId: string }) => merchantId)).toEqual([
    neighbour.account.merchantId,
  ]);
  expect((await psp.call("PATCH", `/api/v1/psp/platforms/${platformId}`, { name: "Ours now" })).http).toBe(
    404,
  );
  expect(await neighbour.ask("GET", "/api/v1/psp/platforms")).toEqual([{ platformId, name: "Theirs" }]);
});

test("another's merchant is not found, and 2010 where something is asked for in its name", async () => {
  const { merchantId } = psp.account;
  const path = `/api/v1/merchants/${merchantId}`;
  const before = await psp.ask("GET", path);
  expect((await neighbour.call("GET", path)).http).toBe(404);
  expect((await neighbour.call("PATCH", path, { name: "Mine" })).http).toBe(404);
  expect((await neighbour.call("DELETE", path)).http).toBe(404);
  expect(await psp.ask("GET", path)).toEqual(before);
  const receiver = await useReceiver();
  const order = neighbour.order(receiver, { merchantId });
  expect((await neighbour.call("POST", "/api/v3/payments", order)).json.code).toBe("2010");
});

test("another's key cannot be used", async () => {
  const receiver = await useReceiver();
  const { publicKeyId } = psp.account;
  const order = neighbour.order(receiver, { publicKeyId });
  expect((await neighbour.call("POST", "/api/v3/payments", order)).json.code).toBe("4002");
});

test("another's payment is not found, whatever is done to it, and nothing happens to it", async () => {
  const receiver = await useReceiver();
  const { paymentId, attemptId } = await psp.accepted(receiver);
  const statuses = [
    await neighbour.call("GET", `/api/v3/payments/${paymentId}`),
    await neighbour.call("PATCH", `/api/v1/payments/${paymentId}`, {
      redirectFromMobilePayUrl: "https://evil.dk",
    }),
    await neighbour.answer(paymentId, attemptId),
    await neighbour.answer(paymentId, attemptId, failure(1000)),
    await neighbour.call("PUT", `/api/v1/payments/${paymentId}/invalidate`),
    await neighbour.report("capture", paymentId),
    await neighbour.report("capture", paymentId, { authorizationAttemptId: attemptId }),
    await neighbour.report("cancel", paymentId),
    await neighbour.report("refund", paymentId),
  ];
  expect(statuses.map(({ http }) => http)).toEqual(statuses.map(() => 404));
  expect((await psp.answer(paymentId, attemptId)).http).toBe(204);
  expect(await psp.ask("GET", `/api/v3/payments/${paymentId}`)).toMatchObject({
    redirectFromMobilePayUrl: "https://gedekid.example.com/done",
  });
  expect((await psp.report("capture", paymentId)).http).toBe(200);
});

test("another's agreement is not found, nor its charges and cards", async () => {
  const receiver = await useReceiver();
  const { agreementId } = await activated(psp, receiver);
  const { json } = await charge(psp, agreementId);
  const { paymentId } = json;
  const card = await chooseCard(psp, receiver, agreementId, "9992");
  const details = `${recurring}/payments/merchant-initiated/payments/${paymentId}/details`;
  const statuses = [
    await neighbour.call("GET", `${recurring}/${agreementId}`),
    await neighbour.call("PATCH", `${recurring}/${agreementId}`, {}),
    await neighbour.call("DELETE", `${recurring}?agreementId=${agreementId}`),
    await initiateCit(neighbour, agreementId, receiver),
    await charge(neighbour, agreementId),
    await neighbour.call("GET", details),
    await answerCharge(neighbour, paymentId),
    await answerCard(neighbour, agreementId, card.paymentId),
    await neighbour.report("capture", paymentId, { mit: true }),
    await neighbour.report("cancel", paymentId, { mit: true }),
    await neighbour.report("refund", paymentId, { mit: true }),
  ];
  expect(statuses.map(({ http }) => http)).toEqual(statuses.map(() => 404));
  expect((await answerCard(psp, agreementId, card.paymentId)).http).toBe(204);
  expect((await answerCharge(psp, paymentId)).http).toBe(200);
});

test("the same reference of two integrators is two payments", async () => {
  const receiver = await useReceiver();
  const same = { pspReferenceId: "the-same", merchantOrderId: "the-same" };
  expect(await psp.initiate(receiver, same)).not.toBe(await neighbour.initiate(receiver, same));
});

test("a secret opens nothing but its own client", async () => {
  const { id } = psp.account;
  const { secret } = neighbour.account;
  const headers = { "x-ibm-client-id": id, "x-ibm-client-secret": secret };
  expect((await psp.call("GET", credentialsPath, undefined, headers)).http).toBe(401);
});
