import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countOfOldKeys, prepareCard, rotateKeys, storeCard } from "../../src/core/vault/index.ts";
import { Keyring } from "../../src/platform/crypto/index.ts";
import { secretKey, useKassa } from "../support/kassa.ts";
import { type Fields, Merchant, visa } from "../wire/mondido/merchant.ts";

const atOnce = <Result>(count: number, act: (i: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, i) => act(i)));

describe("at the same moment", () => {
  test("captures take no more than is held", async () => {
    const kassa = await useKassa();
    const merchant = new Merchant(kassa);
    const { json: held } = await merchant.pay({ authorize: "true" });
    const path = `/v1/transactions/${held.id}/capture`;
    const answers = await atOnce(20, () => merchant.call("PUT", path, { amount: "4.00" }));
    expect(answers.filter(({ http }) => http === 200)).toHaveLength(2);
    expect(new Set(answers.filter(({ http }) => http !== 200).map(({ json }) => json.code))).toEqual(
      new Set([134]),
    );
    expect((await merchant.call("GET", `/v1/transactions/${held.id}`)).json.amount).toBe("8.0");
    expect(await kassa.problems()).toEqual([]);
  });

  test("refunds give back no more than was captured", async () => {
    const kassa = await useKassa();
    const merchant = new Merchant(kassa);
    const { json: paid } = await merchant.pay();
    const refund = { transaction_id: String(paid.id), amount: "3.00", reason: "at once" };
    const answers = await atOnce(20, () => merchant.call("POST", "/v1/refunds", refund));
    expect(answers.filter(({ http }) => http === 200)).toHaveLength(3);
    expect(await kassa.problems()).toEqual([]);
  });

  test("a window that is submitted many times pays once", async () => {
    const kassa = await useKassa();
    const merchant = new Merchant(kassa);
    const order = merchant.order({
      process: "false",
      success_url: "https://shop.example/ok",
      error_url: "https://shop.example/no",
    });
    const { json } = await merchant.call("POST", "/v1/transactions", order);
    const payload = new URLSearchParams(visa).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const url = new URL(json.href).pathname;
    const answers = await atOnce(20, () => kassa.server.inject({ method: "POST", url, payload, headers }));
    expect(new Set(answers.map(({ statusCode }) => statusCode)).isSubsetOf(new Set([200, 303]))).toBe(true);
    const captured = await kassa.reader.query(
      "select e.id from events e join payments p on p.id = e.subject_id where e.type = 'payment.captured' and p.number = $1",
      [json.id],
    );
    expect(captured).toHaveLength(1);
    expect(await kassa.problems()).toEqual([]);
  });
});

test("whatever is captured, refunded and released in whatever order, the books are right", async () => {
  const kassa = await useKassa();
  const merchant = new Merchant(kassa);
  const step = fc.record({
    act: fc.constantFrom("capture", "refund", "update"),
    amount: fc
      .integer({ min: 1, max: 700 })
      .map((cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`),
  });
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(step, { maxLength: 8 }), async (isHeld, steps) => {
      const { json: paid } = await merchant.pay(isHeld ? { authorize: "true" } : {});
      for (const { act, amount } of steps) {
        const { http } = (await acts[act]?.(merchant, paid.id, amount)) ?? { http: 0 };
        expect([200, 400]).toContain(http);
      }
      const { json } = await merchant.call("GET", `/v1/transactions/${paid.id}`);
      const refunded = json.refunds.reduce(
        (sum: number, refund: { amount: string }) => sum + Number(refund.amount),
        0,
      );
      expect(refunded).toBeLessThanOrEqual(10.000001);
    }),
    { numRuns: 40 },
  );
  expect(await kassa.problems()).toEqual([]);
}, 60_000);

const acts: Readonly<
  Record<string, (merchant: Merchant, id: number, amount: string) => Promise<{ http: number }>>
> = {
  capture: (merchant, id, amount) => merchant.call("PUT", `/v1/transactions/${id}/capture`, { amount }),
  refund: (merchant, id, amount) =>
    merchant.call("POST", "/v1/refunds", { transaction_id: String(id), amount, reason: "any" }),
  update: (merchant, id) =>
    merchant.call("PUT", `/v1/transactions/${id}`, { metadata: '{"a":1}', process: "false" }),
};

describe("time", () => {
  test("lets go of what was held and not captured within 30 days", async () => {
    const kassa = await useKassa();
    const merchant = new Merchant(kassa);
    const { json: held } = await merchant.pay({ authorize: "true" });
    const { json: part } = await merchant.pay({ authorize: "true" });
    await merchant.call("PUT", `/v1/transactions/${part.id}/capture`, { amount: "4.00" });
    await kassa.advance("P31D");
    const after = await Promise.all(
      [held, part].map(({ id }) => merchant.call("GET", `/v1/transactions/${id}`)),
    );
    expect(after.map(({ json }) => [json.status, json.amount])).toEqual([
      ["failed", "10.0"],
      ["approved", "4.0"],
    ]);
    for (const { id } of [held, part])
      expect(
        (await merchant.call("PUT", `/v1/transactions/${id}/capture`, { amount: "1.00" })).json.code,
      ).toBe(155);
    expect(await kassa.problems()).toEqual([]);
  });

  test("fails a payment whose shopper never came back from the bank, and its reference is free again", async () => {
    const kassa = await useKassa();
    const merchant = new Merchant(kassa);
    const more = {
      process: "false",
      success_url: "https://shop.example/ok",
      error_url: "https://shop.example/no",
    };
    const { json } = await merchant.call(
      "POST",
      "/v1/transactions",
      merchant.order({ ...more, payment_ref: "away" }),
    );
    const payload = new URLSearchParams({ ...visa, card_number: "4000000010000018" }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    await kassa.server.inject({ method: "POST", url: new URL(json.href).pathname, payload, headers });
    expect((await merchant.pay({ payment_ref: "away" })).json.code).toBe(146);
    await kassa.advance("PT16M");
    expect((await merchant.call("GET", `/v1/transactions/${json.id}`)).json.status).toBe("failed");
    expect((await merchant.pay({ payment_ref: "away" })).json.status).toBe("approved");
    expect(await kassa.problems()).toEqual([]);
  });
});

test("an acquirer that never answers costs nobody anything", async () => {
  const kassa = await useKassa();
  const merchant = new Merchant(kassa);
  const silent: Fields = { payment_ref: "silent", card_number: "4000000010000075" };
  expect((await merchant.pay(silent)).json).toMatchObject({ name: "errors.payment.failed" });
  expect((await merchant.pay({ payment_ref: "silent" })).json.status).toBe("approved");
  expect(await kassa.problems()).toEqual([]);
});

test("keys are changed while cards pay", async () => {
  const [first, second] = ["11", "22"].map((byte) => byte.repeat(32));
  const kassa = await useKassa({ KASSA_VAULT_KEYS: `1:${first},2:${second}` });
  const merchant = new Merchant(kassa);
  const facts = await kassa.house.directory.byNumber("mondido", "1");
  if (!facts) throw new Error("the sandbox has no Mondido store");
  const old = new Keyring(`1:${first}`, secretKey);
  const tokens = await atOnce(300, async (i) => {
    const expiresOn = Temporal.PlainDate.from("2040-12-31");
    const card = prepareCard(old, facts.merchant.id, { pan: "4111111111111111", holder: "Anna", expiresOn });
    const owner = { number: BigInt(10_000 + i), payerId: null, currency: "SEK", isTest: true };
    return (await kassa.house.write(async (tx) => storeCard(tx, card, owner))).token;
  });
  const stored = (token: string) => ({
    card_number: token,
    card_type: "STORED_CARD",
    card_cvv: undefined,
    card_expiry: undefined,
  });
  const [rotation, answers] = await Promise.all([
    rotateKeys(kassa.house, kassa.house.keyring),
    atOnce(300, (i) => merchant.pay(stored(tokens[i] ?? ""))),
  ]);
  expect(new Set(answers.map(({ json }) => json.status))).toEqual(new Set(["approved"]));
  expect(rotation.unopened).toEqual([]);
  expect(await countOfOldKeys(kassa.reader, 2)).toBe(0);
  expect((await merchant.pay(stored(tokens[0] ?? ""))).json.status).toBe("approved");
});
