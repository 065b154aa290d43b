import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { payments } from "../../../src/core/payments/index.ts";
import { useKassa } from "../../support/kassa.ts";
import { addNeighbour, type Fields, live, nobody, openPsp, Psp } from "./psp.ts";

let psp: Psp;
beforeAll(async () => {
  psp = await openPsp();
});
afterAll(() => psp.kassa.close());

const path = "/api/v3/payments";
const receiver = { url: "https://psp.example.com/callback" };
const at = (duration: string) => psp.kassa.house.now().add(Temporal.Duration.from(duration)).toString();

test("a payment is initiated, and told back in letters of its currency with exactly the documented fields", async () => {
  const order = psp.order(receiver, { currencyCode: "208", preferVisaPartOfVisaDankort: true });
  const answer = await psp.ask("POST", path, order);
  const id = answer.paymentId;
  expect(answer).toEqual({
    paymentId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    redirectToMobilePayUrl: `http://localhost:80/remote-website/index.html?page=request&id=${id}&version=2`,
    redirectToMobilePayAppUrl: `mobilepayonline://online?paymentid=${id}`,
  });
  const told = await psp.ask("GET", `/api/v3/payments/${id}`);
  expect(told).toEqual({
    merchantId: psp.account.merchantId,
    merchantName: "Gedekid og Smoothies",
    merchantLogoUrl: "https://no-logo.png",
    merchantOrderId: order.merchantOrderId,
    merchantUrl: "https://gedekid.example.com",
    pspReferenceId: order.pspReferenceId,
    amount: 1000,
    currencyCode: "DKK",
    allowedCardTypes: [
      { name: "DANKORT", encryptedPanCallbackUrl: `${receiver.url}/pan`, tokenCallbackUrl: null },
    ],
    preferVisaPartOfVisaDankort: true,
    publicKeyId: 1,
    redirectFromMobilePayUrl: "https://gedekid.example.com/done",
    deliveryAddressAllowed: null,
    deliveryAddressDisallowedReasonCode: null,
  });
});

describe("what the domain refuses", () => {
  const cards = (name: string) => ({ allowedCardTypes: [{ name, encryptedPanCallbackUrl: receiver.url }] });
  test.each<[code: string, what: string, more: () => Fields]>([
    ["2000", "a merchant that does not exist", () => ({ merchantId: nobody })],
    ["2030", "no card types", () => ({ allowedCardTypes: [] })],
    ["2030", "card types that are not told", () => ({ allowedCardTypes: null })],
    ["2040", "a card type of old", () => cards("VISA-DANKORT")],
    ["2040", "a card type that is none", () => cards("AMEX")],
    ["2050", "a currency nobody pays in", () => ({ currencyCode: "PLN" })],
    ["2050", "a number of no currency", () => ({ currencyCode: "999" })],
    ["4002", "a key that nobody has", () => ({ publicKeyId: 999_999 })],
    ["4002", "a key of a negative number", () => ({ publicKeyId: -1 })],
    ["4003", "nothing to pay", () => ({ amount: 0 })],
    ["4003", "less than nothing", () => ({ amount: -5 })],
    ["4005", "validity that is over", () => ({ validUntil: at("-PT1S") })],
    ["4005", "validity of another age", () => ({ validUntil: "9999-12-31T00:00:00Z" })],
  ])("%s: %s", async (code, _what, more) => {
    const { http, type, json } = await psp.call("POST", path, psp.order(receiver, more()), {
      correlationid: "corr-1",
    });
    expect([http, type]).toEqual([409, "application/json; charset=utf-8"]);
    expect(json).toEqual({ code, message: expect.stringMatching(/\w/), correlationId: "corr-1" });
  });

  test("2010: a merchant of another integrator", async () => {
    const neighbour = await addNeighbour(psp);
    const { merchantId } = neighbour.account;
    const { http, json } = await psp.call("POST", path, psp.order(receiver, { merchantId }));
    expect([http, json.code]).toEqual([409, "2010"]);
  });

  test("2020: a merchant that is deleted, by the very next call", async () => {
    const { merchantId } = (await addNeighbour(psp)).account;
    const neighbour = await addNeighbour(psp);
    const own = neighbour.account.merchantId;
    await neighbour.initiate(receiver);
    await neighbour.ask("DELETE", `/api/v1/merchants/${own}`);
    const { json } = await neighbour.call("POST", path, neighbour.order(receiver));
    expect([json.code, merchantId === own]).toEqual(["2020", false]);
  });

  test("4001: a fourth payment of an order", async () => {
    const more = { merchantOrderId: psp.name("order") };
    for (let i = 0; i < 3; i++) await psp.initiate(receiver, more);
    const { http, json } = await psp.call("POST", path, psp.order(receiver, more));
    expect([http, json.code]).toEqual([409, "4001"]);
    expect((await psp.call("POST", path, psp.order(receiver, more))).json.code).toBe("4001");
  });

  test("without a correlation id of its own, an error gets one", async () => {
    const { json, headers } = await psp.call("POST", path, psp.order(receiver, { amount: 0 }));
    expect(json.correlationId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(headers.correlationid).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("the same again", () => {
  test("is the same payment; with anything else changed it is 4000", async () => {
    const order = psp.order(receiver, { validUntil: at("PT1H") });
    const { paymentId } = await psp.ask("POST", path, order);
    expect((await psp.ask("POST", path, order)).paymentId).toBe(paymentId);
    for (const change of [
      { amount: 1001 },
      { currencyCode: "EUR" },
      { merchantOrderId: "another" },
      { redirectFromMobilePayUrl: "https://evil.example.com" },
      { allowedCardTypes: [{ name: "DANKORT", encryptedPanCallbackUrl: "https://evil.example.com" }] },
      { merchantName: "Somebody else" },
      { validUntil: at("PT2H") },
      { autoCapture: true },
    ]) {
      const { http, json } = await psp.call("POST", path, { ...order, ...change });
      expect([change, http, json.code]).toEqual([change, 409, "4000"]);
    }
    expect((await psp.ask("POST", path, order)).paymentId).toBe(paymentId);
  });

  test("many at once are one payment", async () => {
    const order = psp.order(receiver);
    const answers = await Promise.all(Array.from({ length: 10 }, () => psp.ask("POST", path, order)));
    expect(new Set(answers.map(({ paymentId }) => paymentId)).size).toBe(1);
    const { pspReferenceId: reference } = order as { pspReferenceId: string };
    const rows = await psp.kassa.reader.query("select 1 from payments where reference = $1", [reference]);
    expect(rows).toHaveLength(1);
  });

  test("also after the integrator has patched it", async () => {
    const order = psp.order(receiver);
    const { paymentId } = await psp.ask("POST", path, order);
    await psp.ask("PATCH", `/api/v1/payments/${paymentId}`, {
      redirectFromMobilePayUrl: "https://x.example.com",
    });
    expect((await psp.ask("POST", path, order)).paymentId).toBe(paymentId);
  });

  test("of another merchant of the integrator is another payment", async () => {
    const { merchantId } = await psp.ask("POST", "/api/v1/merchants", {
      externalId: "second",
      merchantCategoryCode: 1234,
      name: "Second",
      billingCurrency: "DKK",
      countryCode: "DK",
    });
    const order = psp.order(receiver);
    const one = await psp.ask("POST", path, order);
    const other = await psp.ask("POST", path, { ...order, merchantId });
    expect(other.paymentId).not.toBe(one.paymentId);
  });
});

describe("ill-formed", () => {
  const required = [
    "amount",
    "currencyCode",
    "merchantId",
    "merchantLogoUrl",
    "merchantName",
    "merchantOrderId",
    "merchantUrl",
    "pspReferenceId",
    "publicKeyId",
    "redirectFromMobilePayUrl",
  ];

  test("an empty object lacks all that is required", async () => {
    const { http, type, json } = await psp.call("POST", path, {}, { correlationid: "c-400" });
    expect([http, type]).toEqual([400, "application/problem+json; charset=utf-8"]);
    expect(json).toMatchObject({
      type: "https://tools.ietf.org/html/rfc7231#section-6.5.1",
      title: "One or more validation errors occurred.",
      status: 400,
      traceId: "c-400",
    });
    expect(Object.keys(json.errors).toSorted()).toEqual(required);
    expect(json.errors.amount).toEqual(["The amount field is required."]);
  });

  test.each(required)("%s may be neither null nor empty", async (field) => {
    for (const value of [null, ""]) {
      const { http, json } = await psp.call("POST", path, psp.order(receiver, { [field]: value }));
      expect([http, Object.keys(json.errors)]).toEqual([400, [field]]);
    }
  });

  test.each<[field: string, value: unknown]>([
    ["amount", "500"],
    ["amount", 5.5],
    ["amount", 1e300],
    ["amount", true],
    ["merchantId", "demo"],
    ["publicKeyId", "1"],
    ["publicKeyId", 2 ** 31],
    ["merchantUrl", "x".repeat(151)],
    ["merchantLogoUrl", "logo.png"],
    ["redirectFromMobilePayUrl", "/done"],
    ["redirectFromMobilePayUrl", "javascript:alert(1)"],
    ["redirectFromMobilePayUrl", "data:text/html,x"],
    ["failedPaymentCallbackUrl", "ftp://psp.example.com"],
    ["failedPaymentCallbackUrl", "psp.example.com"],
    ["validUntil", "tomorrow"],
    ["validUntil", "2027-02-30T10:00:00Z"],
    ["validUntil", "2027-02-03"],
    ["validUntil", 1_700_000_000],
    ["isCheckout", "true"],
    ["autoCapture", 1],
    ["customerLanguageCode", "SV"],
    ["minimumMobilePayUserAge", -1],
    ["minimumMobilePayUserAge", 151],
    ["deliveryAddressDisallowedReasonCode", -1],
    ["deliveryAddressDisallowedReasonCode", 6],
    ["pspReferenceId", "x".repeat(256)],
    ["merchantOrderId", ["order"]],
    ["allowedCardTypes", "DANKORT"],
  ])("%s: %s", async (field, value) => {
    const { http, json } = await psp.call("POST", path, psp.order(receiver, { [field]: value }));
    expect([http, Object.keys(json.errors)]).toEqual([400, [field]]);
  });

  test.each<[field: string, cards: unknown]>([
    ["allowedCardTypes[0].encryptedPanCallbackUrl", [{ name: "DANKORT" }]],
    ["allowedCardTypes[0].name", [{ encryptedPanCallbackUrl: "https://x.dk" }]],
    ["allowedCardTypes[0]", ["DANKORT"]],
    [
      "allowedCardTypes[1].tokenCallbackUrl",
      [
        { name: "DANKORT", encryptedPanCallbackUrl: "https://x.dk" },
        { name: "VISA-DEBIT", encryptedPanCallbackUrl: "https://x.dk", tokenCallbackUrl: "x" },
      ],
    ],
    ["deliveryLimitedTo[0]", undefined],
  ])("within lists: %s", async (field, cards) => {
    const more = cards ? { allowedCardTypes: cards } : { deliveryLimitedTo: ["Denmark"] };
    const { http, json } = await psp.call("POST", path, psp.order(receiver, more));
    expect([http, Object.keys(json.errors)]).toEqual([400, [field]]);
  });

  test("a checkout lacks where its address goes, and why none may be chosen", async () => {
    const lacking = async (more: Fields) =>
      Object.keys(
        (await psp.call("POST", path, psp.order(receiver, { isCheckout: true, ...more }))).json.errors,
      );
    expect(await lacking({})).toEqual(["addressCallbackUrl", "deliveryAddressAllowed"]);
    expect(await lacking({ addressCallbackUrl: receiver.url, deliveryAddressAllowed: false })).toEqual([
      "deliveryAddressDisallowedReasonCode",
    ]);
    const reasonless = { deliveryAddressAllowed: false, deliveryAddressDisallowedReasonCode: 0 };
    expect(await lacking({ addressCallbackUrl: receiver.url, ...reasonless })).toEqual([
      "deliveryAddressDisallowedReasonCode",
    ]);
  });

  test.each([
    ["nothing", ""],
    ["text", "hello"],
    ["a list", "[]"],
    ["half of it", '{"amount":'],
    ["what is nested too deep", `{"a":${"[".repeat(200)}${"]".repeat(200)}}`],
  ])("a body that is %s", async (_what, payload) => {
    const { http, type, json } = await psp.send("POST", path, payload);
    expect([http, type]).toEqual([400, "application/problem+json; charset=utf-8"]);
    expect(Object.keys(json.errors)).toEqual([""]);
  });

  test("a body that is too large", async () => {
    const { http, type } = await psp.send("POST", path, `{"a":"${"x".repeat(300_000)}"}`);
    expect([http, type]).toEqual([413, "application/problem+json; charset=utf-8"]);
  });
});

describe("leniency", () => {
  test.each([
    "application/json; charset=utf-8",
    "text/json",
    "text/plain",
    "application/json-patch+json",
    "application/vnd.psp+json",
    "application/x-www-form-urlencoded",
    "nonsense",
  ])("content type %s", async (type) => {
    const { http } = await psp.send("POST", path, JSON.stringify(psp.order(receiver)), {
      "content-type": type,
    });
    expect(http).toBe(200);
  });

  test("0 for no reason, as the document's example has it and clients send that know no null", async () => {
    const told = { deliveryAddressAllowed: true, deliveryAddressDisallowedReasonCode: 0 };
    const paymentId = await psp.initiate(receiver, told);
    expect(await psp.ask("GET", `/api/v3/payments/${paymentId}`)).toMatchObject({
      deliveryAddressAllowed: true,
      deliveryAddressDisallowedReasonCode: null,
    });
  });

  test("names in any case, null and empty for what is not given, properties nobody knows", async () => {
    const { amount, merchantName, ...rest } = psp.order(receiver, {
      validUntil: null,
      failedPaymentCallbackUrl: "",
      deliveryLimitedTo: null,
      isCheckout: null,
      customerLanguageCode: "",
      somethingElse: { deep: [1, 2] },
      allowedCardTypes: [
        { Name: "dankort", EncryptedPanCallbackUrl: receiver.url, tokenCallbackUrl: null, x: 1 },
      ],
    });
    const body = { ...rest, Amount: amount, MERCHANTNAME: merchantName };
    const { http, json } = await psp.send("POST", path, JSON.stringify(body));
    expect(http).toBe(200);
    const told = await psp.ask("GET", `/api/v3/payments/${json.paymentId}`);
    expect(told).toMatchObject({ amount: 1000, merchantName: "Gedekid og Smoothies" });
    expect(told.allowedCardTypes).toEqual([
      { name: "DANKORT", encryptedPanCallbackUrl: receiver.url, tokenCallbackUrl: null },
    ]);
  });

  test.each([
    "2099-01-01T00:00:00.1234567+00:00",
    "2099-01-01T00:00+00:00",
    "2099-01-01T00:00:00",
    "2099-01-01T02:00:00+0200",
  ])("validUntil as %s", async (written) => {
    const year = String(psp.kassa.house.now().toZonedDateTimeISO("UTC").year + 1);
    const validUntil = written.replace("2099", year);
    const order = JSON.stringify(psp.order(receiver, { validUntil }));
    const { json } = await psp.send("POST", path, order);
    const payment = await psp.kassa.reader.find(payments, { id: json.paymentId });
    expect(payment?.expiresAt.toString().slice(0, 16)).toBe(`${year}-01-01T00:00`);
  });

  test.each([
    ["DKK", "DKK"],
    ["dkk", "DKK"],
    ["978", "EUR"],
    ["578", "NOK"],
    ["752", "SEK"],
    ["840", "USD"],
    ["826", "GBP"],
  ])("currency %s is %s", async (currencyCode, letters) => {
    const id = await psp.initiate(receiver, { currencyCode });
    expect((await psp.ask("GET", `/api/v3/payments/${id}`)).currencyCode).toBe(letters);
  });

  test.each(["DA", "EN", "FI", "DK", "da"])("language %s", async (customerLanguageCode) => {
    expect(await psp.initiate(receiver, { customerLanguageCode })).toMatch(/-/);
  });

  test.each(["myshop://returned", "https://shop.example.com/a?b=c#d"])("a return to %s", async (url) => {
    const id = await psp.initiate(receiver, { redirectFromMobilePayUrl: url });
    expect((await psp.ask("GET", `/api/v3/payments/${id}`)).redirectFromMobilePayUrl).toBe(url);
  });

  test("the path of the first version, doubled and trailing slashes, a merchant's id in capitals", async () => {
    const order = psp.order(receiver, { merchantId: psp.account.merchantId.toUpperCase() });
    const { paymentId } = await psp.ask("POST", "/api/v1/payments", order);
    const again = await psp.send("POST", "//api/v3/payments/", JSON.stringify(order));
    expect(again.json.paymentId).toBe(paymentId);
  });
});

test("unless told, a payment may be approved for 35 minutes", async () => {
  const id = await psp.initiate(receiver);
  const payment = await psp.kassa.reader.find(payments, { id });
  expect(payment?.openedAt.until(payment.expiresAt).total("minutes")).toBe(35);
});

test("in live mode addresses must be https and public", async () => {
  const kassa = await useKassa(live);
  const { addClient } = await import("../../../src/core/integrators/index.ts");
  const { hashPassword } = await import("../../../src/platform/crypto/index.ts");
  const secretHash = await hashPassword("a secret");
  await kassa.house.write(async (tx) =>
    addClient(tx, { id: "live", integrator: "x", name: "x", secretHash, state: "active" }),
  );
  const account = { ...psp.account, id: "live", secret: "a secret" };
  const own = new Psp(kassa, psp.contract, account);
  const wrong = async (more: Fields) => {
    const { http, json } = await own.call("POST", path, own.order(receiver, more));
    return http === 409 ? [] : Object.keys(json.errors);
  };
  expect(await wrong({})).toEqual([]);
  expect(await wrong({ merchantUrl: "http://shop.example.com" })).toEqual([]);
  expect(await wrong({ redirectFromMobilePayUrl: "myshop://returned" })).toEqual([]);
  for (const field of ["failedPaymentCallbackUrl", "merchantLogoUrl", "redirectFromMobilePayUrl"])
    expect(await wrong({ [field]: "http://psp.example.com" })).toEqual([field]);
  for (const url of [
    "https://127.0.0.1/x",
    "https://localhost/x",
    "https://10.0.0.1/x",
    "http://psp.example.com",
  ]) {
    expect(await wrong({ failedPaymentCallbackUrl: url })).toEqual(["failedPaymentCallbackUrl"]);
    const allowedCardTypes = [{ name: "DANKORT", encryptedPanCallbackUrl: url }];
    expect(await wrong({ allowedCardTypes })).toEqual(["allowedCardTypes[0].encryptedPanCallbackUrl"]);
  }
});
