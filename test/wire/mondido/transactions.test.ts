import { describe, expect, test } from "vitest";
import { type Merchant, md5, orderHash, secret } from "./merchant.ts";
import { openMondido } from "./open.ts";

let merchant: Merchant;
openMondido((open) => {
  ({ merchant } = open);
});

describe("a payment by card", () => {
  test("is approved, and told as the document says", async () => {
    const { http, json } = await merchant.pay({ payment_ref: "first" });
    expect(http).toBe(200);
    expect(json).toMatchObject({
      payment_ref: "first",
      amount: "10.0",
      currency: "sek",
      status: "approved",
      transaction_type: "credit_card",
      card_number: "411111******1111",
      card_type: "VISA",
      card_holder: "Anna Berg",
      test: true,
      customer: null,
      stored_card: null,
      error: null,
    });
    expect(json.id).toBeTypeOf("number");
    expect(json.response_hash).toBe(md5(`1first10.00sekapproved${secret}`));
    const again = await merchant.call("GET", `/v1/transactions/${json.id}`);
    expect(again.json).toEqual(json);
  });

  test("has its metadata told as it came, key by key", async () => {
    const metadata = '{"zebra":1.50,"apple":{"qty":"1","id":"2"},"b":[{"y":1,"x":2}]}';
    const { json } = await merchant.pay({ metadata });
    const { text } = await merchant.call("GET", `/v1/transactions/${json.id}`);
    expect(text).toContain('"metadata":{"zebra":1.5,"apple":{"qty":"1","id":"2"},"b":[{"y":1,"x":2}]}');
  });

  test("is declined with CVV 201, in three keys", async () => {
    const { http, json } = await merchant.pay({ card_cvv: "201" });
    expect(http).toBe(400);
    expect(json).toEqual({ name: "errors.payment.declined", code: 129, description: "Payment declined" });
  });

  test("is held, and captured in parts", async () => {
    const held = await merchant.pay({ authorize: "true" });
    expect(held.json).toMatchObject({ status: "authorized", authorize: true, amount: "10.0" });
    const part = await merchant.call("PUT", `/v1/transactions/${held.json.id}/capture`, { amount: "4.00" });
    expect(part.json).toMatchObject({
      id: held.json.id,
      status: "approved",
      amount: "4.0",
      org_auth_amount: 10,
    });
    const rest = await merchant.call("PUT", `/v1/transactions/${held.json.id}/capture`, { amount: "6.00" });
    expect(rest.json).toMatchObject({ status: "approved", amount: "10.0" });
    const more = await merchant.call("PUT", `/v1/transactions/${held.json.id}/capture`, { amount: "0.01" });
    expect(more.json.code).toBe(155);
  });

  test("is refunded in parts, and no further", async () => {
    const { json: paid } = await merchant.pay();
    const refund = (amount: string) =>
      merchant.call("POST", "/v1/refunds", { transaction_id: String(paid.id), amount, reason: "because" });
    const first = await refund("5.00");
    expect(first.json).toMatchObject({ amount: "5.0", reason: "because", transaction: { id: paid.id } });
    expect((await refund("5.01")).json.code).toBe(134);
    expect((await refund("5.00")).http).toBe(200);
    const { json } = await merchant.call("GET", `/v1/transactions/${paid.id}`);
    expect(json.status).toBe("approved");
    expect(json.refunds.map((r: { amount: string }) => r.amount)).toEqual(["5.0", "5.0"]);
  });

  test("is let go whole by a refund of any amount while it is only held", async () => {
    const { json: held } = await merchant.pay({ authorize: "true" });
    const fields = { transaction_id: String(held.id), amount: "1.00", reason: "void" };
    const { http, json } = await merchant.call("POST", "/v1/refunds", fields);
    expect([http, json.amount]).toEqual([200, "10.0"]);
    const capture = await merchant.call("PUT", `/v1/transactions/${held.id}/capture`, { amount: "10.00" });
    expect(capture.json.code).toBe(155);
  });

  test("stores the card when asked to, and the stored card pays", async () => {
    const { json } = await merchant.pay({ store_card: "true", customer_ref: "anna" });
    expect(json.stored_card.id).toBeTypeOf("number");
    expect(json.customer.id).toBeTypeOf("number");
    const extended = await merchant.call("GET", `/v1/transactions/${json.id}?extend=stored_card,customer`);
    const { token, merchant_id, currency } = extended.json.stored_card;
    expect([merchant_id, currency, extended.json.customer.ref]).toEqual([1, "SEK", "anna"]);
    const order = merchant.order({ customer_ref: "anna", card_number: token, card_type: "STORED_CARD" });
    const paid = await merchant.call("POST", "/v1/transactions", order);
    expect(paid.json).toMatchObject({
      status: "approved",
      transaction_type: "stored_card",
      stored_card: { id: json.stored_card.id },
      customer: { id: json.customer.id },
    });
  });

  test("needs a reference that nobody has paid", async () => {
    await merchant.pay({ payment_ref: "twice", card_cvv: "201" });
    expect((await merchant.pay({ payment_ref: "twice" })).json.status).toBe("approved");
    expect((await merchant.pay({ payment_ref: "twice" })).json.code).toBe(146);
    const twins = await Promise.all(Array.from({ length: 20 }, () => merchant.pay({ payment_ref: "twins" })));
    expect(twins.filter(({ http }) => http === 200)).toHaveLength(1);
    expect(new Set(twins.filter(({ http }) => http !== 200).map(({ json }) => json.code))).toEqual(
      new Set([146]),
    );
  });

  test("that is only prepared has a link, and is paid by an update", async () => {
    const { json } = await merchant.call("POST", "/v1/transactions", merchant.order({ process: "false" }));
    expect(json).toMatchObject({ status: "pending", transaction_type: null });
    expect(json.href).toMatch(/\/v1\/form\/[\w-]{22}$/);
    const fields = {
      amount: "25.00",
      hash: orderHash({ ...merchant.order({}), payment_ref: json.payment_ref, amount: "25.00" }),
      process: "false",
    };
    const updated = await merchant.call("PUT", `/v2/transactions/${json.id}`, fields);
    expect(updated.json).toMatchObject({ id: json.id, amount: "25.0", status: "pending" });
  });
});
