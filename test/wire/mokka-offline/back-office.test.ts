import { describe, expect, test } from "vitest";
import { agentStores, agents } from "../../../src/core/agents/index.ts";
import { merchants, stores } from "../../../src/core/merchants/index.ts";
import { uuidOf } from "../../../src/platform/ids/index.ts";
import { tillAgent } from "../../../src/sandbox/index.ts";
import { type Kassa, useKassa } from "../../support/kassa.ts";
import {
  expectEmpty,
  expectRightBooks,
  expectUnprocessable,
  filip,
  openSecondTill,
  type Sale,
  Till,
  useTill,
} from "./till.ts";

const here = useTill();

/** The path of the customer who bought, as the till's answers name them. */
async function clientOf(till: Till, { token }: Pick<Sale, "token">): Promise<string> {
  const { json } = await till.get(`/loan_requests/${token}/client`);
  return `/clients/${json.client.guid}`;
}

const person = {
  guid: expect.any(String),
  name: "Filip",
  surname: "TestRevo",
  gender: "",
  age: expect.any(Number),
  birth_date: "1920-07-09",
  email: "test@revo.pl",
  phone_number: expect.stringMatching(/^333\d{6}$/),
  personal_identification: "OWK104876",
  address_street_actual: "",
  documents: {},
};

test("a client is shown with the recorded fields, the limit and the decision", async () => {
  const sale = await here.till.sell(640);
  const { status, type, json, text } = await here.till.get(await clientOf(here.till, sale));
  expect([status, type]).toEqual([200, "application/json; charset=utf-8"]);
  expect(json).toEqual({
    client: {
      ...person,
      phone_number: sale.phone.slice(2),
      credit_limit: "99360.0",
      decision: "approved",
      decision_code: 210,
      decision_message: expect.stringContaining("99360.0"),
    },
  });
  const age = here.kassa.house.now().toZonedDateTimeISO("Europe/Warsaw").toPlainDate().since("1920-07-09", {
    largestUnit: "years",
  }).years;
  expect(text).toContain(`"age":${age},`);
});

test("the address is one line", async () => {
  const path = await here.till.request(640);
  await here.till.post(`${path}/client/confirmation`);
  const client = { ...filip, area: "Mazowieckie", settlement: "Warszawa", street: "Grzybowska", house: "2" };
  const { json } = await here.till.post(`${path}/client`, { client });
  const shown = await here.till.get(`/clients/${json.client.guid}`);
  expect(shown.json.client.address_street_actual).toBe("Mazowieckie, Warszawa, Grzybowska, 2");
});

test("an address for mail can be changed, as recorded: 200 and nothing", async () => {
  const sale = await here.till.sell(100, 173);
  const path = await clientOf(here.till, sale);
  const change = (client: object) => here.till.call("PATCH", path, { client });
  expectEmpty(await change({ mobile_phone: sale.phone.slice(2), email: "new@example.com" }));
  expect((await here.till.get(path)).json.client.email).toBe("new@example.com");
  const known = { first_name: "Filip", last_name: "TestRevo", middle_name: "", birth_date: "09-07-1920" };
  expectEmpty(await change({ ...known, email: "new@example.com" }));

  expectUnprocessable(await change({}), "email", "blank");
  expectUnprocessable(await change({ email: "new" }), "email", "invalid");
  expectUnprocessable(await change({ email: "a@b.pl", mobile_phone: "x" }), "phone_number", "invalid");
  const other = { mobile_phone: "333000999", first_name: "Anna", last_name: "B", birth_date: "01-01-1990" };
  for (const [name, value] of Object.entries(other))
    expectUnprocessable(await change({ email: "a@b.pl", [name]: value }), name, "kept");
  expect((await here.till.get(path)).json.client).toMatchObject({ email: "new@example.com", name: "Filip" });
});

test("the limit is what was granted and what is free; nobody at a till changes it", async () => {
  const path = `${await clientOf(here.till, await here.till.sell(1383, 191))}/limit`;
  const limit = { status: "ok", limit: "100000.0", credit_limit: "98617.0" };
  expect((await here.till.get(path)).json).toEqual(limit);
  expectUnprocessable(await here.till.call("PATCH", path, { amount: 30000 }), "client", "bureau_decides");
  expectUnprocessable(await here.till.call("PATCH", path, {}), "amount", "blank");
  expectUnprocessable(await here.till.call("PATCH", path, { amount: "x" }), "amount", "invalid");
  expect((await here.till.get(path)).json).toEqual(limit);
});

test("a loan is shown with its schedule, and what a return leaves of it", async () => {
  const sale = await here.till.sell(333, 176);
  const path = `${await clientOf(here.till, sale)}/loans/${sale.guid}`;
  const { json, text } = await here.till.get(path);
  const unpaid = { date: expect.stringMatching(/^\d\d-\d\d-\d{4}$/), amount: 121, status: "scheduled" };
  expect(json).toEqual({
    id: Number(sale.guid),
    guid: sale.guid,
    documents: {},
    status: "active",
    amount: 333,
    remaining_amount: 333,
    term: 3,
    term_id: 176,
    total_of_payments: 363,
    total_overpayment: 30,
    paid_amount: 0,
    schedule: [unpaid, unpaid, unpaid],
  });
  expect(text).toContain('"total_of_payments":363.0,"total_overpayment":30.0,"paid_amount":0.0');

  const { json: made } = await here.till.bringBack(sale.guid, 333);
  expectEmpty(await here.till.post(`/returns/${made.return.id}/confirm`));
  expect((await here.till.get(path)).json).toMatchObject({
    status: "returned",
    amount: 333,
    remaining_amount: 0,
    total_of_payments: 0,
    schedule: [],
  });
});

test("a loan is found under its own customer alone", async () => {
  const [mine, other] = [await here.till.sell(100, 173), await here.till.sell(100, 173)];
  const path = await clientOf(here.till, mine);
  for (const guid of [other.guid, "0", "999999999", "%00", "x".repeat(300)])
    expect((await here.till.get(`${path}/loans/${guid}`)).status).toBe(404);
});

test("nobody has additional services: to order one is refused, to order none changes nothing", async () => {
  const path = `${await clientOf(here.till, await here.till.sell(100, 173))}/additional_services`;
  expect((await here.till.get(path)).json).toEqual({ sms_info: false });
  const change = (body: object) => here.till.call("PATCH", path, body);
  expectUnprocessable(await change({ sms_info: true }), "sms_info", "not_offered");
  expectUnprocessable(await change({ sms_info: "1" }), "sms_info", "not_offered");
  expect(await change({ sms_info: false })).toMatchObject({ status: 200, json: { sms_info: false } });
});

describe("products that are not offered are told so", () => {
  test.each([
    ["POST", "billing_shift"],
    ["GET", "billing_shift/info"],
    ["POST", "billing_shift/confirmation"],
    ["POST", "restructuring/holidays"],
    ["GET", "restructuring/holidays/info"],
    ["POST", "restructuring/holidays/confirmation"],
    ["GET", "restructuring/holidays/document.pdf"],
  ] as const)("%s %s", async (method, call) => {
    const path = await clientOf(here.till, await here.till.sell(100, 173));
    const answer = await here.till.call(method, `${path}/${call}`, { code: "1111", billing_chain: 1 });
    expectUnprocessable(answer, call.split("/")[0], "not_offered");
  });
});

const calls = [
  ["GET", ""],
  ["PATCH", ""],
  ["GET", "/informers"],
  ["GET", "/limit"],
  ["PATCH", "/limit"],
  ["GET", "/loans/1"],
  ["GET", "/additional_services"],
  ["PATCH", "/additional_services"],
  ["POST", "/billing_shift"],
  ["GET", "/restructuring/holidays/info"],
] as const;

test("unknown clients are 404, and without a login everything is 401", async () => {
  const nobody = new Till(here.kassa, "");
  for (const id of [uuidOf("nobody"), "0", "868936372", "%00", "'", "x".repeat(300)])
    for (const [method, call] of calls) {
      const path = `/clients/${id}${call}`;
      const [known, unknown] = [await here.till.call(method, path, {}), await nobody.call(method, path, {})];
      expect([path, known.status, unknown.status]).toEqual([path, 404, 401]);
      expect(known.json.error).toEqual({ code: 404, type: "not_found" });
    }
});

test("another store of the same lender knows the client, not what was sold elsewhere", async () => {
  const kassa = await useKassa();
  const [first, second] = [await Till.logIn(kassa), await openSecondTill(kassa)];
  const sale = await first.sell(640);
  const path = await clientOf(first, sale);
  expect((await second.get(path)).json.client).toMatchObject({ name: "Filip", credit_limit: "99360.0" });
  expect((await second.get(`${path}/loans/${sale.guid}`)).status).toBe(404);
  await expectRightBooks(kassa);
});

test("an agent of another lender's merchant is told 404", async () => {
  const kassa = await useKassa();
  const till = await Till.logIn(kassa);
  const path = await clientOf(till, await till.sell(640));
  const stranger = await openOtherLendersTill(kassa);
  for (const [method, call] of calls) expect((await stranger.call(method, path + call, {})).status).toBe(404);
});

test("informers tell the next payment, and what is overdue", async () => {
  const kassa = await useKassa();
  const till = await Till.logIn(kassa);
  const paying = await till.sell(333, 176);
  const late = await till.sell(333, 176, till.newPhone("682"));
  /** Days pass between the questions, so each is asked by an agent who has just logged in. */
  const ask = async (sale: Sale, call: string) => {
    const now = await Till.logIn(kassa);
    return (await now.get((await clientOf(now, sale)) + call)).json;
  };

  expect(await ask(late, "/informers")).toEqual({
    client: person,
    informers: {
      overdue_count: 0,
      overdue_amount: 0,
      next_payment: { date: expect.stringMatching(/^\d\d-\d\d-\d{4}$/), amount: 121 },
    },
  });
  await till.sell(333, 176, paying.phone);
  expect((await ask(paying, "/informers")).informers.next_payment.amount).toBe(242);
  await kassa.advance("P65D");
  expect((await ask(late, "/informers")).informers).toMatchObject({
    overdue_count: 2,
    overdue_amount: 242,
    next_payment: { amount: 121 },
  });
  const { schedule } = await ask(late, `/loans/${late.guid}`);
  expect(schedule.map(({ status }: { status: string }) => status)).toEqual([
    "overdue",
    "overdue",
    "scheduled",
  ]);
  expect(await ask(paying, `/loans/${paying.guid}`)).toMatchObject({ status: "active", paid_amount: 242 });

  await kassa.advance("P65D");
  const settled = { overdue_count: 0, overdue_amount: 0, next_payment: null };
  expect((await ask(paying, "/informers")).informers).toEqual(settled);
  expect(await ask(paying, `/loans/${paying.guid}`)).toMatchObject({ status: "repaid", paid_amount: 363 });
  await expectRightBooks(kassa);
});

/** A till of a merchant that sells on its own credit. */
async function openOtherLendersTill(kassa: Kassa): Promise<Till> {
  const login = "stranger@test.pl";
  const [store, agent] = await Promise.all([
    kassa.reader.find(stores, { dialect: "mokka-offline", number: "422" }),
    kassa.reader.find(agents, { login: tillAgent.login }),
  ]);
  if (!store || !agent) throw new Error("the sandbox has a till");
  await kassa.house.write(async (tx) => {
    const id = uuidOf("another lender");
    tx.insert(merchants, { id, lenderId: id, name: "Other", createdAt: tx.now });
    const other = tx.insert(stores, { ...store, id: uuidOf("another store"), merchantId: id, number: "500" });
    const stranger = tx.insert(agents, { ...agent, id: uuidOf("stranger"), merchantId: id, login });
    tx.insert(agentStores, { agentId: stranger.id, storeId: other.id });
  });
  return Till.logIn(kassa, login, "500");
}
