import { afterAll, beforeAll, expect, test } from "vitest";
import { useReceiver } from "../../support/receiver.ts";
import { addNeighbour, merchantSheet, nobody, openPsp, type Psp } from "./psp.ts";

let psp: Psp;
beforeAll(async () => {
  psp = await openPsp();
});
afterAll(() => psp.kassa.close());

test("a merchant is told back as it was created, is changed where something is given, and goes", async () => {
  const { platformId } = await psp.ask("POST", "/api/v1/psp/platforms", { name: "Shops" });
  const { merchantId } = await psp.ask("POST", "/api/v1/merchants", merchantSheet({ platformId }));
  const path = `/api/v1/merchants/${merchantId}`;
  const told = { merchantId, ...merchantSheet({ platformId }) };
  expect(await psp.ask("GET", path)).toEqual(told);

  const changes = { name: "Gedekid", billingCurrency: "EUR", countryCode: "FI", vatNumber: "FI1" };
  const { http, text, type } = await psp.call("PATCH", path, { ...changes, externalId: null });
  expect([http, text, type]).toEqual([204, "", ""]);
  expect(await psp.ask("GET", path)).toEqual({ ...told, ...changes });
  await psp.ask("PATCH", path, { merchantCategoryCode: 5999 });
  await psp.ask("PATCH", path, {});
  await psp.ask("PATCH", path, { merchantCategoryCode: 0 });
  expect((await psp.send("PATCH", path, '{"name":""}')).http).toBe(204);
  expect(await psp.ask("GET", path)).toEqual({ ...told, ...changes, merchantCategoryCode: 5999 });

  const { merchants } = await psp.ask("GET", "/api/v1/merchants");
  expect(merchants).toHaveLength(2);
  expect(merchants).toContainEqual({ ...told, ...changes, merchantCategoryCode: 5999 });

  expect((await psp.call("DELETE", path)).http).toBe(204);
  expect((await psp.call("DELETE", path)).http).toBe(204);
  expect((await psp.call("GET", path)).http).toBe(404);
  expect((await psp.ask("GET", "/api/v1/merchants")).merchants).toHaveLength(1);
  expect((await psp.call("PATCH", path, { name: "Again" })).json.code).toBe("2020");
  const receiver = await useReceiver();
  const refused = await psp.call("POST", "/api/v3/payments", psp.order(receiver, { merchantId }));
  expect([refused.http, refused.json.code]).toEqual([409, "2020"]);
});

test("payments of a merchant that is deleted go on", async () => {
  const receiver = await useReceiver();
  const { merchantId } = await psp.ask("POST", "/api/v1/merchants", merchantSheet());
  const { paymentId, attemptId } = await psp.accepted(receiver, { merchantId });
  await psp.ask("DELETE", `/api/v1/merchants/${merchantId}`);
  expect((await psp.answer(paymentId, attemptId)).http).toBe(204);
  expect((await psp.report("capture", paymentId)).http).toBe(200);
  expect((await psp.report("refund", paymentId)).http).toBe(200);
});

test("what is optional is null; a region counts as a country; numbers of currencies are taken", async () => {
  const sheet = { ...merchantSheet({ countryCode: "APAC", billingCurrency: "978" }), vatNumber: undefined };
  const { merchantId } = await psp.ask("POST", "/api/v1/merchants", sheet);
  const told = await psp.ask("GET", `/api/v1/merchants/${merchantId}`);
  expect(told).toMatchObject({
    vatNumber: null,
    platformId: null,
    countryCode: "APAC",
    billingCurrency: "EUR",
  });
});

test("each merchant is a new one, also with the same externalId", async () => {
  const one = await psp.ask("POST", "/api/v1/merchants", merchantSheet());
  const other = await psp.ask("POST", "/api/v1/merchants", merchantSheet());
  expect(one.merchantId).not.toBe(other.merchantId);
});

test.each([
  ["billingCurrency", undefined],
  ["billingCurrency", "USD"],
  ["billingCurrency", "PLN"],
  ["countryCode", undefined],
  ["countryCode", "Denmark"],
  ["externalId", ""],
  ["externalId", "  "],
  ["merchantCategoryCode", 0],
  ["merchantCategoryCode", 10_000],
  ["merchantCategoryCode", "1234"],
  ["merchantCategoryCode", 12.5],
  ["name", undefined],
  ["name", "x".repeat(256)],
  ["platformId", "no uuid"],
])("%s may not be %s", async (field, value) => {
  const { http, type, json } = await psp.call("POST", "/api/v1/merchants", merchantSheet({ [field]: value }));
  expect([http, type]).toEqual([400, "application/problem+json; charset=utf-8"]);
  expect(json).toMatchObject({ status: 400, title: "One or more validation errors occurred." });
  expect(Object.keys(json.errors)).toEqual([field]);
});

test("a platform has to be one's own", async () => {
  const answer = await psp.call("POST", "/api/v1/merchants", merchantSheet({ platformId: nobody }));
  expect([answer.http, answer.json.code]).toEqual([409, "4006"]);
  const neighbour = await addNeighbour(psp);
  const { platformId } = await neighbour.ask("POST", "/api/v1/psp/platforms", { name: "Theirs" });
  const { json } = await psp.call("POST", "/api/v1/merchants", merchantSheet({ platformId }));
  expect(json.code).toBe("4006");
});

test("platforms are listed as a bare array, renamed, and have names of 3 to 120 characters", async () => {
  const { platformId } = await psp.ask("POST", "/api/v1/psp/platforms", { name: "abc" });
  const renamed = await psp.call("PATCH", `/api/v1/psp/platforms/${platformId}`, { name: "x".repeat(120) });
  expect([renamed.http, renamed.text]).toEqual([200, ""]);
  const platforms = await psp.ask("GET", "/api/v1/psp/platforms");
  expect(platforms.at(-1)).toEqual({ platformId, name: "x".repeat(120) });
  for (const name of ["ab", "x".repeat(121), null, 5])
    expect((await psp.call("POST", "/api/v1/psp/platforms", { name })).json.errors).toHaveProperty("name");
  expect((await psp.call("PATCH", `/api/v1/psp/platforms/${nobody}`, { name: "abc" })).http).toBe(404);
});

test("ids that nobody has are not found; ids that are none are invalid", async () => {
  const missing = await psp.call("GET", `/api/v1/merchants/${nobody}`);
  expect([missing.http, missing.type]).toEqual([404, "application/problem+json; charset=utf-8"]);
  expect(missing.json).toMatchObject({ status: 404, title: "Not Found" });
  expect((await psp.call("DELETE", `/api/v1/merchants/${nobody}`)).http).toBe(404);
  expect((await psp.call("PATCH", `/api/v1/merchants/${nobody}`, {})).http).toBe(404);
  const { http, json } = await psp.call("GET", "/api/v1/merchants/12");
  expect([http, json.errors]).toEqual([400, { merchantId: ["The value '12' is not valid."] }]);
  const upper = psp.account.merchantId.toUpperCase();
  expect((await psp.ask("GET", `/api/v1/merchants/${upper}`)).merchantId).toBe(psp.account.merchantId);
});
