import { expect, test } from "vitest";
import { identify, Shopper, shopUrls } from "../../support/shopper.ts";
import { useShop } from "./shop.ts";
import { replay, transcriptText } from "./transcript.ts";

const here = useShop();

test("the document's example opens a form, filled in with what the shop knows", async () => {
  const { json } = await replay(here.kassa, "registration");
  const { html } = await new Shopper(here.kassa).open(json.iframe_url);
  for (const known of ["John", "Connor", "15.01.1975", "654456546", "john.connor@gmail.com"]) {
    expect(html).toContain(`value="${known}"`);
  }
});

test("the document's example as it is printed lacks commas, and is no JSON", async () => {
  expect(await here.shop.ask("registration", transcriptText("registration-as-printed.txt"))).toEqual({
    status: 10,
    message: "JSON decode error",
  });
});

test("the document's sample query opens a form, though its phone is of another country", async () => {
  await replay(here.kassa, "registration-sample");
});

test("an order_id and two addresses are enough", async () => {
  const body = { ...shopUrls, current_order: { order_id: "enough" } };
  expect(await here.shop.ask("registration", body)).toMatchObject({ status: 0 });
});

test("the same order_id again has the same link, another one another", async () => {
  const linkOf = async (order_id: string) =>
    (await here.shop.ask("registration", { ...shopUrls, current_order: { order_id } })).iframe_url;
  expect(await linkOf("again")).toBe(await linkOf("again"));
  expect(await linkOf("again")).not.toBe(await linkOf("another"));
});

test("a registration does not take the order_id from a checkout", async () => {
  const { orderId } = await here.shop.orderAt("held");
  const body = { ...shopUrls, current_order: { order_id: orderId } };
  expect(await here.shop.ask("registration", body)).toMatchObject({ status: 0 });
  expect(await here.shop.currentOrder(orderId)).toMatchObject({ status: "hold" });
});

test.each([
  ["333120610", "declined"],
  ["333120630", "declined"],
  ["333120681", "declined"],
  ["333120120", "approved"],
])("the document's test phone %s is %s", async (phone, decision) => {
  const body = { ...shopUrls, primary_phone: phone, current_order: { order_id: phone } };
  const { iframe_url } = await here.shop.ask("registration", body);
  const shopper = new Shopper(here.kassa);
  await shopper.open(iframe_url);
  expect((await identify(shopper, phone)).html).toContain(`data-decision="${decision}"`);
});
