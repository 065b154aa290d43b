import { expect, test } from "vitest";
import { useShop } from "./shop.ts";
import { replay } from "./transcript.ts";

const here = useShop();

test("the document's example returns an order as a whole", async () => {
  await here.shop.orderAt("finished", { orderId: "R001233", amount: 2_010 });
  await replay(here.kassa, "return");
  expect(await here.shop.currentOrder("R001233")).toMatchObject({ decision: "approved", status: "refunded" });
});

test("parts may be returned at once after the finish; with the last one the order is refunded", async () => {
  const { orderId, phone } = await here.shop.orderAt("finished", { amount: 5_000 });
  const give = (amount: number) => here.shop.ask("return", { order_id: orderId, amount });
  expect(await give(1_000)).toEqual({ status: 0, message: "Payload valid" });
  expect(await here.shop.currentOrder(orderId)).toMatchObject({ status: "finished", expired: false });
  expect(await here.shop.limitOf(phone)).toBe("96000.00");
  expect(await give(4_000)).toMatchObject({ status: 0 });
  expect(await here.shop.currentOrder(orderId)).toMatchObject({ status: "refunded", expired: true });
  expect(await here.shop.limitOf(phone)).toBe("100000.00");
});

test("more than remains cannot be returned, at once or bit by bit", async () => {
  const { orderId } = await here.shop.orderAt("finished");
  const give = (amount: number) => here.shop.ask("return", { order_id: orderId, amount });
  expect(await give(500.01)).toEqual({
    status: 32,
    message: "Order amount is different from the amount specified before",
  });
  await give(300);
  expect(await give(200.01)).toMatchObject({ status: 32 });
  expect(await give(200)).toMatchObject({ status: 0 });
  expect(await give(0.01)).toMatchObject({ status: 32 });
});

test("returns at the same time do not return more than there is", async () => {
  const { orderId } = await here.shop.orderAt("finished");
  const give = () => here.shop.ask("return", { order_id: orderId, amount: 200 });
  const answers = await Promise.all([give(), give(), give(), give()]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([0, 0, 32, 32]);
});

test.each(["opened", "identified", "held", "canceled", "expired", "declined"] as const)(
  "an order that is %s was not finished, and nothing of it comes back",
  async (stage) => {
    const { orderId } = await here.shop.orderAt(stage);
    expect(await here.shop.ask("return", { order_id: orderId, amount: 100 })).toEqual({
      status: 100,
      message: "At the moment, the server cannot process your request",
    });
  },
);

test.each([undefined, null, 0, "0.00", -1, "-1", 0.001, "", "all"])(
  "%j is nothing to return",
  async (amount) => {
    const { orderId } = await here.shop.orderAt("finished");
    expect(await here.shop.ask("return", { order_id: orderId, amount })).toMatchObject({ status: 30 });
  },
);

test.each(["return", "/online/v1/return"] as const)("older clients of %s say sum", async (method) => {
  const { orderId } = await here.shop.orderAt("finished");
  const body = { order_id: orderId, sum: "500.00", kind: "cancel" };
  expect(await here.shop.ask(method, body)).toMatchObject({ status: 0 });
  expect(await here.shop.currentOrder(orderId)).toMatchObject({ status: "refunded" });
});
