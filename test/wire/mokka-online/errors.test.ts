import { expect, test } from "vitest";
import { type MokkaOptions, useKassa } from "../../support/kassa.ts";
import { authBody } from "../../support/shopper.ts";
import { type Method, type Order, type Stage, useShop } from "./shop.ts";

const here = useShop();

type Case = {
  readonly code: number;
  readonly message: string;
  readonly method: Method;
  /** The order that the request is about. */
  readonly stage?: Stage;
  readonly body: (order: Order) => unknown;
  readonly options?: MokkaOptions;
};

const byId = ({ orderId }: Order) => ({ order_id: orderId });
const withAmount = ({ orderId, amount }: Order) => ({ order_id: orderId, amount });
const checkoutWith = (current: object) => (order: Order) => authBody({ ...order, current: { ...current } });
const cart_items = [{ name: "Phone", price: 500, quantity: 1 }];

const cases: readonly Case[] = [
  { code: 0, message: "Payload valid", method: "checkout", body: authBody },
  { code: 10, message: "JSON decode error", method: "checkout", body: () => '{"order_id": ' },
  { code: 20, message: "order_id missing", method: "checkout", body: checkoutWith({ order_id: undefined }) },
  { code: 21, message: "Wrong order_id format", method: "checkout", body: checkoutWith({ order_id: [] }) },
  { code: 22, message: "Order exists", method: "checkout", stage: "finished", body: authBody },
  { code: 23, message: "Order expired", method: "finish", stage: "expired", body: withAmount },
  { code: 24, message: "Order with specified ID not found", method: "status", body: byId },
  {
    code: 30,
    message: "Wrong order amount format",
    method: "checkout",
    body: checkoutWith({ amount: "100,50" }),
  },
  {
    code: 31,
    message: "Wrong order prepayment amount format",
    method: "checkout",
    body: checkoutWith({ prepayment_amount: "a little" }),
  },
  {
    code: 32,
    message: "Order amount is different from the amount specified before",
    method: "finish",
    stage: "held",
    body: (order) => withAmount({ ...order, amount: 501 }),
  },
  {
    code: 33,
    message: "Order amount is outside of tariff limits",
    method: "checkout",
    body: checkoutWith({ amount: 9_999_999_999_999 }),
  },
  { code: 34, message: "Order term value is wrong", method: "checkout", body: checkoutWith({ term: 5 }) },
  {
    code: 35,
    message: "Order prepayment amount is wrong",
    method: "checkout",
    body: checkoutWith({ amount: 5_000, prepayment_amount: 5_001 }),
  },
  {
    code: 40,
    message: "Order callback_url missing",
    method: "registration",
    body: (order) => ({ ...authBody(order), callback_url: "" }),
  },
  {
    code: 41,
    message: "Order redirect_url missing",
    method: "registration",
    body: (order) => ({ ...authBody(order), redirect_url: undefined }),
  },
  { code: 50, message: "Store ID is missing", method: "status", body: byId, options: { store: null } },
  { code: 51, message: "Store not found", method: "status", body: byId, options: { store: "77" } },
  { code: 60, message: "Signature missing", method: "status", body: byId, options: { signature: "" } },
  { code: 61, message: "Signature wrong", method: "status", body: byId, options: { secret: "another" } },
  {
    code: 62,
    message: "Error saving file",
    method: "finish",
    stage: "held",
    body: () => "x".repeat(13_000_000),
  },
  {
    code: 70,
    message: "Phone number is different",
    method: "checkout",
    stage: "held",
    body: (order) => authBody({ ...order, phone: "333999999" }),
  },
  {
    code: 71,
    message: "Client has not enough limit",
    method: "change",
    stage: "held",
    body: ({ orderId }) => ({ order_id: orderId, amount: 1_000_000, cart_items }),
  },
  {
    code: 80,
    message: "Unable to finish - order is already finished/canceled",
    method: "finish",
    stage: "finished",
    body: withAmount,
  },
  {
    code: 81,
    message: "Unable to cancel - order is already finished/canceled",
    method: "cancel",
    stage: "canceled",
    body: byId,
  },
  {
    code: 82,
    message: "Unable to change - order is already finished/canceled",
    method: "change",
    stage: "canceled",
    body: (order) => ({ ...withAmount(order), cart_items }),
  },
  { code: 90, message: "Cart items are missing", method: "change", stage: "held", body: withAmount },
  {
    code: 100,
    message: "At the moment, the server cannot process your request",
    method: "return",
    stage: "held",
    body: withAmount,
  },
  {
    code: 110,
    message: "Invalid time format value",
    method: "checkout",
    body: checkoutWith({ valid_till: "next week" }),
  },
];

test.each(cases)("$code $message", async ({ code, message, method, stage, body, options }) => {
  const order = stage ? await here.shop.orderAt(stage) : here.shop.newOrder();
  const answer = await here.shop.ask(method, body(order), options);
  expect(answer).toMatchObject({ status: code, message });
  if (code !== 0) expect(Object.keys(answer)).toEqual(["status", "message"]);
});

test("everything that is wrong with a checkout is told in one order, one thing at a time", async () => {
  const order = here.shop.newOrder();
  const right = { ...authBody(order), current_order: authBody(order).current_order as object };
  const wrongs = [
    [20, { current_order: null }],
    [21, { current_order: { order_id: {} } }],
    [40, { callback_url: "here" }],
    [41, { redirect_url: 1 }],
    [30, { current_order: { ...right.current_order, amount: "NaN" } }],
    [31, { current_order: { ...right.current_order, prepayment_amount: "NaN" } }],
    [35, { current_order: { ...right.current_order, prepayment_amount: 500 } }],
    [34, { current_order: { ...right.current_order, term: 5 } }],
    [110, { current_order: { ...right.current_order, valid_till: "NaN" } }],
    [33, { current_order: { ...right.current_order, amount: 1 } }],
  ] as const;
  for (const [status, wrong] of wrongs) {
    expect(await here.shop.ask("checkout", { ...right, ...wrong })).toMatchObject({ status });
  }
  const bothMissing = { ...right, callback_url: undefined, redirect_url: undefined };
  expect(await here.shop.ask("checkout", bothMissing)).toMatchObject({ status: 40 });
  expect(await here.shop.ask("checkout", right)).toMatchObject({ status: 0 });
});

test.each(["finish", "status", "change", "cancel", "return"] as const)(
  "%s does not know an order that was never sent",
  async (method) => {
    const body = { order_id: "never", amount: 500, cart_items };
    expect(await here.shop.ask(method, body)).toEqual({
      status: 24,
      message: "Order with specified ID not found",
    });
  },
);

test.each(["finish", "status", "change", "cancel", "return"] as const)(
  "%s needs an order_id",
  async (method) => {
    const ask = (order_id: unknown) => here.shop.ask(method, { order_id, amount: 500, cart_items });
    for (const id of [undefined, null, ""]) expect(await ask(id)).toMatchObject({ status: 20 });
    for (const id of [[], {}, true, 1.5, " ", "x".repeat(256)])
      expect(await ask(id)).toMatchObject({ status: 21 });
  },
);

test("an answer of a live installation has the same form", async () => {
  const live = {
    KASSA_MODE: "live",
    KASSA_SECRET_KEY: "00".repeat(32),
    KASSA_VAULT_KEYS: `1:${"11".repeat(32)}`,
    PUBLIC_URL: "https://pay.example.com",
  };
  const kassa = await useKassa(live);
  expect(await kassa.mokka("/factoring/v1/status", {})).toMatchObject({
    http: 200,
    json: { status: 51, message: "Store not found" },
  });
});
