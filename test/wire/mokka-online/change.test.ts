import { expect, test } from "vitest";
import { useShop } from "./shop.ts";
import { replay } from "./transcript.ts";

const here = useShop();
const cart_items = [{ name: "Phone", price: 300, quantity: 1 }];
const valid = { status: 0, message: "Payload valid" };

test("a change answers the new schedule, and the order stays on hold", async () => {
  const { phone } = await here.shop.orderAt("held", { orderId: "R107356", amount: 3_500 });
  await replay(here.kassa, "change");
  expect(await here.shop.currentOrder("R107356")).toMatchObject({ status: "hold", amount: 3_000, term: 3 });
  expect(await here.shop.limitOf(phone)).toBe("97000.00");
});

test("the schedule is the one that the Schedule method tells for the amount", async () => {
  const { orderId } = await here.shop.orderAt("held");
  const { schedule } = await here.shop.ask("change", { order_id: orderId, amount: 333.33, cart_items });
  const { payment_schedule } = await here.shop.ask("schedule", { amount: 333.33 });
  const { payment_dates } = payment_schedule.find(({ term }: { term: number }) => term === 3);
  expect(schedule).toEqual(payment_dates.map(asInSchedule));
});

function asInSchedule({ date, amount }: { date: string; amount: number }) {
  return { date: date.split(".").reverse().join("-"), amount };
}

test("the order is finished with the new amount and not with the old one", async () => {
  const { orderId, amount } = await here.shop.orderAt("held");
  expect(await here.shop.ask("change", { order_id: orderId, amount: 300, cart_items })).toMatchObject(valid);
  expect(await here.shop.ask("finish", { order_id: orderId, amount })).toMatchObject({ status: 32 });
  expect(await here.shop.ask("finish", { order_id: orderId, amount: 300 })).toEqual(valid);
});

test("the amount may grow as far as the limit goes, and no further", async () => {
  const { orderId, phone } = await here.shop.orderAt("held");
  const change = (amount: number) => here.shop.ask("change", { order_id: orderId, amount, cart_items });
  expect(await change(100_000)).toMatchObject(valid);
  expect(await here.shop.limitOf(phone)).toBe("0.00");
  expect(await change(1_000_000)).toEqual({ status: 71, message: "Client has not enough limit" });
  expect(await here.shop.currentOrder(orderId)).toMatchObject({ status: "hold", amount: 100_000 });
});

test("valid_till moves the end of the hold", async () => {
  const { orderId } = await here.shop.orderAt("held");
  const valid_till = here.kassa.house.now().add({ hours: 72 }).toString();
  await here.shop.ask("change", { order_id: orderId, amount: 300, valid_till, cart_items });
  await here.kassa.advance("PT71H");
  expect(await here.shop.currentOrder(orderId)).toMatchObject({ status: "hold" });
  await here.kassa.advance("PT1H");
  expect(await here.shop.currentOrder(orderId)).toMatchObject({ status: "expired" });
});

test("an empty cart is a cart; none, null and something else are missing", async () => {
  const { orderId } = await here.shop.orderAt("held");
  const change = (cart: unknown) =>
    here.shop.ask("change", { order_id: orderId, amount: 300, cart_items: cart });
  expect(await change([])).toMatchObject(valid);
  for (const cart of [undefined, null, "", {}, 1]) {
    expect(await change(cart)).toEqual({ status: 90, message: "Cart items are missing" });
  }
});

test("a missing cart is told before what the order is, even one that is not there", async () => {
  const { orderId } = await here.shop.orderAt("finished");
  for (const order_id of [orderId, "unknown"]) {
    expect(await here.shop.ask("change", { order_id, amount: 300 })).toMatchObject({ status: 90 });
  }
});

test.each(["opened", "identified", "finished", "returned", "canceled", "declined"] as const)(
  "an order that is %s cannot be changed",
  async (stage) => {
    const { orderId } = await here.shop.orderAt(stage);
    expect(await here.shop.ask("change", { order_id: orderId, amount: 300, cart_items })).toEqual({
      status: 82,
      message: "Unable to change - order is already finished/canceled",
    });
  },
);

test.each([
  ["no amount", { amount: undefined }, 30],
  ["a wrong amount", { amount: "much" }, 30],
  ["an amount below the tariffs", { amount: 5 }, 33],
  ["nothing left to finance", { amount: 100 }, 33],
  ["rubbish for a time", { amount: 300, valid_till: "tomorrow" }, 110],
  ["an unknown order", { amount: 300, order_id: "unknown" }, 24],
])("%s changes nothing", async (_, fields, status) => {
  const { orderId } = await here.shop.orderAt("held", { current: { prepayment_amount: 100 } });
  const body = { order_id: orderId, cart_items, ...fields };
  expect(await here.shop.ask("change", body)).toMatchObject({ status });
  expect(await here.shop.currentOrder(orderId)).toMatchObject({ status: "hold", amount: 500 });
});

test("an expired order is told so", async () => {
  const { orderId } = await here.shop.orderAt("expired");
  expect(await here.shop.ask("change", { order_id: orderId, amount: 300, cart_items })).toMatchObject({
    status: 23,
  });
});
