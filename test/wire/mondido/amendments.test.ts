import { describe, expect, test } from "vitest";
import type { Acquirer } from "../../../src/core/payments/index.ts";
import type { Kassa } from "../../support/kassa.ts";
import { type Fields, type Merchant, orderHash, visa } from "./merchant.ts";
import { openMondido } from "./open.ts";

let kassa: Kassa;
let merchant: Merchant;
openMondido((open) => {
  ({ kassa, merchant } = open);
});

const put = (id: number, fields: Fields) => merchant.call("PUT", `/v1/transactions/${id}`, fields);
const prepared = async (more: Fields = {}) =>
  (await merchant.call("POST", "/v1/transactions", merchant.order({ process: "false", ...more }))).json;
const planWith = async (fees: string) => {
  const sheet = { name: "Gym", interval_unit: "months", interval: "1", prices: '{"sek":"100"}' };
  const { json } = await merchant.call("POST", "/v1/plans", { ...sheet, setup_fees: fees });
  return String(json.id);
};

describe("while a payment is under way", () => {
  /** The bank takes its time: meanwhile `act` happens, once. */
  function whileAsked(act: () => Promise<unknown>): void {
    const { acquirer } = kassa.house;
    const slow: Acquirer = {
      ...acquirer,
      async authorize(request) {
        Object.assign(kassa.house, { acquirer });
        await act();
        return acquirer.authorize(request);
      },
    };
    Object.assign(kassa.house, { acquirer: slow });
  }

  test("metadata that changes is that of the payment, of the subscription, and of its charges", async () => {
    const { id } = await prepared({ plan_id: "1", amount: "100.00", metadata: '{"cart":"old"}' });
    whileAsked(async () => {
      const { http } = await put(id, { metadata: '{"cart":"new"}', process: "false" });
      expect(http).toBe(200);
    });
    const { json: paid } = await put(id, visa);
    expect(paid).toMatchObject({ status: "approved", metadata: { cart: "new" } });
    expect((await merchant.call("GET", `/v1/transactions/${id}`)).json.metadata).toEqual({ cart: "new" });
    const subscription = await merchant.call("GET", `/v1/subscriptions/${paid.subscription.id}`);
    expect(subscription.json.metadata).toEqual({ cart: "new" });
    await kassa.advance("P32D");
    const { json: all } = await merchant.call("GET", "/v1/transactions?limit=1");
    expect(all).toMatchObject([{ transaction_type: "recurring", metadata: { cart: "new" } }]);
  });

  test("what is agreed does not change", async () => {
    const { id } = await prepared({ plan_id: "1", amount: "100.00" });
    const refused: unknown[] = [];
    whileAsked(async () => {
      const others: Fields[] = [{ plan_id: "2" }, { subscription_quantity: "9" }, { authorize: "true" }];
      for (const fields of others) refused.push((await put(id, { ...fields, process: "false" })).json.code);
    });
    const { json: paid } = await put(id, visa);
    expect(refused).toEqual([153, 153, 153]);
    expect(paid).toMatchObject({ status: "approved", amount: "100.0" });
    const { json } = await merchant.call("GET", `/v1/subscriptions/${paid.subscription.id}`);
    expect(json).toMatchObject({ plan: { id: 1 }, multiplier: 1 });
  });
});

test.each<Fields>([
  { plan_id: "1" },
  { authorize: "true" },
  { customer_ref: "somebody" },
  { subscription_quantity: "2" },
  { subscription_items: '[{"artno":"1","description":"a","amount":1,"qty":1,"vat":25}]' },
  { amount: "11.00" },
  { currency: "eur" },
])("a paid transaction does not take %j any more, and takes what is agreed again", async (fields) => {
  const { json } = await merchant.pay();
  expect((await put(json.id, { ...fields, process: "false" })).json.code).toBe(153);
  const same = await put(json.id, { amount: "10.00", currency: "sek", test: "true", authorize: "false" });
  expect([same.http, same.json]).toEqual([200, json]);
});

describe("what a plan costs to begin with", () => {
  test("comes on top once, however often the cart is sent again", async () => {
    const plan_id = await planWith('{"sek":"49.50"}');
    const { id, amount } = await prepared({ plan_id, amount: "100.00" });
    expect(amount).toBe("149.5");
    const items = '[{"artno":"1","description":"a","amount":"100.00","qty":"1","vat":"25"}]';
    expect((await put(id, { items, process: "false" })).json.amount).toBe("149.5");
    expect((await put(id, { amount: "120.00", process: "false" })).json.amount).toBe("169.5");
    const unchanged = await put(id, { metadata: "{}", plan_id, process: "false" });
    expect(unchanged.json.amount).toBe("169.5");
  });

  test("is that of the plan in the end", async () => {
    const [dear, cheap] = [await planWith('{"sek":"50"}'), await planWith('{"sek":"5"}')];
    const { id } = await prepared({ plan_id: dear, amount: "100.00" });
    expect((await put(id, { plan_id: cheap, process: "false" })).json.amount).toBe("105.0");
    const { json: paid } = await put(id, { ...visa, amount: "100.00" });
    expect(paid).toMatchObject({ status: "approved", amount: "105.0" });
  });

  test("is not in the amount that the merchant signs", async () => {
    const plan_id = await planWith('{"sek":"50"}');
    const { id, payment_ref } = await prepared({ plan_id, amount: "100.00" });
    const signed = { merchant_id: "1", payment_ref, amount: "100.00", currency: "sek", test: "true" };
    const fields = { hash: orderHash(signed), metadata: '{"a":1}', process: "false" };
    expect((await put(id, fields)).json).toMatchObject({ amount: "150.0", metadata: { a: 1 } });
  });
});

test.each([true, false])(
  "who names no customer leaves the one there is, whatever their name by now: paid %s",
  async (isPaid) => {
    const ref = `old-${isPaid}`;
    const fields: Fields = isPaid ? visa : { process: "false" };
    const { json } = await merchant.call(
      "POST",
      "/v1/transactions",
      merchant.order({ customer_ref: ref, ...fields }),
    );
    const { id } = json.customer;
    await merchant.call("PUT", `/v1/customers/${id}`, { ref: `new-${isPaid}` });
    const { json: after } = await put(json.id, { metadata: '{"a":1}', process: "false" });
    expect(after).toMatchObject({ metadata: { a: 1 }, customer: { id } });
    expect((await merchant.call("GET", `/v1/customers?filter[ref]=${ref}`)).json).toEqual([]);
  },
);
