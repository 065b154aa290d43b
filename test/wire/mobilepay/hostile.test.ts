import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { operations, sandboxOperations } from "../../../src/dialects/mobilepay/endpoints/index.ts";
import { useReceiver } from "../../support/receiver.ts";
import { failure, nobody, openPsp, type Psp, phone } from "./psp.ts";
import { agreementSheet } from "./recurring.ts";

let psp: Psp;
beforeAll(async () => {
  psp = await openPsp();
});
afterAll(async () => {
  expect(await psp.kassa.problems()).toEqual([]);
  await psp.kassa.close();
});

/** Whoever changes the secret shuts the others out. */
const all = [...operations, ...sandboxOperations].filter(({ name }) => name !== "Update secret");
const foreseen = [200, 204, 400, 401, 403, 404, 409, 413, 429];

const words = fc.oneof(
  fc.string({ maxLength: 40, unit: "binary" }),
  fc.constantFrom(
    "",
    " ",
    "\0",
    "__proto__",
    "constructor",
    "\ud800",
    nobody,
    "https://x.example.com",
    "DKK",
  ),
);
const values = fc.oneof(
  words,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, 2 ** 53, -(2 ** 63), 1e308, [], {}, [[]], [null], { name: 1 }),
  fc.array(words, { maxLength: 3 }),
);

/** What would be taken, of which something is replaced. */
const templates = (url: string) => [
  psp.order({ url }),
  psp.orderless({ url }, { isAccountVerification: true }),
  agreementSheet(psp, { url }),
  { amount: 5, captureIdentifier: "x", cancelIdentifier: "x", refundIdentifier: "x", timestamp: psp.now() },
  failure(1000),
  { phoneNumber: phone, lastFourDigits: "1111" },
  {
    last4: "1111",
    amount: 5,
    currencyCode: "DKK",
    merchantOrderId: "x",
    merchantUrl: "x",
    pspReferenceId: "x",
  },
  { billingCurrency: "DKK", countryCode: "DK", externalId: "x", merchantCategoryCode: 1, name: "abc" },
];

test("whatever comes, every operation answers in its own forms", { timeout: 60_000 }, async () => {
  const receiver = await useReceiver();
  const shapes = templates(receiver.url);
  const calls = fc.record({
    operation: fc.constantFrom(...all),
    template: fc.constantFrom(...shapes),
    changes: fc.array(fc.tuple(fc.nat(30), values), { maxLength: 3 }),
    id: fc.oneof(fc.constant(nobody), fc.constantFrom("0", "%00", "..%2f", "%F0%9F%92%B3", "x".repeat(300))),
  });
  await fc.assert(
    fc.asyncProperty(calls, async ({ operation, template, changes, id }) => {
      const body: Record<string, unknown> = { ...template };
      const names = Object.keys(template);
      for (const [i, value] of changes) body[names[i % names.length] ?? ""] = value;
      const path = operation.path.replaceAll(/:\w+/g, id);
      const query = operation.query ? `?agreementId=${id}` : "";
      const { http, type, json } = await psp.send(operation.method, path + query, JSON.stringify(body));
      expect(foreseen).toContain(http);
      if (http === 409)
        expect(json).toEqual({
          code: expect.any(String),
          message: expect.any(String),
          correlationId: expect.any(String),
        });
      else if (http >= 400 && http !== 404) expect(type).toMatch(/^application\/problem\+json/);
    }),
    { numRuns: 1_500 },
  );
});

test.each(["", " ", "{", "null", "[]", "1", '"x"', "NaN", "<xml/>", "a=1&b=2", "\0", '{"a":1,}'])(
  "%j is no body for any operation that has one",
  async (payload) => {
    for (const { method, path, query, body } of all) {
      if (!body) continue;
      const url = path.replaceAll(/:\w+/g, nobody) + (query ? `?agreementId=${nobody}` : "");
      const { http } = await psp.send(method, url, payload);
      expect([path, http]).toEqual([path, 400]);
    }
  },
);

test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
  "a card type or currency called %s",
  async (name) => {
    const receiver = { url: "https://psp.example.com" };
    const allowedCardTypes = [{ name, encryptedPanCallbackUrl: receiver.url }];
    const cards = await psp.call("POST", "/api/v3/payments", psp.order(receiver, { allowedCardTypes }));
    expect(cards.json.code).toBe("2040");
    const currency = await psp.call(
      "POST",
      "/api/v3/payments",
      psp.order(receiver, { currencyCode: name.slice(0, 10) }),
    );
    expect(currency.json.code).toBe("2050");
  },
);

test("a correlation id that is none is replaced", async () => {
  for (const correlationid of ["", " ", "\u00e9", "x".repeat(5_000)]) {
    const { json, http } = await psp.call("POST", "/api/v3/payments", {}, { correlationid });
    expect([http, json.traceId.length > 0, json.traceId.length <= 200]).toEqual([400, true, true]);
  }
});
