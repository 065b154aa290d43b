import { connect } from "node:net";
import { expect, test } from "vitest";
import { sign } from "../../support/kassa.ts";
import { authBody, Shopper, shopUrls } from "../../support/shopper.ts";
import { paths, useShop } from "./shop.ts";

const here = useShop();
const valid = { status: 0, message: "Payload valid" };

async function statusCodeOf(url: string, body: string, headers: Record<string, string> = {}) {
  const { statusCode, json } = await here.kassa.server.inject({
    method: "POST",
    url,
    headers,
    payload: body,
  });
  expect(statusCode).toBe(200);
  return json().status;
}

test.each([
  "application/json",
  "application/json; charset=utf-8",
  "application/json;charset=windows-1251",
  "APPLICATION/JSON",
  "text/json",
  "text/plain",
  "application/x-www-form-urlencoded",
  "application/x-www-form-urlencoded; charset=UTF-8",
  "application/octet-stream",
  "multipart/form-data",
  "multipart/form-data; boundary=nowhere",
  "json",
  ";;;",
  "application/json, application/json",
  "",
])("JSON that is labeled %j is read", async (type) => {
  const order = here.shop.newOrder();
  const body = authBody({ ...order, more: { comment: "a=1&b=2+3%20" } });
  const headers = { "content-type": type };
  expect(await here.shop.ask("checkout", body, { headers })).toMatchObject(valid);
  expect(await here.shop.ask("status", { order_id: order.orderId }, { headers })).toMatchObject(valid);
});

test("a body without any label is read", async () => {
  const { port } = new URL(await here.kassa.server.listen({ port: 0, host: "127.0.0.1" }));
  const body = '{"amount": "5000"}';
  const head = [
    `POST ${paths.schedule}?store_id=1&signature=${sign(body)} HTTP/1.1`,
    "Host: localhost",
    "Connection: close",
    `Content-Length: ${body.length}`,
  ];
  const answer = await new Promise<string>((resolve, reject) => {
    let text = "";
    const socket = connect(Number(port), "127.0.0.1", () =>
      socket.write(`${head.join("\r\n")}\r\n\r\n${body}`),
    );
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("end", () => resolve(text));
    socket.on("error", reject);
  });
  expect(answer).toMatch(
    /^HTTP\/1\.1 200 OK\r\n[\s\S]*"status":0,"message":"Payload valid","payment_schedule"/,
  );
});

test.each([
  `/${paths.status}`,
  `//factoring//v1///status`,
  `${paths.status}/`,
  `${paths.status}//`,
  `//factoring/v1/status/`,
])("%s is the same address", async (path) => {
  const body = JSON.stringify({ order_id: "unknown" });
  expect(await statusCodeOf(`${path}?store_id=1&signature=${sign(body)}`, body)).toBe(24);
});

test.each([
  "form_url=https%3A%2F%2Fshop.example.com&store_id=1&signature=S&locale=ru&x[]=1&x[]=2",
  "signature=S&store_id=1&store_id=2&signature=other",
  "&&store_id=1&=&a=%&b=%zz&signature=S&",
])("the query %s has all that is asked for", async (query) => {
  const body = JSON.stringify({ order_id: "unknown" });
  expect(
    await statusCodeOf(`${paths.status}?${query.replace("signature=S", `signature=${sign(body)}`)}`, body),
  ).toBe(24);
});

test("an order_id may be an integer, and is the same as its text", async () => {
  expect(await here.shop.ask("checkout", authBody({ orderId: 25 as unknown as string }))).toMatchObject(
    valid,
  );
  for (const order_id of [25, "25"]) {
    const { current_order } = await here.shop.ask("status", { order_id });
    expect(current_order).toMatchObject({ order_id: "25", status: "pending" });
  }
});

test.each([500, 500.0, "500", "500.0", "500.00", " 500 ", "500.000"])(
  "%j is an amount of 500",
  async (amount) => {
    const order = here.shop.newOrder();
    const body = authBody({ ...order, current: { amount, prepayment_amount: "100" } });
    expect(await here.shop.ask("checkout", body)).toMatchObject(valid);
    expect(await here.shop.currentOrder(order.orderId)).toMatchObject({ amount: 500 });
  },
);

test.each([null, "", undefined])("optional fields may be %j", async (nothing) => {
  const names = ["term", "valid_till", "prepayment_amount", "tax_amount", "discount_amount"];
  const current = Object.fromEntries(names.map((name) => [name, nothing]));
  const others = [
    "primary_phone",
    "primary_email",
    "person",
    "cart_items",
    "delivery_info",
    "additional_data",
  ];
  const more = Object.fromEntries(others.map((name) => [name, nothing]));
  const order = here.shop.newOrder();
  expect(await here.shop.ask("checkout", authBody({ ...order, current, more }))).toMatchObject(valid);
});

test.each(["3", 3, "3.0", " 3 "])("%j is a term of 3 months", async (term) => {
  const order = here.shop.newOrder();
  expect(await here.shop.ask("checkout", authBody({ ...order, current: { term } }))).toMatchObject(valid);
});

test.each([0, -3, 2.5, "three", "0x3g", [], [3], {}, true])("%j is no term", async (term) => {
  const order = here.shop.newOrder();
  expect(await here.shop.ask("checkout", authBody({ ...order, current: { term } }))).toMatchObject({
    status: 34,
  });
});

test.each([
  ["654456546", "+48 654-456-546"],
  ["654456546", "48654456546"],
  ["654456546", 654456546],
])("the phones %j and %j are one", async (one, other) => {
  const order = here.shop.newOrder({ phone: one });
  await here.shop.ask("checkout", authBody(order));
  const again = { ...authBody(order), primary_phone: other };
  expect(await here.shop.ask("checkout", again)).toMatchObject(valid);
});

test("the cart may be odd: SKU or sku, text or numbers, half a piece, lines of nothing", async () => {
  const cart_items = [
    { SKU: "441R", name: "Big letters", price: 300.0, quantity: 1 },
    { sku: 441, name: "A number", price: "100.00", quantity: "2", sale_price: "90.5" },
    { name: "Half a piece", price: 50, quantity: 0.5 },
    { name: "No quantity", price: 50, quantity: null, unit: {}, category: [] },
    { name: "No price" },
    { name: 12345, price: 1 },
    null,
    "line",
    [],
  ];
  const order = here.shop.newOrder();
  const shopper = await here.shop.identified(order, { more: { cart_items } });
  for (const name of ["Big letters", "A number", "Half a piece", "No quantity", "12345"]) {
    expect(shopper.page.html).toContain(name);
  }
  expect(shopper.page.html).not.toContain("No price");
});

test("additional_data may be an object, an array of names and values, or anything", async () => {
  for (const additional_data of [{ a: { b: [1] } }, [{ name: "n", value: "v" }], "text", 1, false]) {
    const order = here.shop.newOrder();
    expect(await here.shop.ask("checkout", authBody({ ...order, more: { additional_data } }))).toMatchObject(
      valid,
    );
  }
});

test("Checkout does not take a sum for the amount", async () => {
  const current_order = { order_id: here.shop.newOrder().orderId, sum: "7500.00" };
  expect(await here.shop.ask("checkout", { ...shopUrls, current_order })).toMatchObject({ status: 30 });
});

test("fields that no document names are ignored", async () => {
  const order = here.shop.newOrder();
  const more = { iframe_kind: "page", checkout_url: 1, terms_url: null, version: "2" };
  expect(await here.shop.ask("checkout", authBody({ ...order, more }))).toMatchObject(valid);
});

test("slashes and letters that PHP escapes, indents, and a byte order mark are JSON", async () => {
  const order = here.shop.newOrder();
  const more = { person: { first_name: "Łucja", surname: "Żółć" } };
  const indented = JSON.stringify(authBody({ ...order, more }), null, 4);
  const asPhp = indented
    .replaceAll("/", "\\/")
    .replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
  for (const text of [indented, asPhp, indented.replaceAll("\n", "\r\n\t"), `\ufeff${indented}`]) {
    const { status, iframe_url } = await here.shop.ask("checkout", text);
    expect(status).toBe(0);
    expect((await new Shopper(here.kassa).open(iframe_url)).status).toBe(200);
  }
});

test("a birthday or an email that cannot be are left out of the form", async () => {
  for (const birth_date of ["31.02.1990", "00.00.0000", "1990-01-01", "soon", 19900101, {}]) {
    const more = { person: { birth_date }, primary_email: ["a"] };
    const order = here.shop.newOrder();
    const { iframe_url } = await here.shop.ask("checkout", authBody({ ...order, more }));
    expect((await new Shopper(here.kassa).open(iframe_url)).status).toBe(200);
  }
});

/** Each is noon in UTC on 21 July 2048; the sandbox's store is in Warsaw. */
const noons = [
  "21.07.2048 15:00:00+03:00",
  "21.07.2048 15:00:00 +03:00",
  "21.07.2048 15:00:00+0300",
  "21.07.2048 15:00:00+03",
  "21.07.2048T12:00:00Z",
  "21.7.2048 12:00 UTC",
  "2048-07-21 12:00:00 UTC",
  "2048-07-21 12:00:00 GMT",
  "2048-07-21 15:00:00 +0300",
  "2048-07-21T12:00:00Z",
  "2048-07-21T12:00:00.000Z",
  "2048-07-21T15:00:00+03:00",
  "21.07.2048 14:00:00",
  "2048-07-21 14:00",
  "  2048-07-21 14:00:00  ",
];

test.each(noons)("valid_till %j is understood", async (valid_till) => {
  const order = here.shop.newOrder();
  await here.shop.ask("checkout", authBody({ ...order, current: { valid_till } }));
  const key = { reference: order.orderId };
  const [payment] = await here.kassa.reader.query<{ at: Temporal.Instant }>(
    "select expires_at as at from payments where reference = $1",
    [key.reference],
  );
  expect(payment?.at.toString()).toBe("2048-07-21T12:00:00Z");
});

test.each([
  "tomorrow",
  "21.07",
  "32.07.2048 12:00:00+03:00",
  "30.02.2048",
  "21.07.2048 25:00:00+03:00",
  "21.07.2048 12:00:00+99:00",
  "21.07.2048 12:00:00 Mars",
  "2048-13-01",
  "NaN",
  1_721_563_200,
  true,
  {},
  ["21.07.2048 12:00:00+03:00"],
])("valid_till %j is no time", async (valid_till) => {
  const body = authBody({ ...here.shop.newOrder(), current: { valid_till } });
  expect(await here.shop.ask("checkout", body)).toEqual({
    status: 110,
    message: "Invalid time format value",
  });
});

test("without valid_till an order is good for 24 hours", async () => {
  const { orderId } = await here.shop.orderAt("opened");
  await here.kassa.advance("PT23H59M");
  expect(await here.shop.currentOrder(orderId)).toMatchObject({ status: "pending" });
  await here.kassa.advance("PT1M");
  expect(await here.shop.currentOrder(orderId)).toMatchObject({ status: "expired" });
});

test.each([
  "",
  " ",
  null,
  1,
  {},
  "shop.example.com",
  "/back",
  "ftp://shop.example.com/",
  "javascript:alert(1)",
])("%j is no address to call or to go back to", async (url) => {
  const body = authBody(here.shop.newOrder());
  expect(await here.shop.ask("checkout", { ...body, callback_url: url })).toMatchObject({ status: 40 });
  expect(await here.shop.ask("checkout", { ...body, redirect_url: url })).toMatchObject({ status: 41 });
  expect(await here.shop.ask("registration", { ...body, ...shopUrls, callback_url: url })).toMatchObject({
    status: 40,
  });
});
