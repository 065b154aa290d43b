import { connect } from "node:net";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { sign, useKassa } from "../../support/kassa.ts";
import { authBody, Shopper } from "../../support/shopper.ts";
import { type Method, methods, paths, useShop } from "./shop.ts";

const here = useShop();

afterEach(async () => {
  expect(await here.kassa.problems()).toEqual([]);
});

type Told = { readonly status: number; readonly message: string };

/** The status and message of an answer, wherever the method has them; 100 is for what nobody foresaw. */
async function told(method: Method, body: unknown): Promise<Told> {
  const answer = await here.shop.ask(method, body);
  const { status, message } = method === "limit" ? answer.meta : answer;
  expect(Number.isInteger(status)).toBe(true);
  expect(message).toMatch(/^[A-Z]|^order_id missing$/);
  return { status, message };
}

/** Returning what is not finished is answered with 100, the document having no better code. */
async function expectForeseen(method: Method, body: unknown): Promise<void> {
  const { status } = await told(method, body);
  if (method !== "return") expect(status).not.toBe(100);
}

const notObjects = [
  "",
  " ",
  "{",
  "{]",
  "null",
  "[]",
  "[{}]",
  "true",
  "1",
  '"text"',
  "NaN",
  "{'a':1}",
  "{a:1}",
];
const damaged = [
  '{"a":1,}',
  '{"a":1}}',
  '{"a":01}',
  '{"a":"\u0000"}',
  '{"a":"\n"}',
  "\u0000",
  "<xml/>",
  "a=1&b=2",
];

test.each([...notObjects, ...damaged])("%j is no JSON object for any method", async (text) => {
  for (const method of methods) {
    expect(await told(method, text)).toEqual({ status: 10, message: "JSON decode error" });
  }
});

test.each(methods)("%s takes an empty object for what it is", async (method) => {
  await expectForeseen(method, {});
});

const amounts = [
  "1e309",
  "-1e309",
  "-1",
  "-0.01",
  "0.001",
  "1e21",
  "1e-7",
  "9".repeat(400),
  "100.005",
  "0.1e1000",
];
const texts = [
  "100,50",
  "NaN",
  "Infinity",
  "-1",
  "0x10",
  "1e3",
  "1 000",
  "١٠٠",
  "1.",
  ".5",
  "+1",
  "",
  " ",
  "--1",
  "1\u0000",
];
const values = ["null", "true", "[]", "[100]", "{}", '{"amount":1}', '{"toString":1,"valueOf":1}'];
/** What Schedule rounds, as it moves nothing. */
const finer = ["0.001", "100.005"];
const wrongAmounts = [...amounts, ...texts.map((text) => JSON.stringify(text)), ...values];

test.each(wrongAmounts.filter((amount) => amount !== JSON.stringify("1\u0000")))(
  "%s is no amount for any method that takes one",
  async (amount) => {
    const { orderId } = await here.shop.orderAt("finished");
    const withAmount = (body: object) => JSON.stringify({ ...body, amount: "@" }).replace('"@"', amount);
    const checkout = JSON.stringify(authBody({ ...here.shop.newOrder(), current: { amount: "@" } }));
    const id = { order_id: orderId, cart_items: [] };
    for (const method of ["finish", "change", "return"] as const) {
      expect(await told(method, withAmount(id))).toMatchObject({ status: 30 });
    }
    expect(await told("schedule", withAmount(id))).toMatchObject({ status: finer.includes(amount) ? 0 : 30 });
    expect(await told("checkout", checkout.replace('"@"', amount))).toMatchObject({ status: 30 });
  },
);

test.each([0, -0, 0.01, 1e10, 9_999_999_999_999, 999_999_999_999_999])(
  "%d is an amount, and outside of the tariffs",
  async (amount) => {
    const body = authBody({ ...here.shop.newOrder(), current: { amount } });
    expect(await told("checkout", body)).toMatchObject({ status: 33 });
  },
);

test.each(["1e309", "-1", "0.001", "1e21", '"100,50"', '"NaN"', "[]", "{}", "true"])(
  "%s is no prepayment",
  async (prepayment) => {
    const body = authBody({ ...here.shop.newOrder(), current: { prepayment_amount: "@" } });
    expect(await told("checkout", JSON.stringify(body).replace('"@"', prepayment))).toMatchObject({
      status: 31,
    });
  },
);

test.each(["x".repeat(256), "x".repeat(300), "x".repeat(100_000), "ż".repeat(256)])(
  "an order_id that is too long is refused by every method",
  async (orderId) => {
    const order = { ...here.shop.newOrder(), orderId };
    const body = { ...authBody(order), order_id: orderId, amount: 500, cart_items: [] };
    for (const method of [
      "registration",
      "checkout",
      "finish",
      "status",
      "change",
      "cancel",
      "return",
    ] as const) {
      expect(await told(method, body)).toEqual({ status: 21, message: "Wrong order_id format" });
    }
  },
);

/** Texts that a database, a header or a page could choke on. As JSON, so that they arrive as escapes. */
const evil = [
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udfff",
  "\udc00\ud800",
  `${"x".repeat(99)}😀`,
  `${"x".repeat(299)}😀😀`,
  "x".repeat(20_000),
  "😀".repeat(1_000),
  "\r\nSet-Cookie: a=b",
  "</script><script>alert(1)</script>",
  "{{ 7 | times: 7 }}{% raw %}",
  "'; drop table payments; --",
  "%00%ff%s%n",
  "\u202e\u2066\ufeff\ufffe\uffff",
  "../../../../etc/passwd",
];

/** A checkout in which every text is this one, keys of free content included. */
function checkoutFullOf(text: string, orderId: string) {
  const person = { first_name: text, surname: text, patronymic: text, birth_date: text };
  const free = { [text]: text, list: [text, { [text]: [text] }] };
  return {
    callback_url: `http://127.0.0.1:9/${text}`,
    redirect_url: `http://127.0.0.1:9/${text}`,
    terms_url: `http://127.0.0.1:9/${text}`,
    checkout_url: text,
    primary_phone: text,
    primary_email: text,
    skip_result_page: text,
    current_order: { order_id: orderId, amount: 500 },
    person,
    cart_items: [{ name: text, sku: text, SKU: text, price: 500, quantity: text, unit: text }],
    delivery_info: free,
    additional_data: free,
    client: free,
    [text]: text,
  };
}

test.each(evil)("%j in every text of a checkout is taken or refused, and the form shows", async (text) => {
  const { orderId } = here.shop.newOrder();
  for (const method of ["checkout", "registration"] as const) {
    const answer = await here.shop.ask(method, checkoutFullOf(text, orderId));
    expect([0, 40, 41]).toContain(answer.status);
    if (answer.status !== 0) continue;
    const page = await new Shopper(here.kassa).open(answer.iframe_url);
    expect(page.status).toBe(200);
    expect(page.html).not.toContain("<script>alert");
  }
});

test.each(evil)("%j as an order_id is kept or refused by every method", async (text) => {
  const body = { ...authBody({ orderId: text }), order_id: text, amount: 500, cart_items: [] };
  for (const method of methods) await expectForeseen(method, body);
});

test.each(evil)("%j in the other fields is taken or refused", async (text) => {
  const { orderId, amount } = await here.shop.orderAt("held");
  const id = { order_id: orderId };
  await expectForeseen("limit", { client: { mobile_phone: text, [text]: text } });
  const cart_items = [{ name: text, sku: text, price: text, sale_price: text, quantity: text }];
  await expectForeseen("change", { ...id, amount, cart_items, valid_till: text });
  expect(await told("change", { ...id, amount, cart_items })).toMatchObject({ status: 0 });
  const finish = { ...id, amount, check_number: text, check_link: `https://127.0.0.1:9/${text}` };
  expect(await told("finish", finish)).toMatchObject({ status: 0 });
});

test.each(["\u0000.pdf", "ż\ud800.pdf", "x".repeat(5_000), "../../etc/passwd", "\\"])(
  "a receipt named %j is kept",
  async (name) => {
    const { orderId, amount } = await here.shop.orderAt("held");
    const text = JSON.stringify({ order_id: orderId, amount });
    const part = (disposition: string, content: string) =>
      `--k\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
    const file = part(`name="check"; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`, "file");
    const { statusCode, json } = await here.kassa.server.inject({
      method: "POST",
      url: `${paths.finish}?store_id=1&signature=${sign(text)}`,
      headers: { "content-type": "multipart/form-data; boundary=k" },
      payload: `${part('name="body"', text)}${file}--k--\r\n`,
    });
    expect([statusCode, json().status]).toEqual([200, 0]);
    const receipt = await here.kassa.server.inject({
      url: `/sandbox/receipts/${encodeURIComponent(orderId)}`,
    });
    expect([receipt.statusCode, receipt.body]).toEqual([200, "file"]);
  },
);

test.each([1_000, 20_000, 200_000])("a body nested %i deep is no JSON", async (depth) => {
  const lists = "[".repeat(depth) + "]".repeat(depth);
  const objects = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
  const order = here.shop.newOrder();
  const body = JSON.stringify(authBody({ ...order, more: { delivery_info: "@" } }));
  for (const deep of [lists, objects]) {
    expect(await told("checkout", body.replace('"@"', deep))).toMatchObject({ status: 10 });
    expect(await told("status", body.replace('"@"', `["\\u0000",${deep}]`))).toMatchObject({ status: 10 });
  }
});

test("a body of 100,000 keys or lines is read", async () => {
  const cart_items = Array.from({ length: 20_000 }, () => ({ name: "x", price: 1 }));
  const additional_data = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, 1]));
  await expectForeseen("checkout", authBody({ ...here.shop.newOrder(), more: { cart_items } }));
  await expectForeseen("checkout", authBody({ ...here.shop.newOrder(), more: { additional_data } }));
});

test("arrays, texts and numbers in the place of objects are refused", async () => {
  const order = here.shop.newOrder();
  for (const wrong of [[], [[]], "text", 1, true, null]) {
    const body = { ...authBody(order), current_order: wrong, client: wrong, order_id: wrong, amount: wrong };
    for (const method of methods) await expectForeseen(method, body);
    const others = { person: wrong, cart_items: wrong, delivery_info: wrong, client: wrong };
    expect(await told("checkout", authBody({ ...order, more: others }))).toMatchObject({ status: 0 });
  }
});

const conversions = [
  "toString",
  "valueOf",
  "toJSON",
  "constructor",
  "__proto__",
  "prototype",
  "hasOwnProperty",
];

test.each(conversions)("the key %s is a key like any other", async (key) => {
  const odd = `{"${key}":{"order_id":"polluted","status":"polluted","${key}":1}}`;
  for (const method of methods) {
    await expectForeseen(method, odd);
    await expectForeseen(method, `{"order_id":${odd},"amount":${odd},"cart_items":${odd},"client":${odd}}`);
    await expectForeseen(method, `{"current_order":${odd},"client":{"mobile_phone":${odd}}}`);
  }
  const order = JSON.stringify(
    authBody({ ...here.shop.newOrder(), current: { term: "@", valid_till: null } }),
  );
  expect(await told("checkout", order.replace('"@"', odd))).toMatchObject({ status: 34 });
  const line = `{"name":"x","price":1,"quantity":${odd},"sku":${odd},"${key}":${odd}}`;
  const filled = JSON.stringify(
    authBody({ ...here.shop.newOrder(), more: { cart_items: ["@"], person: "@" } }),
  );
  expect(await told("checkout", filled.replace('"@"', line).replace('"@"', odd))).toMatchObject({
    status: 0,
  });
  expect(({} as Record<string, unknown>).order_id).toBeUndefined();
});

test.each([
  ["01.01.0000 00:00:00+00:00", 110],
  ["01.01.0001 00:00:00+03:00", 110],
  ["-000001-01-01T00:00:00Z", 110],
  ["31.12.9999 23:59:59-12:00", 110],
  ["+275760-09-13T00:00:00Z", 110],
  ["01.01.99999", 110],
  ["31.12.1969 23:59:59+00:00", 110],
  ["01.01.1970 00:00:00+00:00", 0],
  ["31.12.9999 23:59:59+00:00", 0],
])("valid_till %s is answered with %i", async (valid_till, status) => {
  const { orderId } = here.shop.newOrder();
  expect(await told("checkout", authBody({ orderId, current: { valid_till } }))).toMatchObject({ status });
  await expectForeseen("status", { order_id: orderId });
});

test.each(["0001", "0000", "1066", "9999", "99999"])(
  "a birthday in the year %s harms nobody",
  async (year) => {
    const more = { person: { first_name: "A", surname: "B", birth_date: `01.01.${year}` } };
    const { iframe_url } = await here.shop.ask("checkout", authBody({ ...here.shop.newOrder(), more }));
    expect((await new Shopper(here.kassa).open(iframe_url)).status).toBe(200);
  },
);

test("50 megabytes over a real socket are answered without being read", { timeout: 30_000 }, async () => {
  const origin = await here.kassa.server.listen({ port: 0, host: "127.0.0.1" });
  const body = Buffer.alloc(50_000_000, "x");
  const statuses = { finish: 62, limit: 10, checkout: 10 } as const;
  for (const [method, status] of Object.entries(statuses)) {
    const url = `${origin}${paths[method as Method]}?store_id=1&signature=${"0".repeat(40)}`;
    const response = await fetch(url, { method: "POST", body });
    const answer = (await response.json()) as Told & { meta?: Told };
    expect([response.status, (answer.meta ?? answer).status]).toEqual([200, status]);
  }
  const logged = "select operation, answer from request_log where path like '%precheck/finish'";
  await expect
    .poll(() => here.kassa.reader.query(logged))
    .toContainEqual({ operation: "finish", answer: "62" });
});

test.each(["", "Host: \r\n", 'Host: a"b<c>\r\n'])(
  "with %j as Host the link leads where the client was",
  async (host) => {
    const kassa = await useKassa();
    const { port } = new URL(await kassa.server.listen({ port: 0, host: "127.0.0.1" }));
    const body = JSON.stringify(authBody({ orderId: "no-host" }));
    const query = `store_id=1&signature=${sign(body)}`;
    const head = `POST ${paths.checkout}?${query} HTTP/1.0\r\n${host}Content-Length: ${body.length}\r\n\r\n`;
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(head + body);
    expect(await text(socket)).toContain(`"iframe_url":"http://127.0.0.1:${port}/factoring/v1/form/`);
  },
);

const scalar = fc.oneof(
  fc.constantFrom(...evil.filter((text) => text.length < 2_000), "333100001", "500", "21.07.2048 12:00:00"),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.double(),
  fc.integer(),
  fc.constantFrom(null, true, false, [], {}),
);
const field = fc.constantFrom(
  ...[
    "order_id",
    "amount",
    "sum",
    "term",
    "valid_till",
    "prepayment_amount",
    "cart_items",
    "client",
    "person",
  ],
  ...[
    "current_order",
    "mobile_phone",
    "callback_url",
    "primary_phone",
    "check_number",
    "__proto__",
    "toString",
  ],
);
const { node } = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie("node"), { maxLength: 3 }),
    fc.array(fc.tuple(field, tie("node")), { maxLength: 6 }).map(Object.fromEntries),
  ),
}));
const right = authBody({ orderId: "fuzz" });
const request = fc.record({
  method: fc.constantFrom(...methods),
  /** Something right in which something is wrong, or nothing right at all. */
  body: fc.oneof(
    node,
    fc
      .tuple(field, node)
      .map(([name, value]) => ({ ...right, order_id: "fuzz", amount: 500, [name]: value })),
    fc
      .tuple(field, node)
      .map(([name, value]) => ({ ...right, current_order: { ...right.current_order, [name]: value } })),
  ),
});

test("whatever is asked, the answer has the form of an answer", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(request, ({ method, body }) => expectForeseen(method, body)),
    { numRuns: 400 },
  );
});
