import { execFileSync } from "node:child_process";
import { constants, generateKeyPairSync, publicEncrypt } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deliveries } from "../../../src/core/deliveries/index.ts";
import { mandates, walletAttempts } from "../../../src/core/wallet/index.ts";
import { acceptCardChange } from "../../../src/dialects/mobilepay/change-card.ts";
import { cardsOf, userOf } from "../../../src/dialects/mobilepay/users.ts";
import { type Kassa, openKassa } from "../../../test/support/kassa.ts";
import { authorize } from "./acquirer.ts";
import { openPan, tokenCard } from "./card-data.ts";
import { callbackKey } from "./office.ts";
import { createPsp } from "./psp.ts";

const shopKey = "a shop";
let kassa: Kassa;
let kassaUrl: string;
let wire: Awaited<ReturnType<typeof startWire>>;
let psp: FastifyInstance;
let pspUrl: string;
const warnings: string[] = [];

beforeAll(async () => {
  kassa = await openKassa();
  kassaUrl = await kassa.server.listen({ port: 0, host: "127.0.0.1" });
  wire = await startWire(kassaUrl);
  psp = createPsp({
    kassaUrl: wire.url,
    kassaPublicUrl: kassaUrl,
    shopKey,
    warn: (text) => void warnings.push(text),
  });
  pspUrl = await psp.listen({ port: 0, host: "127.0.0.1" });
}, 60_000);

afterAll(async () => {
  await psp.close();
  wire.stop();
  await kassa.close();
});

beforeEach(() => void warnings.splice(0));

type Fields = Record<string, unknown>;

async function ask(method: "GET" | "POST", path: string, body?: Fields, key = shopKey) {
  const response = await fetch(pspUrl + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: each test reads the answer as it expects it to be
  const json: any = await response.json();
  return { status: response.status, json };
}

const post = { method: "POST", headers: { "content-type": "application/json" } };

let orders = 0;

function order(more: Fields = {}): Fields {
  orders += 1;
  const returnUrl = "http://shop.test/orders/1/return";
  return { orderId: `order-${orders}`, amount: 349_00, currency: "DKK", returnUrl, ...more };
}

/** A payment of the shop's, and its number at the wallet. */
async function start(more: Fields = {}): Promise<{ id: string; walletId: string }> {
  const { status, json } = await ask("POST", "/payments", order(more));
  expect(status, JSON.stringify(json)).toBe(200);
  return { id: json.id, walletId: walletIdOf(json) };
}

function walletIdOf({ payUrl }: { payUrl: string }): string {
  return new URL(payUrl).searchParams.get("id") ?? "";
}

let phones = 20_000_000;

function newPhone(): string {
  phones += 1;
  return `+45${phones}`;
}

/** The user enters the phone and swipes. */
async function swipe(walletId: string, lastFourDigits?: string, phoneNumber = newPhone()) {
  const url = `/cardpassthrough-regressiontester-restapi/api/v1/product/payments/simulation/enter-phone-and-swipe/${walletId}`;
  const payload = { phoneNumber, ...(lastFourDigits && { lastFourDigits }) };
  const { statusCode, body } = await kassa.server.inject({ method: "POST", url, payload });
  expect(statusCode, body).toBe(200);
  return phoneNumber;
}

const look = async (id: string) => (await ask("GET", `/payments/${id}`)).json;
const until = (id: string, state: object) =>
  expect.poll(() => look(id), { timeout: 10_000 }).toMatchObject(state);

describe("a card's number", () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const cardText =
    '{"timestampticks":1,"encryptedCardData":{"cardNumber":4571999999999992,"expiryMonth":7,"expiryYear":30}}';

  test("that openssl has encrypted is opened", () => {
    const folder = mkdtempSync(join(tmpdir(), "psp-"));
    writeFileSync(join(folder, "key"), publicKey.export({ type: "spki", format: "pem" }));
    const options = ["rsa_padding_mode:oaep", "rsa_oaep_md:sha256", "rsa_mgf1_md:sha256"];
    const args = ["pkeyutl", "-encrypt", "-pubin", "-inkey", join(folder, "key")];
    const sealed = execFileSync("openssl", [...args, ...options.flatMap((one) => ["-pkeyopt", one])], {
      input: cardText,
    });
    rmSync(folder, { recursive: true });
    const { number, lastFour, expires } = openPan(privateKey, sealed.toString("base64"), "DANKORT");
    expect([number, lastFour, String(expires)]).toEqual(["4571999999999992", "9992", "2030-07"]);
  });

  test("with another hash, or with something else in it, is refused", () => {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const seal = (text: string, oaepHash: string) =>
      publicEncrypt({ key: publicKey, padding, oaepHash }, Buffer.from(text)).toString("base64");
    expect(() => openPan(privateKey, seal(cardText, "sha1"), "DANKORT")).toThrow();
    expect(() => openPan(privateKey, seal("{}", "sha256"), "DANKORT")).toThrow();
    expect(() => openPan(privateKey, "", "DANKORT")).toThrow();
  });

  test("has a token of its network's shape instead, and keeps its own last digits", () => {
    const common = { cardType: "VISA-DEBIT", maskedCardNumber: "411111XXXXXX1111" };
    const visa = {
      vPaymentDataID: "1",
      tokenInfo: { token: "4895370013193500", expirationDate: { month: "02", year: "2031" } },
    };
    const mastercard = {
      token: { paymentToken: "5204731613942625", tokenExpirationMonth: "05", tokenExpirationYear: "2031" },
    };
    for (const tokenData of [visa, mastercard])
      expect(tokenCard.parse({ ...common, tokenData })).toMatchObject({
        lastFour: "1111",
        type: "VISA-DEBIT",
      });
    expect(tokenCard.safeParse({ ...common, tokenData: {} }).success).toBe(false);
  });
});

test.each([
  ["1234", 349_00, {}, undefined],
  ["1234", 10_01, {}, 1001],
  ["1234", 10_02, {}, undefined],
  ["1234", 10_07, {}, 1007],
  ["1234", 10_08, {}, 1008],
  ["1234", 10_08, { isChallenged: true }, undefined],
  ["1234", 10_08, { isCharge: true }, 1000],
  ["8031", 349_00, {}, 1008],
  ["8031", 349_00, { isCharge: true }, undefined],
  ["9995", 349_00, {}, 1001],
  ["0341", 349_00, {}, undefined],
  ["0341", 349_00, { isCharge: true }, 1001],
])("the bank about card %s and %i with %o: %s", (lastFour, amount, more, code) => {
  const expires = Temporal.PlainYearMonth.from("2030-07");
  const at = (text: string) => ({ amount, at: Temporal.Instant.from(text), ...more });
  expect(authorize({ lastFour, expires }, at("2030-07-31T23:00:00Z"))).toBe(code);
  expect(authorize({ lastFour, expires }, at("2030-08-01T00:00:00Z"))).toBe(1003);
});

describe("a payment", () => {
  test.each([
    ["9992", "DANKORT"],
    ["1111", "VISA-CREDIT"],
  ])("with the card %s is approved, captured, canceled and refunded", async (lastFour, type) => {
    const { id, walletId } = await start();
    await swipe(walletId, lastFour);
    await until(id, { state: "approved", card: { lastFour, type }, isSecured: false });
    const capture = { amount: 200_00, key: "c1" };
    expect((await ask("POST", `/payments/${id}/captures`, capture)).json.captured).toBe(200_00);
    expect((await ask("POST", `/payments/${id}/captures`, capture)).json.captured).toBe(200_00);
    expect((await ask("POST", `/payments/${id}/cancels`, { amount: 149_00, key: "x1" })).json.canceled).toBe(
      149_00,
    );
    expect((await ask("POST", `/payments/${id}/refunds`, { amount: 50_00, key: "r1" })).json.refunded).toBe(
      50_00,
    );
    for (const [path, fields] of [
      ["captures", { amount: 1, key: "c2" }],
      ["captures", { amount: 100_00, key: "c1" }],
      ["refunds", { amount: 150_01, key: "r2" }],
    ] as const)
      expect((await ask("POST", `/payments/${id}/${path}`, fields)).status).toBe(409);
    expect(warnings).toEqual([]);
    expect(await kassa.problems()).toEqual([]);
  });

  test("that the bank declines is still open, and says why", async () => {
    const { id, walletId } = await start({ amount: 10_01 });
    await swipe(walletId);
    await until(id, {
      state: "open",
      decline: { code: 1001, text: "There is not enough money on the card." },
    });
  });

  test("is paid after 3-D Secure, once, and told to the wallet's page", async () => {
    const { id, walletId } = await start();
    await swipe(walletId, "8031");
    const url = await challengeUrl();
    const shown = await (await fetch(url)).text();
    expect(shown).toContain("pay <strong>DKK");
    expect(shown).toContain("ending in 8031");
    const [first, second] = await Promise.all([answer(url, "yes"), answer(url, "yes")]);
    for (const { status, headers } of [first, second]) {
      expect(status).toBe(303);
      expect(headers.get("location")).toBe(`${kassaUrl}/remote-website/apppages/done3ds.html`);
    }
    await until(id, { state: "approved", isSecured: true, card: { lastFour: "8031" } });
    expect((await fetch(url)).status).toBe(404);
    expect(warnings).toEqual([]);
  });

  test("whose customer refuses at the bank is open for another card", async () => {
    const { id, walletId } = await start();
    const phone = await swipe(walletId, "8031");
    await answer(await challengeUrl(), "no");
    await until(id, { state: "open", decline: { code: 1000 } });
    await swipe(walletId, "9992", phone);
    await until(id, { state: "approved", card: { lastFour: "9992" }, isSecured: false });
    expect((await look(id)).decline).toBeUndefined();
  });

  test("is taken back, also while the bank asks; a paid one is not", async () => {
    const quiet = await start();
    expect((await ask("POST", `/payments/${quiet.id}/withdrawal`)).json.state).toBe("withdrawn");
    const asking = await start();
    await swipe(asking.walletId, "8031");
    await challengeUrl();
    expect((await ask("POST", `/payments/${asking.id}/withdrawal`)).json.state).toBe("withdrawn");
    const paid = await start();
    await swipe(paid.walletId);
    await until(paid.id, { state: "approved" });
    expect(await ask("POST", `/payments/${paid.id}/withdrawal`)).toMatchObject({
      status: 409,
      json: { code: "2100" },
    });
  });

  test("whose callback comes again is not decided again", async () => {
    const { id, walletId } = await start();
    await swipe(walletId, "8031");
    const url = await challengeUrl();
    const { destination, body } = await lastCardCallback();
    expect(body).toContain(walletId);
    const repeat = () => fetch(destination, { ...post, body });
    expect((await repeat()).status).toBe(204);
    expect(await challengeUrl()).toBe(url);
    await answer(url, "yes");
    await until(id, { state: "approved" });
    expect((await repeat()).status).toBe(204);
    expect(await look(id)).toMatchObject({ state: "approved", isSecured: true });
    expect(warnings).toEqual([]);
  });

  test("of a checkout tells where it goes", async () => {
    const { id, walletId } = await start({ isCheckout: true });
    const phone = await swipe(walletId);
    await until(id, { state: "approved" });
    const { recipient } = await look(id);
    expect(recipient.phone).toBe(phone);
    expect(recipient.delivery.at(-1)).toBe("DK");
    expect(recipient.email).toContain("@example.com");
  });

  test("nobody approved is told as expired", async () => {
    const { id } = await start();
    await kassa.advance("PT36M");
    await until(id, { state: "expired" });
  });
});

describe("an agreement", () => {
  test("is charged each month, once for an order, until somebody ends it", async () => {
    const { agreement, walletId } = await propose();
    await swipe(walletId, "9992");
    await untilAgreed(agreement, { state: "active", card: { lastFour: "9992" }, first: { captured: 89_00 } });
    await kassa.advance("P1M");
    for (const _ of [1, 2])
      expect(await charge(agreement, "tea-2")).toMatchObject({
        status: 200,
        json: { charges: [{ orderId: "tea-2", state: "paid" }] },
      });
    expect((await ask("POST", `/agreements/${agreement}/end`)).json.state).toBe("ended");
    expect(await charge(agreement, "tea-3")).toMatchObject({ status: 409, json: { code: "not_active" } });
    expect(await kassa.problems()).toEqual([]);
  });

  test("whose charge is declined needs a card, and is not charged twice", async () => {
    const { agreement, walletId } = await propose();
    await swipe(walletId, "9992");
    await untilAgreed(agreement, { state: "active" });
    const declined = { needsCard: true, charges: [{ state: "declined", decline: { code: 1001 } }] };
    for (const _ of [1, 2])
      expect(await charge(agreement, "tea-2", 10_01)).toMatchObject({ status: 200, json: declined });
    expect((await charge(agreement, "tea-2", 20_00)).json.code).toBe("key_reused");
  });
});

describe("what the wallet does not hear", () => {
  const told = "the wallet did not hear a result";

  test.each(["request", "answer"] as const)(
    "of a payment, its %s, is told again when the shop asks",
    async (what) => {
      const { id, walletId } = await start();
      wire.lose(what, "/authorizationattempts/", 3);
      await swipe(walletId);
      await expect.poll(() => warnings.join(), { timeout: 10_000 }).toContain(told);
      expect(await look(id)).toMatchObject({ state: "approved", card: { lastFour: "9992" } });
    },
  );

  test("of a capture is one capture all the same", async () => {
    const { id, walletId } = await start();
    await swipe(walletId);
    await until(id, { state: "approved" });
    const capture = { amount: 349_00, key: `lost-${id}` };
    wire.lose("answer", "/captures", 3);
    expect((await ask("POST", `/payments/${id}/captures`, capture)).status).toBe(502);
    expect((await ask("POST", `/payments/${id}/captures`, capture)).json.captured).toBe(349_00);
    expect(await kassa.problems()).toEqual([]);
  });

  test.each(["request", "answer"] as const)(
    "of another card, its %s, is told again before it is charged",
    async (what) => {
      const { agreement, walletId } = await propose();
      const phone = await swipe(walletId, "9992");
      await untilAgreed(agreement, { state: "active" });
      wire.lose(what, "/card/", 3);
      await changeCard(phone, "1111");
      await expect.poll(() => warnings.join(), { timeout: 10_000 }).toContain(told);
      expect((await charge(agreement, "tea-2")).json).toMatchObject({
        card: { lastFour: "1111" },
        charges: [{ state: "paid" }],
      });
    },
  );

  test("of a charge is one charge all the same", async () => {
    const { agreement, walletId } = await propose();
    await swipe(walletId, "9992");
    await untilAgreed(agreement, { state: "active" });
    wire.lose("answer", "/merchant-initiated/", 3);
    expect((await charge(agreement, "tea-lost")).status).toBe(502);
    expect((await charge(agreement, "tea-lost")).json.charges).toMatchObject([{ state: "paid" }]);
    expect(await kassa.problems()).toEqual([]);
  });
}, 30_000);

test("a card that differs from the wallet's is charged once the user has chosen again", async () => {
  const { agreement, walletId } = await propose();
  const phone = await swipe(walletId, "9992");
  await untilAgreed(agreement, { state: "active" });
  await changeCard(phone, "1111");
  await untilAgreed(agreement, { card: { lastFour: "1111" } });
  // The wallet has lost what it was told.
  const { id } = await mandateOf(phone);
  await kassa.house.write(async (tx) => {
    const mandate = await tx.lock(mandates, { id });
    if (mandate) tx.update(mandates, { ...mandate, cardId: null });
  });
  const declined = { needsCard: true, charges: [{ state: "declined", decline: { code: 2110 } }] };
  expect((await charge(agreement, "tea-2")).json).toMatchObject(declined);
  await changeCard(phone, "9992");
  await untilAgreed(agreement, { needsCard: false, charges: [{ orderId: "tea-2", state: "paid" }] });
});

describe("strangers", () => {
  test("do not get in without the shop's key", async () => {
    expect((await ask("POST", "/payments", order(), "another shop")).status).toBe(401);
    expect((await fetch(`${pspUrl}/payments/1`)).status).toBe(401);
  });

  test("cannot tell us of cards, and nonsense is refused", async () => {
    const tell = async (path: string, body: string) =>
      (await fetch(`${pspUrl}/mobilepay/${path}`, { ...post, body })).status;
    expect(await tell("guessed/card", "{}")).toBe(404);
    expect(await tell(`${callbackKey}/card`, "{}")).toBe(400);
    expect(await tell(`${callbackKey}/card`, "no json")).toBe(400);
  });

  test("what a shop asks for is checked", async () => {
    expect((await ask("POST", "/payments", order({ amount: 0 }))).status).toBe(400);
    expect((await ask("POST", "/payments", order({ currency: "PLN" }))).status).toBe(400);
    expect((await ask("GET", "/payments/nothing")).status).toBe(404);
  });
});

async function mandateOf(phone: string) {
  const user = await userOf(kassa.house, phone);
  const [mandate] = await kassa.reader.list(mandates, { payerId: user?.id ?? "" });
  if (!user || !mandate) throw new Error("nobody has agreed");
  return { id: mandate.id, user };
}

/** The user chooses another card for their only agreement. */
async function changeCard(phone: string, lastFour: string): Promise<void> {
  const { id, user } = await mandateOf(phone);
  const card = (await cardsOf(kassa.house, user)).find((one) => one.lastFour === lastFour);
  await acceptCardChange(kassa.house, { agreementId: id, userId: user.id, cardId: card?.id ?? "" });
}

async function lastCardCallback(): Promise<{ destination: string; body: string }> {
  const sent = await kassa.reader.list(deliveries, { kind: "card" });
  const last = sent.toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1);
  if (!last) throw new Error("no card was sent");
  return last;
}

/** Where the bank asks about the last card; the wallet has been told. */
async function challengeUrl(): Promise<string> {
  const newest = async () =>
    (await kassa.reader.list(walletAttempts, { state: "step_up" })).at(-1)?.challengeUrl ?? "";
  await expect.poll(newest, { timeout: 10_000 }).toContain("/challenge/");
  return newest();
}

function answer(url: string, answer: "yes" | "no"): Promise<Response> {
  return fetch(url, { method: "POST", body: new URLSearchParams({ answer }), redirect: "manual" });
}

async function propose(): Promise<{ agreement: string; walletId: string }> {
  const { status, json } = await ask(
    "POST",
    "/agreements",
    order({ amount: 89_00, isTaken: true, websiteUrl: "http://shop.test/tea" }),
  );
  expect(status, JSON.stringify(json)).toBe(200);
  return { agreement: json.id, walletId: walletIdOf(json.first) };
}

function untilAgreed(id: string, state: object) {
  const agreed = async () => (await ask("GET", `/agreements/${id}`)).json;
  return expect.poll(agreed, { timeout: 10_000 }).toMatchObject(state);
}

function charge(id: string, orderId: string, amount = 89_00) {
  return ask("POST", `/agreements/${id}/charges`, { orderId, amount });
}

/** Stands between the PSP and the wallet, and loses what it is told to lose. */
async function startWire(walletUrl: string) {
  const losses: { path: string; what: "request" | "answer"; times: number }[] = [];
  const server = createServer(async (incoming, response) => {
    const path = incoming.url ?? "/";
    const body = (await incoming.toArray()).join("");
    const loss = losses.find((one) => one.times > 0 && path.includes(one.path));
    if (loss) loss.times -= 1;
    if (loss?.what === "request") return incoming.socket.destroy();
    const { "x-ibm-client-id": id = "", "x-ibm-client-secret": secret = "" } = incoming.headers;
    const answer = await fetch(walletUrl + path, {
      method: incoming.method ?? "GET",
      headers: {
        "x-ibm-client-id": String(id),
        "x-ibm-client-secret": String(secret),
        "content-type": incoming.headers["content-type"] ?? "application/json",
      },
      ...(body && { body }),
    });
    const text = await answer.text();
    if (loss) return incoming.socket.destroy();
    return response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lose: (what: "request" | "answer", path: string, times: number) =>
      void losses.push({ path, what, times }),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
