import { expect, test } from "vitest";
import { useKassa } from "../../support/kassa.ts";
import {
  expectEmpty,
  expectRightBooks,
  expectUnprocessable,
  filip,
  openSecondTill,
  Till,
  useTill,
} from "./till.ts";

const here = useTill();

function logIn(password: unknown, login: unknown = "kontakt@test.pl", till = here.till) {
  return till.post("/sessions", { user: { login, password } });
}

test("a wrong login or password is 422 about the manager, not 401", async () => {
  expectUnprocessable(await logIn("2222"), "manager", "wrong_login");
  expectUnprocessable(await logIn("1111", "nobody@test.pl"), "manager", "wrong_login");
  expectUnprocessable(await logIn(""), "password", "blank");
  expectUnprocessable(await logIn("1111", null), "login", "blank");
  expect((await logIn("1111")).status).toBe(200);
});

test("five wrong passwords lock the agent for ten minutes, also for the right one", async () => {
  const kassa = await useKassa();
  const stranger = new Till(kassa, "");
  const attempt = (password: string) => logIn(password, "kontakt@test.pl", stranger);
  for (let i = 0; i < 5; i++) expectUnprocessable(await attempt("2222"), "manager", "wrong_login");
  expectUnprocessable(await attempt("1111"), "manager", "locked");
  await kassa.advance("PT9M");
  expectUnprocessable(await attempt("1111"), "manager", "locked");
  await kassa.advance("PT1M");
  expect((await attempt("1111")).status).toBe(200);
});

test("a session lasts twelve hours", async () => {
  const kassa = await useKassa();
  const till = await Till.logIn(kassa);
  await kassa.advance("PT11H59M");
  expect((await till.get("/agent")).status).toBe(200);
  await kassa.advance("PT1M");
  expect((await till.get("/agent")).status).toBe(401);
  expect((await till.call("DELETE", "/sessions")).status).toBe(401);
});

test("a session ends when the agent logs out, and no other does", async () => {
  const [first, second] = [await Till.logIn(here.kassa), await Till.logIn(here.kassa)];
  expectEmpty(await first.call("DELETE", "/sessions"));
  expect((await first.get("/agent")).status).toBe(401);
  expect((await first.call("DELETE", "/sessions")).status).toBe(401);
  expect((await second.get("/agent")).status).toBe(200);
});

test("a forgotten password: a code to the agent's phone, then a session and a new password", async () => {
  const kassa = await useKassa();
  const till = new Till(kassa, "");
  const login = "kontakt@test.pl";
  const renew = (user: object) => till.call("PUT", "/passwords", { user: { login, ...user } });
  expectUnprocessable(await renew({ confirmation_code: "1111" }), "confirmation_code", "wrong_code");
  expectEmpty(await till.post("/passwords", { user: { login } }));
  const { body } = await kassa.server.inject({ method: "GET", url: "/sandbox/messages" });
  expect(JSON.parse(body).messages[0]).toMatchObject({ channel: "sms", destination: "48333306300" });

  const code = { confirmation_code: "1111" };
  expectUnprocessable(await renew({}), "confirmation_code", "blank");
  expectUnprocessable(await renew({ confirmation_code: "0000" }), "confirmation_code", "wrong_code");
  expectUnprocessable(await renew({ ...code, password: "123" }), "password", "wrong_length");
  const unlike = { ...code, password: "12345", password_confirmation: "54321" };
  expectUnprocessable(await renew(unlike), "password_confirmation", "confirmation");
  const { status, json } = await renew({ ...code, password: "12345", password_confirmation: "12345" });
  expect(status).toBe(200);
  expect((await new Till(kassa, json.user.authentication_token).get("/agent")).status).toBe(200);
  expectUnprocessable(await logIn("1111", login, till), "manager", "wrong_login");
  expect((await logIn("12345", login, till)).status).toBe(200);
});

test("a password may be forgotten often, and a code that nobody used is sent again the next day", async () => {
  const kassa = await useKassa();
  const till = new Till(kassa, "");
  const user = { login: "kontakt@test.pl" };
  const renew = () => till.call("PUT", "/passwords", { user: { ...user, confirmation_code: "1111" } });
  for (let i = 0; i < 12; i++) {
    expectEmpty(await till.post("/passwords", { user }));
    expect([i, (await renew()).status]).toEqual([i, 200]);
  }
  for (let i = 0; i < 12; i++) {
    expectEmpty(await till.post("/passwords", { user }));
    await kassa.advance("PT31S");
  }
  await kassa.advance("PT10M");
  expectEmpty(await till.post("/passwords", { user }));
  expectUnprocessable(await renew(), "confirmation_code", "code_expired");
  await kassa.advance("P1D");
  expectEmpty(await till.post("/passwords", { user }));
  expect((await renew()).status).toBe(200);
});

test("a code for nobody's password is told so", async () => {
  expectUnprocessable(await here.till.post("/passwords", { user: { login: "nobody@test.pl" } }), "manager");
  expectUnprocessable(await here.till.post("/passwords", {}), "login", "blank");
});

test("an agent sees their own stores alone", async () => {
  const kassa = await useKassa();
  const [first, second] = [await Till.logIn(kassa), await openSecondTill(kassa)];
  const stores = async (till: Till) =>
    (await till.get("/agent")).json.agent.stores.map(({ store }: { store: { id: number } }) => store.id);
  expect([await stores(first), await stores(second)]).toEqual([[422], [423]]);
});

test("a code that was sent for another request proves nothing", async () => {
  const phone = here.till.newPhone();
  await here.till.sell(100, 173, phone);
  const asked = await here.till.request(100, phone);
  const silent = await here.till.request(100, phone);
  expectEmpty(await here.till.post(`${asked}/client/confirmation`));
  expectUnprocessable(await here.till.post(`${silent}/confirmation`, { code: "1111" }), "code", "wrong_code");
  const created = await here.till.post(`${silent}/client`, { client: filip });
  expectUnprocessable(created, "confirmation_code", "wrong_code");
  expect((await here.till.post(`${asked}/confirmation`, { code: "1111" })).status).toBe(200);
});

test("a code that proved one phone does not prove another", async () => {
  const path = await here.till.registered(100);
  const loan_request = { mobile_phone: here.till.newPhone() };
  expectEmpty(await here.till.call("PUT", path, { loan_request }));
  expectUnprocessable(await here.till.post(`${path}/loan`, { term_id: 173 }), "client", "no_client");
  const created = await here.till.post(`${path}/client`, { client: filip });
  expectUnprocessable(created, "confirmation_code", "wrong_code");
});

test("five wrong codes lock the code for ten minutes, also the right one", async () => {
  const kassa = await useKassa();
  const till = await Till.logIn(kassa);
  const path = await till.request(640);
  await till.post(`${path}/client/confirmation`);
  const attempt = (confirmation_code: string) =>
    till.post(`${path}/client`, { client: { ...filip, confirmation_code } });
  for (let i = 0; i < 4; i++) expectUnprocessable(await attempt("0000"), "confirmation_code", "wrong_code");
  for (const code of ["0000", "1111"])
    expectUnprocessable(await attempt(code), "confirmation_code", "code_locked");
  await till.post(`${path}/client/confirmation`);
  expectUnprocessable(await attempt("1111"), "confirmation_code", "code_locked");
  await kassa.advance("PT10M");
  await till.post(`${path}/client/confirmation`);
  expect((await attempt("1111")).status).toBe(200);
  await expectRightBooks(kassa);
});

test("a code is good for ten minutes", async () => {
  const kassa = await useKassa();
  const till = await Till.logIn(kassa);
  const path = await till.request(640);
  await till.post(`${path}/client/confirmation`);
  await kassa.advance("PT10M");
  const expired = await till.post(`${path}/client`, { client: filip });
  expectUnprocessable(expired, "confirmation_code", "code_expired");
  await till.post(`${path}/client/confirmation`);
  expect((await till.post(`${path}/client`, { client: filip })).status).toBe(200);
});

test("after hold_until nothing goes on, and the limit is free again", async () => {
  const kassa = await useKassa();
  const till = await Till.logIn(kassa);
  const phone = till.newPhone();
  const hold_until = kassa.house.now().add({ hours: 2 }).toString();
  const path = await till.approved(640, 176, phone, { hold_until });
  await kassa.advance("PT1H59M");
  await till.post(`${path}/client/confirmation`);
  await kassa.advance("PT1M");
  expectUnprocessable(await till.finalize(path), "loan_request", "expired");
  expectUnprocessable(await till.post(`${path}/loan`, { term_id: 176 }), "loan_request", "expired");
  expectUnprocessable(await till.post(`${path}/client/confirmation`), "loan_request", "expired");
  const { json } = await till.get(`${await till.request(640, phone)}/client`);
  expect(json.client.credit_limit).toBe("100000.0");
  expect((await till.get("/orders?store_id=422")).json).toEqual({ orders: [] });
  await expectRightBooks(kassa);
});
