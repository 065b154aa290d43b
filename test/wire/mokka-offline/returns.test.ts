import { beforeAll, expect, test } from "vitest";
import { expectEmpty, expectUnprocessable, openSecondTill, type Till, useTill } from "./till.ts";

const here = useTill();
let other: Till;

beforeAll(async () => {
  other = await openSecondTill(here.kassa);
});

async function remaining(guid: string): Promise<number> {
  return (await here.till.order(guid)).remaining_amount;
}

const confirm = (id: number, till = here.till) => till.post(`/returns/${id}/confirm`);
const cancel = (id: number, till = here.till) => till.post(`/returns/${id}/cancel`);

test.each([
  ["amount", "exceeds", { amount: 500.01 }],
  ["amount", "blank", { amount: "" }],
  ["amount", "invalid", { amount: 0 }],
  ["amount", "invalid", { amount: "-5" }],
  ["amount", "invalid", { amount: "5.001" }],
  ["store_id", "blank", { store_id: null }],
  ["store_id", "not_found", { store_id: 423 }],
  ["order_id", "blank", { order_id: "" }],
  ["order_id", "not_found", { order_id: 1 }],
  ["order_id", "not_found", { order_id: ["1"] }],
  ["confirmation_code", "blank", { confirmation_code: null }],
  ["confirmation_code", "wrong_code", { confirmation_code: "0000" }],
])("create return: %s %s", async (attribute, type, wrong) => {
  const { guid } = await here.till.sell(500);
  expectUnprocessable(await here.till.bringBack(guid, 100, wrong), attribute, type);
  expect(await remaining(guid)).toBe(500);
});

test("a return without a code that was sent is turned away", async () => {
  const { guid } = await here.till.sell(500);
  const asked = { order_id: guid, confirmation_code: "1111", amount: 1, store_id: 422 };
  const answer = await here.till.post("/returns", { return: asked });
  expectUnprocessable(answer, "confirmation_code", "wrong_code");
});

test("more than what remains does not come back, in however many returns", async () => {
  const { guid } = await here.till.sell(500);
  const ids = [];
  for (const amount of [300, 300]) ids.push((await here.till.bringBack(guid, amount)).json.return.id);
  const answers = await Promise.all(ids.map((id) => confirm(id)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  const refused = answers.find(({ status }) => status === 422);
  if (refused) expectUnprocessable(refused, "amount", "exceeds");
  expect(await remaining(guid)).toBe(200);
  expectUnprocessable(await here.till.bringBack(guid, 200.01), "amount", "exceeds");
  await confirm((await here.till.bringBack(guid, "200.00")).json.return.id);
  expect(await remaining(guid)).toBe(0);
  const none = await here.till.bringBack(guid, 1, { confirmation_code: "skip" });
  expectUnprocessable(none, "order_id", "closed");
});

test("what was paid before is no part of what comes back", async () => {
  const { guid } = await here.till.sell(500, 176, undefined, { prepayment_amount: 100 });
  expect(await here.till.order(guid)).toMatchObject({ amount: 400, remaining_amount: 400 });
  expectUnprocessable(await here.till.bringBack(guid, 400.01), "amount", "exceeds");
  const [first, second] = [
    (await here.till.bringBack(guid, 250)).json.return.id,
    (await here.till.bringBack(guid, 250)).json.return.id,
  ];
  expectEmpty(await confirm(first));
  expectUnprocessable(await confirm(second), "amount", "exceeds");
  expect(await remaining(guid)).toBe(150);
});

test("a return is confirmed once, however often it is said and by however many", async () => {
  const { guid } = await here.till.sell(500);
  const { id } = (await here.till.bringBack(guid, 100)).json.return;
  for (const answer of await Promise.all([confirm(id), confirm(id), confirm(id)])) expectEmpty(answer);
  expectEmpty(await confirm(id));
  expect(await remaining(guid)).toBe(400);
  expectUnprocessable(await cancel(id), "return", "closed");
});

test("a canceled return changes nothing", async () => {
  const { guid } = await here.till.sell(500);
  const { id } = (await here.till.bringBack(guid, 100)).json.return;
  expectEmpty(await cancel(id));
  expectEmpty(await cancel(id));
  expectUnprocessable(await confirm(id), "return", "closed");
  expect(await remaining(guid)).toBe(500);
});

test("an agent of another store sees neither order nor return nor loan request", async () => {
  const { guid, token } = await here.till.sell(500);
  const { id } = (await here.till.bringBack(guid, 100)).json.return;
  expect((await other.get(`/orders?store_id=423&filters[guid]=${guid}`)).json).toEqual({ orders: [] });
  expectUnprocessable(await other.get("/orders?store_id=422"), "store_id", "not_found");
  expect((await other.post(`/orders/${guid}/send_return_confirmation_code`)).status).toBe(404);
  const asked = { order_id: guid, confirmation_code: "skip", amount: 1 };
  const at = (store_id: number) => other.post("/returns", { return: { ...asked, store_id } });
  expectUnprocessable(await at(423), "order_id", "not_found");
  expectUnprocessable(await at(422), "store_id", "not_found");
  for (const answer of [await confirm(id, other), await cancel(id, other)]) expect(answer.status).toBe(404);
  expect((await other.get(`/loan_requests/${token}`)).status).toBe(404);
  expect((await other.get("/agent")).json.agent.stores).toMatchObject([{ store: { id: 423 } }]);
  expect(await remaining(guid)).toBe(500);
});

test("what nobody has made is not found", async () => {
  for (const path of [
    "/returns/0/confirm",
    "/returns/1/cancel",
    "/returns/x/confirm",
    "/returns/99999999999999/confirm",
    "/orders/1/send_return_confirmation_code",
  ])
    expect(await here.till.post(path)).toMatchObject({ status: 404, json: { error: { type: "not_found" } } });
});

test("an order that is only approved is not there yet", async () => {
  const phone = here.till.newPhone();
  await here.till.approved(500, 176, phone);
  const { json } = await here.till.get(`/orders?store_id=422&filters[mobile_phone]=${phone}`);
  expect(json).toEqual({ orders: [] });
});

test("a number with zeros in front is that of no return", async () => {
  expect((await here.till.post("/returns/007/confirm")).status).toBe(404);
});

test("an order comes back in many parts, each with a code of its own", async () => {
  const { guid } = await here.till.sell(500);
  for (let i = 0; i < 12; i++) {
    const { status, json } = await here.till.bringBack(guid, 10);
    expect([i, status]).toEqual([i, 200]);
    expectEmpty(await confirm(json.return.id));
  }
  expect(await remaining(guid)).toBe(380);
});
