import { expect, test } from "vitest";
import { useShop } from "./shop.ts";
import { replay } from "./transcript.ts";

const here = useShop();

test("the document's example cancels the order, and the limit is free again", async () => {
  const { phone } = await here.shop.orderAt("held", { orderId: "R107356" });
  await replay(here.kassa, "cancel");
  expect(await here.shop.currentOrder("R107356")).toMatchObject({ decision: "approved", status: "canceled" });
  expect(await here.shop.limitOf(phone)).toBe("100000.00");
});

test.each(["opened", "identified", "held", "expired"] as const)(
  "an order that is %s can be canceled",
  async (stage) => {
    const { orderId } = await here.shop.orderAt(stage);
    expect(await here.shop.ask("cancel", { order_id: orderId })).toEqual({
      status: 0,
      message: "Payload valid",
    });
    expect(await here.shop.currentOrder(orderId)).toMatchObject({ status: "canceled", expired: true });
  },
);

test.each(["finished", "partly returned", "returned", "canceled", "declined"] as const)(
  "an order that is %s cannot be canceled",
  async (stage) => {
    const { orderId } = await here.shop.orderAt(stage);
    const before = await here.shop.currentOrder(orderId);
    expect(await here.shop.ask("cancel", { order_id: orderId })).toEqual({
      status: 81,
      message: "Unable to cancel - order is already finished/canceled",
    });
    expect(await here.shop.currentOrder(orderId)).toEqual(before);
  },
);

test("what plugins send beside the order_id does not matter", async () => {
  const { orderId } = await here.shop.orderAt("held");
  const body = { order_id: orderId, amount: 1, check_number: null, sum: "2", kind: "cancel" };
  expect(await here.shop.ask("cancel", body)).toMatchObject({ status: 0 });
});

test("the address with an underscore is the same method", async () => {
  const { orderId } = await here.shop.orderAt("held");
  expect(await here.shop.ask("/factoring/v1/pre_check/cancel", { order_id: orderId })).toMatchObject({
    status: 0,
  });
});
