import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { addPlan, changeSubscription, subscribe } from "../../../src/core/agreements/index.ts";
import { deliveries, deliveryAttempts } from "../../../src/core/deliveries/index.ts";
import { events } from "../../../src/core/events/index.ts";
import { stores } from "../../../src/core/merchants/index.ts";
import { begin, payments, settle } from "../../../src/core/payments/index.ts";
import { cards } from "../../../src/core/vault/index.ts";
import { type Kassa, useKassa } from "../../support/kassa.ts";
import { useReceiver } from "../mokka-online/receiver.ts";
import { type Fields, Merchant, md5, secret, visa } from "./merchant.ts";
import { changeSettings, openMondido } from "./open.ts";

let kassa: Kassa;
let merchant: Merchant;
openMondido((open) => {
  ({ kassa, merchant } = open);
});

type Hook = Readonly<Record<string, string>>;

const withHook = (...hooks: readonly Hook[]): Fields => ({ webhook: JSON.stringify(hooks) });

/** What the outbox holds about a payment, by its trigger. */
async function outbox(id: number, on = kassa) {
  const rows = await on.reader.list(deliveries, { dialect: "mondido" });
  return rows.filter(({ envelope }) => envelope?.transaction === String(id));
}

const kinds = async (id: number) => (await outbox(id)).map(({ kind }) => kind).toSorted();

/** A webhook for each trigger, all to one address. */
const everyTrigger = (url: string) =>
  ["payment", "payment_success", "payment_error", "refund", "stored_card", "subscription"].map((trigger) => ({
    trigger,
    url,
  }));

describe("which webhooks hear of what", () => {
  test.each([
    ["an approved payment", {}, ["payment", "payment_success"]],
    ["a held payment", { authorize: "true" }, ["payment", "payment_success"]],
    ["a declined payment", { card_cvv: "201" }, ["payment", "payment_error"]],
    ["a wrong CVV", { card_cvv: "202" }, ["payment", "payment_error"]],
    ["a payment that stores its card", { store_card: "true" }, ["payment", "payment_success", "stored_card"]],
    ["a payment that is only prepared", { process: "false" }, []],
  ])("%s", async (_, more, expected) => {
    const { url } = await useReceiver();
    const { payment_ref = "" } = merchant.order();
    await merchant.pay({ ...withHook(...everyTrigger(url)), ...more, payment_ref });
    const { json } = await merchant.call("GET", `/v1/transactions?filter[payment_ref]=${payment_ref}`);
    expect(await kinds(json[0].id)).toEqual(expected);
  });

  test("a refund in parts, each of them", async () => {
    const shop = await useReceiver();
    const { json } = await merchant.pay(withHook({ trigger: "refund", url: shop.url }));
    for (const amount of ["4.00", "6.00"])
      await merchant.call("POST", "/v1/refunds", { transaction_id: String(json.id), amount, reason: "size" });
    await shop.callback(2);
    const refunds = shop.received.map(({ body }) => JSON.parse(body).refunds.length).toSorted();
    expect(refunds).toEqual([1, 2]);
    const told = JSON.parse(shop.received[0]?.body ?? "");
    expect(told).toMatchObject({ status: "approved", response_hash: json.response_hash });
  });

  test("a reservation that is let go of is a refund", async () => {
    const shop = await useReceiver();
    const { json } = await merchant.pay({
      ...withHook({ trigger: "refund", url: shop.url }),
      authorize: "true",
    });
    await merchant.call("POST", "/v1/refunds", {
      transaction_id: String(json.id),
      amount: "1.00",
      reason: "void",
    });
    expect(JSON.parse((await shop.callback()).body)).toMatchObject({
      id: json.id,
      status: "authorized",
      refunds: [{ amount: "10.0", reason: "void" }],
    });
  });

  test("a capture once: later parts have the same id and status", async () => {
    const shop = await useReceiver();
    const { json } = await merchant.pay({
      ...withHook({ trigger: "payment", url: shop.url }),
      authorize: "true",
    });
    for (const amount of ["4.00", "6.00"])
      await merchant.call("PUT", `/v1/transactions/${json.id}/capture`, { amount });
    await shop.callback(2);
    const told = shop.received.map(({ body }) => JSON.parse(body));
    const statuses = told.map(({ status, amount }) => [status, amount]).toSorted();
    expect(statuses).toEqual([
      ["approved", "4.0"],
      ["authorized", "10.0"],
    ]);
    expect(await outbox(json.id)).toHaveLength(2);
  });

  test("several, as JSON text of a list", async () => {
    const shop = await useReceiver();
    const mail = { trigger: "payment_success", email: "anna@example.com" };
    const { json } = await merchant.pay(withHook({ trigger: "payment", url: shop.url }, mail));
    expect(await kinds(json.id)).toEqual(["payment", "payment_success"]);
    expect(json.webhooks).toMatchObject([{ type: "CustomHttp" }, { type: "Email", email: mail.email }]);
  });

  test("nobody of another dialect's payments", async () => {
    const before = (await kassa.reader.list(deliveries, { dialect: "mondido" })).length;
    await kassa.mokka("/factoring/v1/precheck/auth", { order_id: "X" });
    expect(await kassa.reader.list(deliveries, { dialect: "mondido" })).toHaveLength(before);
  });
});

describe("what a webhook says", () => {
  test("as JSON: the transaction as GET tells it, with its customer and its hash", async () => {
    const shop = await useReceiver();
    const metadata = JSON.stringify({ order: { id: 7 }, price: 1.5 });
    const { json } = await merchant.pay({
      payment_ref: "hooked",
      customer_ref: "ab12cd",
      amount: "110.00",
      metadata,
      ...withHook({ trigger: "payment_success", url: `${shop.url}/confirm?a=b` }),
    });
    const call = await shop.callback();
    expect([call.method, call.path, call.contentType]).toEqual([
      "POST",
      "/confirm",
      "application/json; charset=utf-8",
    ]);
    expect(call.query.get("a")).toBe("b");
    const { json: customer } = await merchant.call("GET", `/v1/customers/${json.customer.id}`);
    // By the time of the answer the webhook may have been brought.
    const untried = { ...json, customer, webhooks: [{ ...json.webhooks[0], response: null }] };
    expect(call.body).toBe(
      JSON.stringify(untried).replace('"org_auth_amount":110,', '"org_auth_amount":110.0,'),
    );
    expect(json.response_hash).toBe(md5(`1hookedab12cd110.00sekapproved${secret}`));
    expect(call.body).not.toMatch(/4111111111111111|card_cvv|"200"/);
  });

  test("the facts' vector of the hash", async () => {
    const shop = await useReceiver();
    await merchant.pay({
      payment_ref: "4711",
      customer_ref: "ab12cd",
      amount: "110.00",
      ...withHook({ trigger: "payment", url: shop.url }),
    });
    expect(JSON.parse((await shop.callback()).body).response_hash).toBe("297a77c6274abc7cf92c33475191661d");
  });

  test("as form data: flat, two decimals, what is nested as JSON text", async () => {
    const shop = await useReceiver();
    const { json } = await merchant.pay({
      amount: "1234.50",
      customer_ref: "17",
      metadata: JSON.stringify({ shoe: "å & ö" }),
      ...withHook({ trigger: "payment", url: shop.url, data_format: "form_data", http_method: "put" }),
    });
    const { method, contentType, body } = await shop.callback();
    const fields = new URLSearchParams(body);
    expect([method, contentType]).toEqual(["PUT", "application/x-www-form-urlencoded; charset=utf-8"]);
    expect(Object.fromEntries(fields)).toMatchObject({
      id: String(json.id),
      payment_ref: json.payment_ref,
      status: "approved",
      amount: "1234.50",
      test: "true",
      error: "",
      metadata: '{"shoe":"å & ö"}',
      href: json.href,
      response_hash: md5(`1${json.payment_ref}171234.50sekapproved${secret}`),
    });
    expect([...fields.keys()]).toEqual(Object.keys(json));
    expect(JSON.parse(fields.get("payment_details") ?? "")).toEqual(json.payment_details);
    expect(JSON.parse(fields.get("customer") ?? "")).toMatchObject({ id: json.customer.id, ref: "17" });
  });

  test("as XML", async () => {
    const shop = await useReceiver();
    const { json } = await merchant.pay({
      metadata: JSON.stringify({ "a key": "<&>", list: [1, null] }),
      ...withHook({ trigger: "payment", url: shop.url, data_format: "xml", http_method: "patch" }),
    });
    const { method, contentType, body } = await shop.callback();
    expect([method, contentType]).toEqual(["PATCH", "application/xml; charset=utf-8"]);
    expect(body).toContain(`<?xml version="1.0" encoding="UTF-8"?>\n<transaction><id>${json.id}</id>`);
    expect(body).toContain('<amount>10.0</amount><vat_amount nil="true"/>');
    expect(body).toContain(
      '<metadata><entry name="a key">&lt;&amp;&gt;</entry><list type="array"><item>1</item><item nil="true"/></list></metadata>',
    );
    expect(body).toContain('<webhooks type="array"><webhook><id>');
    expect(body).toContain(`<response_hash>${json.response_hash}</response_hash>`);
  });

  test("to a GET: flat fields in the address, and no body", async () => {
    const shop = await useReceiver();
    const hook = { trigger: "payment", url: `${shop.url}/hook?key=1`, http_method: "get" };
    const { json } = await merchant.pay(withHook(hook));
    const { method, query, body } = await shop.callback();
    expect([method, body, query.get("key")]).toEqual(["GET", "", "1"]);
    expect([query.get("id"), query.get("amount"), query.get("metadata")]).toEqual([
      String(json.id),
      "10.00",
      "",
    ]);
    expect(query.has("payment_details")).toBe(false);
  });

  test("to a DELETE: as to a POST", async () => {
    const shop = await useReceiver();
    const { json } = await merchant.pay(
      withHook({ trigger: "payment", url: shop.url, http_method: "delete" }),
    );
    const { method, body } = await shop.callback();
    expect([method, JSON.parse(body).id]).toEqual(["DELETE", json.id]);
  });

  test("of a stored card: the card, and its transaction as JSON text in the JSON", async () => {
    const shop = await useReceiver();
    const { json } = await merchant.pay({
      store_card: "true",
      metadata: JSON.stringify({ store_order: { id: 9 } }),
      ...withHook({ trigger: "stored_card", url: shop.url }),
    });
    const { body } = await shop.callback();
    const told = JSON.parse(body);
    expect(told).toMatchObject({
      id: json.stored_card.id,
      card_holder: "Anna Berg",
      card_number: "411111******1111",
      card_type: "VISA",
      expires: "2040-12-31T23:59:59Z",
    });
    expect(told.token).toBeTypeOf("string");
    const transaction = JSON.parse(told.transaction);
    expect(transaction).toMatchObject({
      id: json.id,
      metadata: { store_order: { id: 9 } },
      response_hash: json.response_hash,
    });
    expect(body).not.toMatch(/4111111111111111|"200"/);
  });

  test("nothing of the merchant's secret, and no card, waits in the outbox", async () => {
    const rows = await kassa.reader.list(deliveries, { dialect: "mondido" });
    const text = JSON.stringify(rows, (_key, value) => (typeof value === "bigint" ? String(value) : value));
    expect(rows.length).toBeGreaterThan(10);
    expect(text).not.toMatch(/4111111111111111|sealedPan|"secret"/);
    expect(rows.every(({ channel, body }) => channel === "mail" || !/"response_hash":"/.test(body))).toBe(
      true,
    );
  });
});

describe("standing webhooks", () => {
  test("are made, told, changed and taken away", async () => {
    const shop = await useReceiver();
    const asked = { url: `${shop.url}/a`, trigger: "payment", data_format: "form_data", http_method: "post" };
    const { http, json: made } = await merchant.call("POST", "/v1/webhooks", asked);
    expect(http).toBe(200);
    expect(made).toEqual({
      id: expect.any(Number),
      type: "CustomHttp",
      response: null,
      http_method: "post",
      email: null,
      url: asked.url,
      trigger: "payment",
      data_format: "form_data",
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    const { json: paid } = await merchant.pay();
    expect((await shop.callback()).path).toBe("/a");
    expect(paid.webhooks).toEqual([]);

    await expect
      .poll(async () => (await merchant.call("GET", `/v1/webhooks/${made.id}`)).json.response)
      .toEqual({ code: "200", body: "ok", message: "OK", error: null });
    const { json: listed, headers } = await merchant.call("GET", "/v1/webhooks?limit=1");
    expect(listed).toMatchObject([{ id: made.id, response: { code: "200" } }]);
    expect(headers["content-range"]).toMatch(/^items 0-0\/\d+$/);

    const change = await merchant.call("PUT", `/v1/webhooks/${made.id}`, { trigger: "payment_error" });
    expect(change.json).toMatchObject({ trigger: "payment_error", url: asked.url, data_format: "form_data" });
    await merchant.pay();
    await merchant.pay({ card_cvv: "201" });
    await shop.callback(2);
    expect(shop.received).toHaveLength(2);

    expect((await merchant.call("DELETE", `/v1/webhooks/${made.id}`)).http).toBe(200);
    await merchant.pay({ card_cvv: "201" });
    const gone = await merchant.call("GET", `/v1/webhooks/${made.id}`);
    expect([gone.http, gone.json.name]).toEqual([404, "errors.webhook.not_found"]);
    expect(shop.received).toHaveLength(2);
  });

  test("are told of a card that is stored without a payment", async () => {
    const shop = await useReceiver();
    const { json: hook } = await merchant.call("POST", "/v1/webhooks", {
      url: shop.url,
      trigger: "stored_card",
    });
    const { json: card } = await merchant.call("POST", "/v1/stored_cards", {
      ...visa,
      currency: "sek",
      test: "true",
    });
    const { body } = await shop.callback();
    expect(JSON.parse(body)).toEqual({ ...card, transaction: null });
    await merchant.call("DELETE", `/v1/webhooks/${hook.id}`);
  });

  test("alone are told of a recurring payment", async () => {
    const shop = await useReceiver();
    const own = { trigger: "payment", url: `${shop.url}/own` };
    const standing = { trigger: "payment_success", url: `${shop.url}/standing` };
    const { json: hook } = await merchant.call("POST", "/v1/webhooks", standing);
    const { json } = await merchant.pay({ ...withHook(own), process: "false" });
    const payment = await kassa.reader.find(payments, { number: json.id });
    const id = payment?.id ?? "";
    await kassa.house.write(async (tx) => {
      await begin(tx, { id, method: "recurring", instrument: null, cardId: null });
    });
    await kassa.house.write((tx) =>
      settle(tx, {
        id,
        answer: { outcome: "approved", authorizationId: "A" },
        capture: true,
        holdUntil: tx.now,
        operatorId: payment?.merchantId ?? "",
        fee: 0n,
      }),
    );
    const call = await shop.callback();
    expect([call.path, JSON.parse(call.body).transaction_type]).toEqual(["/standing", "recurring"]);
    expect(await kinds(json.id)).toEqual(["payment_success"]);
    await merchant.call("DELETE", `/v1/webhooks/${hook.id}`);
  });

  test("are told of a subscription that begins, pauses, goes on and ends", async () => {
    const shop = await useReceiver();
    const { json: hook } = await merchant.call("POST", "/v1/webhooks", {
      url: shop.url,
      trigger: "subscription",
    });
    const { json: card } = await merchant.call("POST", "/v1/stored_cards", {
      ...visa,
      currency: "sek",
      test: "true",
    });
    const kept = await kassa.reader.find(cards, { number: card.id });
    const store = await kassa.reader.find(stores, { dialect: "mondido", number: "1" });
    if (!kept || !store) throw new Error("there is no card or store");
    const { merchantId, payerId, id: cardId } = kept;
    const plan = await kassa.house.write(async (tx) =>
      addPlan(tx, {
        number: 9001n,
        merchantId,
        name: "Monthly",
        description: null,
        cadence: { unit: "months", every: 1 },
        periods: 0,
        trialDays: 30,
        prices: { SEK: "10000" },
        setupFees: {},
      }),
    );
    const begun = await kassa.house.write((tx) =>
      subscribe(tx, {
        numbers: { subscription: 1n, step: 1n },
        merchantId,
        storeId: store.id,
        dialect: "mondido",
        planId: plan.id,
        payerId,
        cardId,
        isTest: true,
        currency: "SEK",
        multiplier: 1,
        items: [],
        debt: 0n,
        timeZone: store.timeZone,
        details: {},
        isPaidNow: false,
      }),
    );
    for (const state of ["paused", "active", "canceled"] as const)
      await kassa.house.write((tx) => changeSubscription(tx, { id: begun.id, merchantId, state }));
    await shop.callback(4);
    const told = shop.received.map(({ body }) => JSON.parse(body));
    expect(told.map(({ id, status }) => [id, status]).toSorted()).toEqual(
      ["active", "active", "cancelled", "paused"].map((status) => [1, status]),
    );
    expect(told[0]).toMatchObject({
      price: "100.0",
      plan: { name: "Monthly" },
      stored_card: { id: card.id },
    });
    await merchant.call("DELETE", `/v1/webhooks/${hook.id}`);
  });

  test.each([
    ["without a trigger", { url: "https://shop.example.com" }],
    ["with an unknown trigger", { url: "https://shop.example.com", trigger: "order" }],
    ["without an address", { trigger: "payment" }],
    ["with a template for a URL", { url: "https://shop.example.com", trigger: "payment", template: "x" }],
    ["with a list of addresses", { email: "a@b.se,c@d.se", trigger: "payment" }],
    ["with a header in the address", { email: "a@b.se\r\nBcc: c@d.se", trigger: "payment" }],
  ])("are refused %s", async (_, fields) => {
    const { http, json } = await merchant.call("POST", "/v1/webhooks", fields as unknown as Fields);
    expect([http, json.code]).toEqual([400, 151]);
  });

  test("are told from those of a payment, which do not change", async () => {
    const { json } = await merchant.pay(withHook({ trigger: "refund", url: "http://127.0.0.1:9/" }));
    const { id } = json.webhooks[0];
    expect((await merchant.call("GET", `/v1/webhooks/${id}`)).json).toEqual(json.webhooks[0]);
    expect((await merchant.call("PUT", `/v1/webhooks/${id}`, { trigger: "payment" })).json.code).toBe(151);
    expect((await merchant.call("DELETE", `/v1/webhooks/${id}`)).json.code).toBe(151);
    expect((await merchant.call("GET", "/v1/webhooks/0")).json.code).toBe(204);
  });

  test("of a kind of address can become the other", async () => {
    const { json } = await merchant.call("POST", "/v1/webhooks", {
      email: "a@example.com",
      trigger: "payment_error",
      template: "Hello",
    });
    expect(json).toMatchObject({ type: "Email", template: "Hello", http_method: null });
    const url = "https://shop.example.com/hook";
    const after = await merchant.call("PUT", `/v1/webhooks/${json.id}`, { url });
    expect(after.json).toMatchObject({ type: "CustomHttp", url, email: null });
    expect(after.json).not.toHaveProperty("template");
    const back = await merchant.call("PUT", `/v1/webhooks/${json.id}`, { email: "b@example.com" });
    expect(back.json).toMatchObject({ type: "Email", url: null, email: "b@example.com" });
    await merchant.call("DELETE", `/v1/webhooks/${json.id}`);
  });
});

describe("a webhook that fails", () => {
  /** The one delivery of a Kassa of its own, with its tries in order. */
  async function theDelivery(on: Kassa) {
    const [delivery] = await on.reader.list(deliveries, { channel: "callback" });
    if (!delivery) throw new Error("nothing was sent");
    const tries = await on.reader.list(deliveryAttempts, { deliveryId: delivery.id });
    return { ...delivery, tries: tries.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
  }

  /** Waits for the first try: the clock must not be moved under it. */
  const firstTry = (on: Kassa) =>
    expect.poll(async () => (await theDelivery(on)).tries.length, { timeout: 5_000 }).toBeGreaterThan(0);

  const failures = (on: Kassa) => on.reader.list(events, { type: "delivery.failed" });

  test("with 500 is tried again until a 2xx, with the same bytes, and never after it", async () => {
    const own = await useKassa();
    const shop = await useReceiver([500, 503, 204]);
    await new Merchant(own).pay(withHook({ trigger: "payment", url: shop.url }));
    await firstTry(own);
    await own.advance("P7D");
    expect(shop.received).toHaveLength(3);
    expect(new Set(shop.received.map(({ body }) => body)).size).toBe(1);
    expect(await theDelivery(own)).toMatchObject({ state: "delivered", attempts: 3 });
    expect(await failures(own)).toEqual([]);
  });

  test("with 500 for ever is tried twenty times more in about two days, then given up and told of", async () => {
    const own = await useKassa();
    const shop = await useReceiver([500]);
    const customer = new Merchant(own);
    await customer.pay(withHook({ trigger: "payment", url: shop.url }));
    await firstTry(own);
    await own.advance("P7D");
    const { state, attempts, createdAt, finishedAt, tries } = await theDelivery(own);
    expect([state, attempts, tries.length]).toEqual(["failed", 21, 21]);
    const hours = createdAt.until(finishedAt as Temporal.Instant).total("hours");
    expect(hours).toBeGreaterThan(44);
    expect(hours).toBeLessThan(52);
    const waits = tries.slice(1).map((t, i) => (tries[i]?.startedAt ?? t.startedAt).until(t.startedAt));
    const seconds = waits.map((wait) => Math.round(wait.total("seconds")));
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
    expect(await failures(own)).toMatchObject([{ data: { attempts: 21, outcome: "status", status: 500 } }]);
  });

  test.each([400, 404, 429, 302])(
    "with %i is not tried again; the merchant hears of it at once",
    async (status) => {
      const own = await useKassa();
      const shop = await useReceiver([status]);
      await changeSettings(own, { alertEmail: "ops@example.com" });
      const { json } = await new Merchant(own).pay(withHook({ trigger: "payment", url: shop.url }));
      await expect.poll(() => failures(own)).toMatchObject([{ data: { attempts: 1, status } }]);
      await own.advance("P7D");
      expect(shop.received).toHaveLength(1);
      const { json: answer } = await own.server.inject("/sandbox/messages").then((a) => ({ json: a.json() }));
      const alerts = answer.messages.filter(({ kind }: { kind: string }) => kind === "alert");
      expect(alerts).toMatchObject([
        {
          channel: "mail",
          destination: "ops@example.com",
          state: "delivered",
          envelope: { subject: "A webhook could not be delivered" },
        },
      ]);
      expect(alerts[0].body).toContain(`Transaction: ${json.id}`);
      expect(alerts[0].body).toContain(shop.url);
    },
  );

  test("because nobody answers is tried again as after a 500", async () => {
    const own = await useKassa();
    await new Merchant(own).pay(withHook({ trigger: "payment", url: "http://127.0.0.1:9/hook" }));
    await firstTry(own);
    expect(await theDelivery(own)).toMatchObject({ state: "pending", attempts: 1 });
    await own.advance("P7D");
    expect(await theDelivery(own)).toMatchObject({ state: "failed", attempts: 21 });
  });

  test("shows its latest answer, and is sent again when asked to", async () => {
    const own = await useKassa();
    const shop = await useReceiver([400, 200]);
    const customer = new Merchant(own);
    const { json } = await customer.pay(withHook({ trigger: "payment", url: shop.url }));
    const path = `/v1/webhooks/${json.webhooks[0].id}`;
    const refused = { code: "400", body: "ok", message: "Bad Request", error: "Net::HTTPBadRequest" };
    await expect.poll(async () => (await customer.call("GET", path)).json.response).toEqual(refused);
    const { json: told } = await customer.call("GET", `/v1/transactions/${json.id}`);
    expect(told.webhooks[0].response).toEqual(refused);

    expect((await customer.call("POST", `${path}/resend`, { transaction_id: "999999" })).json.code).toBe(204);
    const again = await customer.call("POST", `${path}/resend`, { transaction_id: String(json.id) });
    expect(again.http).toBe(200);
    await shop.callback(2);
    await expect.poll(async () => (await customer.call("GET", path)).json.response.code).toBe("200");
    expect(shop.received[1]?.body).toBe(shop.received[0]?.body);
    expect(await theDelivery(own)).toMatchObject({ state: "delivered", attempts: 2 });
  });

  test("does not follow a redirect", async () => {
    const shop = await useReceiver();
    const server = createServer((_request, response) => {
      response.writeHead(307, { location: `${shop.url}/elsewhere` }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { json } = await merchant.pay(withHook({ trigger: "payment", url }));
    await expect.poll(async () => (await outbox(json.id))[0]?.state).toBe("failed");
    expect(shop.received).toEqual([]);
  });
});

describe("a mail", () => {
  async function mailTo(email: string) {
    const read = async () => {
      const answer = await kassa.server.inject("/sandbox/messages?limit=1000");
      return answer.json().messages.find((m: { destination: string }) => m.destination === email);
    };
    await expect.poll(async () => (await read())?.state, { timeout: 5_000 }).toBe("delivered");
    return read();
  }

  test("is a receipt of ours, unless the webhook has a template", async () => {
    const { json } = await merchant.pay({
      payment_ref: "<b>7</b>",
      ...withHook({ trigger: "payment_success", email: "anna1@example.com" }),
    });
    const { channel, body, envelope } = await mailTo("anna1@example.com");
    expect(channel).toBe("mail");
    expect(envelope).toMatchObject({
      from: "Demo Shop",
      subject: "Receipt for order <b>7</b> from Demo Shop",
      type: "text/html",
    });
    expect(body).toContain("10.00 SEK");
    expect(body).toContain("411111******1111");
    expect(body).toContain("&lt;b&gt;7&lt;/b&gt;");
    expect(body).not.toContain("<b>7");
    const { json: again } = await merchant.call("GET", `/v1/transactions/${json.id}`);
    expect(again.webhooks[0].response).toMatchObject({ code: null, message: "Sent", error: null });
  });

  test("is rendered from a standing webhook's template, as the document shows", async () => {
    const template =
      "Hi, here is your refund confirmation for order: {{ transaction.payment_ref }}\n" +
      "Amount: {{ transaction.refunds.last.amount }}\nReason: {{ transaction.refunds.last.reason }}\n" +
      "{%for item in transaction.metadata['products']%}{{ item['name'] }} {% endfor %}{{ refund.amount }}";
    const { json: hook } = await merchant.call("POST", "/v1/webhooks", {
      email: "anna2@example.com",
      trigger: "refund",
      template,
    });
    const metadata = JSON.stringify({ products: [{ name: "Nice Shoe" }, { name: "Hat" }] });
    const { json } = await merchant.pay({ payment_ref: "mailed", metadata });
    await merchant.call("POST", "/v1/refunds", {
      transaction_id: String(json.id),
      amount: "5.00",
      reason: "too small",
    });
    const { body, envelope } = await mailTo("anna2@example.com");
    expect(body).toBe(
      "Hi, here is your refund confirmation for order: mailed\nAmount: 5.0\nReason: too small\nNice Shoe Hat 5.0",
    );
    expect(envelope).toMatchObject({ type: "text/plain", subject: "Refund for order mailed from Demo Shop" });
    await merchant.call("DELETE", `/v1/webhooks/${hook.id}`);
  });

  test("is ours after all when the template is wrong, and the webhook says why", async () => {
    const { json: hook } = await merchant.call("POST", "/v1/webhooks", {
      email: "anna3@example.com",
      trigger: "payment_error",
      template: "{% if transaction.amount %}",
    });
    await merchant.pay({ card_cvv: "201" });
    const { body } = await mailTo("anna3@example.com");
    expect(body).toContain("no money has been taken");
    const { json } = await merchant.call("GET", `/v1/webhooks/${hook.id}`);
    expect(json.response.body).toContain("Our own mail was sent, because the template failed");
    await merchant.call("DELETE", `/v1/webhooks/${hook.id}`);
  });

  test("is tried again while the mail server is away, and then given up", async () => {
    const own = await useKassa({ KASSA_SMTP_URL: "smtp://127.0.0.1:1" });
    await changeSettings(own, { alertEmail: "ops@example.com" });
    await new Merchant(own).pay(withHook({ trigger: "payment", email: "anna@example.com" }));
    const mails = async () =>
      (await own.reader.list(deliveries, { channel: "mail" })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    await expect.poll(async () => (await mails())[0]?.attempts, { timeout: 5_000 }).toBe(1);
    expect((await mails())[0]?.body).toContain("Thank you for your purchase.");
    await own.advance("P7D");
    expect((await mails()).map(({ kind, state, attempts }) => [kind, state, attempts])).toEqual([
      ["payment", "failed", 6],
      ["alert", "failed", 6],
    ]);
  });

  test("is in Swedish where the store is", async () => {
    const own = await useKassa();
    await changeSettings(own, { locale: "sv" });
    await new Merchant(own).pay(withHook({ trigger: "payment", email: "anna@example.se" }));
    await expect
      .poll(async () => (await own.reader.list(deliveries, { channel: "mail" }))[0]?.body, { timeout: 5_000 })
      .toContain("Tack för ditt köp.");
  });
});

test("in live mode no webhook leads into a private network", async () => {
  const { readReachable } = await import("../../../src/dialects/mondido/endpoints/webhooks.ts");
  const house = { ...kassa.house, mayCall: (url: string) => !url.includes("127.0.0.1") };
  const hook = (url: string) => ({ trigger: "payment", url });
  expect(() => readReachable({ house }, hook("http://127.0.0.1/x"))).toThrow("errors.webhook.invalid");
  expect(readReachable({ house }, hook("https://shop.example.com/x"))).toHaveLength(1);
});
