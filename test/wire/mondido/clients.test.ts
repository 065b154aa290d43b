import { createPublicKey, publicEncrypt } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { Kassa } from "../../support/kassa.ts";
import { type Fields, type Merchant, visa } from "./merchant.ts";
import { neighbour } from "./neighbour.ts";
import { openMondido } from "./open.ts";

// What clients' tests and code ask of the provider, by the numbers of the facts' section 7. 25 to 27 are about
// redirects and webhooks: window.test.ts, webhooks.test.ts.

let kassa: Kassa;
let merchant: Merchant;
let publicKey: string;
openMondido(async (open) => {
  ({ kassa, merchant } = open);
  publicKey = (await kassa.house.directory.byNumber("mondido", "1"))?.keys?.publicKey ?? "";
});

const card: Fields = { ...visa, currency: "sek", test: "true" };
const store = (more: Fields = {}) => merchant.call("POST", "/v1/stored_cards", { ...card, ...more });
const refund = (fields: Fields) => merchant.call("POST", "/v1/refunds", fields);
const capture = (id: unknown, amount: string) =>
  merchant.call("PUT", `/v1/transactions/${id}/capture`, { amount });

/** As ActiveMerchant encrypts: base64 in lines of 60. */
function encrypt(text: string): string {
  const key = { key: createPublicKey(publicKey), padding: 1 };
  const bytes = publicEncrypt(key, Buffer.from(Buffer.from(text).toString("base64")));
  return bytes.toString("base64").replace(/.{60}/g, "$&\n");
}

function encrypted(order: Fields, names: readonly string[]): Fields {
  const sealed = names.filter((name) => name in order).map((name) => [name, encrypt(order[name] ?? "")]);
  return { ...order, ...Object.fromEntries(sealed), encrypted: sealed.map(([name]) => name).join(",") };
}

describe("transactions", () => {
  test("1: a purchase is told as ActiveMerchant expects it", async () => {
    const { http, json } = await merchant.pay({ payment_ref: "1234567890123456789012" });
    expect(http).toBe(200);
    expect(json).toMatchObject({
      payment_ref: "1234567890123456789012",
      amount: "10.0",
      status: "approved",
      transaction_type: "credit_card",
      test: true,
      customer: null,
    });
  });

  test("2: a customer_ref, new or known, is a customer with a number", async () => {
    const [first, second] = [
      await merchant.pay({ customer_ref: "c2" }),
      await merchant.pay({ customer_ref: "c2" }),
    ];
    expect(Number.isInteger(first.json.customer.id)).toBe(true);
    expect(second.json.customer).toEqual(first.json.customer);
  });

  test("3: CVV 201 is errors.payment.declined, with three keys", async () => {
    const { json } = await merchant.pay({ card_cvv: "201" });
    expect([json.name, json.code, Object.keys(json).length]).toEqual(["errors.payment.declined", 129, 3]);
  });

  test("4: a token pays", async () => {
    const { token } = (await store()).json;
    const order = merchant.order({ card_number: token, card_type: "STORED_CARD" });
    const { json } = await merchant.call("POST", "/v1/transactions", order);
    expect(json.transaction_type).toBe("stored_card");
    expect(Number.isInteger(json.customer.id)).toBe(true);
  });

  describe("5: alike with", () => {
    const extras: Readonly<Record<string, Fields>> = {
      webhook: {
        webhook: '{"trigger":"payment_success","email":"user@example.com","type":"Email"}',
      },
      metadata: { metadata: '{"products":[{"id":"1","qty":"1"}],"user":{"email":"user@example.com"}}' },
      authorize: { authorize: "true" },
      plan_id: { plan_id: "" },
    };
    const subsets = Array.from({ length: 16 }, (_, bits) =>
      Object.keys(extras).filter((_, i) => (bits >> i) & 1),
    );
    const names = `card_holder,card_number,card_cvv,card_expiry,card_type,hash,amount,payment_ref,customer_ref,plan_id,currency,webhook,metadata,test`;
    const cases = subsets.flatMap((chosen) => [
      { chosen, isEncrypted: false },
      { chosen, isEncrypted: true },
    ]);

    let planId: Promise<string>;
    beforeAll(() => {
      const plan = { name: "P", interval_unit: "months", interval: "1", prices: '{"sek":"10.00"}' };
      planId = merchant.call("POST", "/v1/plans", plan).then(({ json }) => String(json.id));
    });

    test.each(cases)("$chosen, encrypted: $isEncrypted", async ({ chosen, isEncrypted }) => {
      const more = Object.assign({}, ...chosen.map((name) => extras[name]));
      if (chosen.includes("plan_id")) more.plan_id = await planId;
      const order = merchant.order({ ...visa, ...more });
      const sent = isEncrypted ? encrypted(order, names.split(",")) : order;
      const { json } = await merchant.call("POST", "/v1/transactions", sent);
      const isStored = chosen.includes("plan_id");
      expect([json.subscription, json.stored_card, json.customer].map((it) => it !== null)).toEqual([
        isStored,
        isStored,
        isStored,
      ]);
      expect(json).toMatchObject({
        amount: "10.0",
        status: chosen.includes("authorize") ? "authorized" : "approved",
        metadata: chosen.includes("metadata") ? { user: { email: "user@example.com" } } : null,
        webhooks: chosen.includes("webhook") ? [{ type: "Email", email: "user@example.com" }] : [],
      });
    });
  });

  test.each([
    ["10.00", "10.0"],
    ["5.00", "5.0"],
  ])("6: an authorization is captured (%s)", async (amount, told) => {
    const { json } = await merchant.pay({ authorize: "true" });
    expect(json.status).toBe("authorized");
    expect((await capture(json.id, amount)).json).toMatchObject({ status: "approved", amount: told });
  });

  test("7: a capture of nothing, by no number, is errors.amount.invalid", async () => {
    expect((await merchant.call("PUT", "/v1/transactions//capture", { amount: "" })).json.name).toBe(
      "errors.amount.invalid",
    );
  });

  test("8: refunds", async () => {
    for (const [amount, told] of [
      ["10.00", "10.0"],
      ["5.00", "5.0"],
    ] as const) {
      const { json } = await merchant.pay();
      const given = await refund({ transaction_id: String(json.id), amount, reason: "x" });
      expect(given.json.amount).toBe(told);
      const after = await merchant.call("GET", `/v1/transactions/${json.id}`);
      expect(after.json.status).toBe("approved");
    }
    const unknown = await refund({ transaction_id: "0", amount: "", reason: "x" });
    expect(unknown.json.name).toBe("errors.transaction.not_found");
  });

  test("9: a refund of what is held is a void", async () => {
    const { json } = await merchant.pay({ authorize: "true" });
    const voided = await refund({ transaction_id: String(json.id), amount: "1.00", reason: "x" });
    expect([voided.http, voided.json.transaction]).toEqual([200, { id: json.id }]);
    const after = await merchant.call("GET", `/v1/transactions/${json.id}`);
    expect(after.json.status).toBe("authorized");
    expect((await refund({ transaction_id: "0", amount: "1.00", reason: "x" })).json.name).toBe(
      "errors.transaction.not_found",
    );
  });

  test("10: store_card decides whether there is a stored card", async () => {
    expect((await merchant.pay({ store_card: "true" })).json.stored_card).not.toBeNull();
    expect((await merchant.pay({ store_card: "false" })).json.stored_card).toBeNull();
  });

  test("11: extend=stored_card in the query of a POST", async () => {
    const order = merchant.order({ ...visa, store_card: "true" });
    const query = "?start_id=1&limit=5&extend=stored_card";
    const { json } = await merchant.call("POST", `/v1/transactions${query}`, order);
    expect(json.stored_card.merchant_id).toBe(json.merchant_id);
  });

  test("12: bad credentials fail", async () => {
    const authorization = `Basic ${btoa("1:nonsense")}`;
    const { http, text } = await merchant.call("POST", "/v1/transactions", merchant.order(visa), {
      authorization,
    });
    expect(http).toBe(401);
    expect(text.toLowerCase()).toContain("access denied");
  });

  test("13: .NET's tour", async () => {
    const prepared = await merchant.pay({ process: "false" });
    expect(prepared.json.href).not.toBeNull();
    const { json: list } = await merchant.call("GET", "/v1/transactions?limit=3&offset=0");
    expect(list).toHaveLength(3);
    const { json } = await merchant.call("GET", `/v1/transactions/${list[0].id}`);
    expect(json.id).toBe(list[0].id);
  });

  test("14: .NET looks for the declined transaction in the error, and is known by its name", async () => {
    const order = merchant.order({ ...visa, card_cvv: "201" });
    const { http, json } = await merchant.call("POST", "/v1/transactions", order, {
      "user-agent": "RestSharp/106.2.1.0",
    });
    expect([http, json.name]).toEqual([400, "errors.payment.declined"]);
    expect(json.object.transaction).toMatchObject({ amount: "10.0", status: "declined" });
    expect(json.object.transaction.id).not.toBe(0);
  });

  test("15: GET tells the same as POST did", async () => {
    const created = await merchant.pay({ customer_ref: "c15", store_card: "true", metadata: '{"a":1}' });
    const read = await merchant.call("GET", `/v1/transactions/${created.json.id}`);
    expect(read.json).toEqual(created.json);
  });

  test("16: exactly 10 of enough, with a slash before the query", async () => {
    const { json } = await merchant.call("GET", "/v1/transactions/?limit=10&offset=0");
    expect(json).toHaveLength(10);
    expect((await merchant.call("GET", "/v1/transactions")).json).toHaveLength(10);
  });

  test("17: 404 and 400 with the error's name; lists are arrays", async () => {
    const missing = await merchant.call("GET", "/v1/transactions/999999");
    expect([missing.http, missing.json.name]).toEqual([404, "errors.transaction.not_found"]);
    expect((await merchant.pay({ card_cvv: "201" })).http).toBe(400);
    expect((await merchant.call("GET", "/v1/transactions")).json).toBeInstanceOf(Array);
  });

  test("18: a reference nobody used is an empty list; pages are full until the end", async () => {
    const none = await merchant.call("GET", "/v1/transactions?filter%5Bpayment_ref%5D=nobody");
    expect([none.http, none.json]).toEqual([200, []]);
    const all: number[] = [];
    for (let offset = 0; ; offset += 7) {
      const { json } = await merchant.call("GET", `/v1/transactions?limit=7&offset=${offset}`);
      all.push(...json.map(({ id }: { id: number }) => id));
      if (json.length < 7) break;
    }
    const { headers } = await merchant.call("GET", "/v1/transactions?limit=1");
    expect(new Set(all).size).toBe(all.length);
    expect(headers["content-range"]).toBe(`items 0-0/${all.length}`);
  });

  test("19: an update tells the transaction; errors have three keys, successes no code", async () => {
    const { json } = await merchant.pay({ process: "false" });
    const updated = await merchant.call("PUT", `/v1/transactions/${json.id}`, {
      metadata: '{"a":1}',
      process: "false",
    });
    expect(updated.json).toMatchObject({ id: json.id, href: json.href, metadata: { a: 1 } });
    expect(updated.json).not.toHaveProperty("code");
    const { json: error } = await merchant.call("PUT", "/v1/transactions/999999", {});
    expect(Object.keys(error)).toEqual(["name", "code", "description"]);
  });

  test("20: a plugin's look at its settings", async () => {
    const { http, json } = await merchant.call("GET", "/v1/transactions?limit=1&offset=1");
    expect([http, Array.isArray(json)]).toEqual([200, true]);
  });
});

describe("stored cards", () => {
  test("21: creation", async () => {
    expect((await store()).json).toMatchObject({
      status: "active",
      currency: "SEK",
      card_number: "411111******1111",
    });
    expect((await store({ card_cvv: "201" })).json.name).toBe("errors.payment.declined");
    expect((await store({ customer_ref: "c21" })).json.customer.id).toBeTypeOf("number");
    expect((await store({ customer_id: "999999" })).http).toBe(404);
    const names = ["card_holder", "card_number", "card_cvv", "card_expiry", "card_type", "currency"];
    expect((await merchant.call("POST", "/v1/stored_cards", encrypted(card, names))).json.status).toBe(
      "active",
    );
  });

  test("22: deletion", async () => {
    const { json } = await store();
    expect((await merchant.call("DELETE", `/v1/stored_cards/${json.id}`)).json.status).toBe("deleted");
    expect((await merchant.call("DELETE", "/v1/stored_cards/")).http).toBe(404);
    for (const [locale, description] of [
      ["en", "Unauthorized"],
      ["se", "Ej behörig"],
    ] as const) {
      const fields = { locale };
      const foreign = await merchant.call("DELETE", `/v1/stored_cards/${json.id}`, fields, {
        authorization: neighbour,
      });
      expect(foreign.json).toEqual({ name: "errors.unauthorized", code: 138, description });
    }
  });

  test("23: the holder is repeated; a list of two has two", async () => {
    expect((await store({ card_holder: "Jane Doe" })).json.card_holder).toBe("Jane Doe");
    expect((await merchant.call("GET", "/v1/stored_cards?limit=2&offset=0")).json).toHaveLength(2);
  });
});

test("24: a refund is read by its number; its reason is as it was sent", async () => {
  const { json: paid } = await merchant.pay();
  const { json } = await refund({ transaction_id: String(paid.id), amount: "1.00", reason: "123" });
  expect(json.reason).toBe("123");
  expect((await merchant.call("GET", `/v1/refunds/${json.id}`)).json).toEqual(json);
  const extended = await merchant.call("GET", `/v1/refunds/${json.id}?extend=transaction`);
  expect(extended.json.transaction).toMatchObject({ id: paid.id, status: "approved" });
});
