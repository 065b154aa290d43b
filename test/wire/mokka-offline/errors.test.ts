import { describe, expect, test } from "vitest";
import { useKassa } from "../../support/kassa.ts";
import {
  base,
  expectEmpty,
  expectRightBooks,
  expectUnprocessable,
  filip,
  Till,
  tellErrorsAsMap,
  useTill,
} from "./till.ts";

const here = useTill();

test("without a login everything but the login is 401, in the document's form", async () => {
  for (const session of ["", "a44958ef2d2f3fcb8f67", "x".repeat(5_000)]) {
    const till = new Till(here.kassa, session);
    for (const path of ["/agent", "/orders?store_id=422", "/loan_requests/0", "/loan_requests/0/client"]) {
      const answer = await till.get(path);
      expect(answer).toMatchObject({ status: 401, type: "application/json; charset=utf-8" });
      expect(answer.json).toEqual({
        error: { code: 401, type: "unauthorized" },
        errors: [{ type: "unauthorized", message: expect.any(String) }],
      });
    }
  }
});

test("a wrong address and an unknown loan request are 404, in the document's form", async () => {
  for (const path of ["/nothing", "/loan_requests/0", `/loan_requests/${"a".repeat(40)}/client`, "/"]) {
    const answer = await here.till.get(path);
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({
      error: { code: 404, type: "not_found" },
      errors: [{ type: "not_found", message: expect.any(String) }],
    });
  }
  expect((await here.till.call("DELETE", "/agent")).status).toBe(404);
});

test("a body that is neither JSON nor a form is 422 about nothing in particular", async () => {
  for (const body of ["{", "[1]", "null", '"text"', "\u0000", `{"a":${"[".repeat(500)}${"]".repeat(500)}}`]) {
    const answer = await here.till.send("POST", `${base}/loan_requests`, { body });
    expectUnprocessable(answer, undefined, "bad_request");
  }
});

test("what is too large is 413", async () => {
  const body = JSON.stringify({ loan_request: { store_id: "x".repeat(12_100_000) } });
  const answer = await here.till.send("POST", `${base}/loan_requests`, { body });
  expect(answer.status).toBe(413);
  expect(answer.json.error).toEqual({ code: 413, type: "payload_too_large" });
});

describe.each([
  ["610", "blocked"],
  ["630", "limit not enough"],
  ["681", "overdue"],
])("a phone that ends with %s", (ending) => {
  test("is answered with 452 and the client, and its request is over", async () => {
    const path = await here.till.request(640, here.till.newPhone(ending));
    await here.till.post(`${path}/client/confirmation`);
    const { status, type, json } = await here.till.post(`${path}/client`, { client: filip });
    expect([status, type]).toEqual([452, "application/json; charset=utf-8"]);
    expect(json.client).toMatchObject({
      first_name: "Filip",
      credit_limit: "0.0",
      kyc_passed: false,
      decision: "declined",
      credit_decision: "declined",
      decision_code: 610,
      decision_message: expect.stringMatching(/./),
    });
    expectUnprocessable(await here.till.post(`${path}/loan`, { term_id: 173 }), undefined, "declined");
    expectUnprocessable(await here.till.finalize(path), undefined, "declined");
  });

  test("is declined again the next time", async () => {
    const phone = here.till.newPhone(ending);
    const create = async () => {
      const path = await here.till.request(640, phone);
      await here.till.post(`${path}/client/confirmation`);
      return path;
    };
    await here.till.post(`${await create()}/client`, { client: filip });
    const path = await create();
    const { status, json } = await here.till.post(`${path}/confirmation`, { code: "1111" });
    expect([status, json.client.decision, json.client.decision_code]).toEqual([200, "declined", 610]);
    expectUnprocessable(await here.till.post(`${path}/loan`, { term_id: 173 }), undefined, "declined");
  });
});

test("a store may want its errors as a map from attribute to messages", async () => {
  const kassa = await useKassa();
  await tellErrorsAsMap(kassa);
  const till = await Till.logIn(kassa);
  const blank = await till.post("/loan_requests", { loan_request: {} });
  expect([blank.status, blank.json]).toEqual([422, { errors: { store_id: ["nie może być puste"] } }]);

  const path = await till.request(640);
  await till.post(`${path}/client/confirmation`);
  const wrong = await till.post(`${path}/client`, { client: { ...filip, email: "x", last_name: "" } });
  expect(wrong.json).toEqual({
    errors: { last_name: ["nie może być puste"], email: ["jest nieprawidłowe"] },
  });
  const code = await till.post(`${path}/client`, { client: { ...filip, confirmation_code: "0" } });
  expect(code.json).toEqual({ errors: { confirmation_code: ["nieprawidłowy kod"] } });
  expect((await till.get("/loan_requests/0")).json).toEqual({ errors: { base: ["nie znaleziono"] } });

  await till.post(`${path}/client`, { client: filip });
  expectEmpty(await till.post(`${path}/loan`, { term_id: 173 }));
  await expectRightBooks(kassa);
});

test("messages are in the language that the client's browser prefers, else in the store's", async () => {
  const said = async (language: string | undefined, path: string) => {
    const headers: Record<string, string> = language === undefined ? {} : { "accept-language": language };
    const { json } = await here.till.send("GET", base + path, { headers });
    return json.errors[0].message;
  };
  for (const [language, message] of [
    [undefined, "nie znaleziono"],
    ["*", "nie znaleziono"],
    ["ro", "nie znaleziono"],
    ["pl-PL,pl;q=0.9,en;q=0.8", "nie znaleziono"],
    ["en-GB,en;q=0.9,pl;q=0.8", "not found"],
  ] as const)
    expect([language, await said(language, "/orders?store_id=1")]).toEqual([language, message]);
  const path = await here.till.registered(640);
  const headers = { "accept-language": "en" };
  const { json } = await here.till.send("GET", `${base}${path}/client`, { headers });
  expect(json.client.decision_message).toMatch(/^Congratulations/);
});

test("nothing is stored that a database could not keep", async () => {
  const odd = "\u0000\ud800 Zażółć 订单 😀";
  const more = { order_id: odd, employee_id: odd, additional_data: [odd, { [odd]: odd }] };
  const path = await here.till.request(640, here.till.newPhone(), more);
  await here.till.post(`${path}/client/confirmation`);
  const client = { ...filip, first_name: odd, last_name: "=1+1", middle_name: odd, street: odd };
  expect((await here.till.post(`${path}/client`, { client })).status).toBe(200);
  await here.till.post(`${path}/loan`, { term_id: 173 });
  expect((await here.till.finalize(path)).status).toBe(200);
});
