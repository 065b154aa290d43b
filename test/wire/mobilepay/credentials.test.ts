import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Doorkeeper } from "../../../src/dialects/mobilepay/auth/doorkeeper.ts";
import { useKassa } from "../../support/kassa.ts";
import { useReceiver } from "../../support/receiver.ts";
import { Contract, readDocument } from "./openapi.ts";
import { credentialsPath, demo, live, nobody, openPsp, Psp, phone, swipePath } from "./psp.ts";

let psp: Psp;
beforeAll(async () => {
  psp = await openPsp();
});
afterAll(() => psp.kassa.close());

const list = "/api/v1/merchants";
const as = (id: string, secret: string) => ({ "x-ibm-client-id": id, "x-ibm-client-secret": secret });

test("credentials tell who they are of", async () => {
  const told = await psp.ask("GET", credentialsPath);
  expect(told).toEqual({ integratorName: "Demo PSP", clientName: "Demo client", active: true });
});

test.each([
  ["another secret", as(demo.id, "another")],
  ["another id", as("another", demo.secret)],
  ["no secret", as(demo.id, "")],
  ["no id", as("", demo.secret)],
  ["a secret that is too long", as(demo.id, "x".repeat(5_000))],
  ["an id with a NUL", as("demo\0client", demo.secret)],
])("%s is 401, in the form of a problem", async (_what, headers) => {
  const { http, type, json } = await psp.call("GET", list, undefined, headers);
  expect([http, type]).toEqual([401, "application/problem+json; charset=utf-8"]);
  expect(json).toMatchObject({ status: 401, title: "Unauthorized" });
});

test("without any header it is 401 too, before anything else is looked at", async () => {
  const answer = await psp.kassa.server.inject({
    method: "GET",
    url: "/cardpassthrough-restapi/api/v1/merchants/1",
  });
  expect(answer.statusCode).toBe(401);
});

test("header names come in any case", async () => {
  const headers = { "X-IBM-Client-Id": demo.id, "X-Ibm-Client-SECRET": demo.secret, CORRELATIONID: "abc-1" };
  const { statusCode, headers: told } = await psp.kassa.server.inject({
    method: "GET",
    url: `/cardpassthrough-restapi${list}`,
    headers,
  });
  expect([statusCode, told.correlationid]).toEqual([200, "abc-1"]);
});

test("new credentials work at once in the sandbox, and a new secret replaces the old one at once", async () => {
  const { clientId, clientSecret } = await psp.ask("POST", credentialsPath);
  const own = new Psp(psp.kassa, psp.contract, { ...demo, id: clientId, secret: clientSecret });
  expect(await own.ask("GET", list)).toEqual({ merchants: [] });
  expect((await own.ask("GET", credentialsPath)).active).toBe(true);
  const { clientSecret: next } = await own.ask("PATCH", `${credentialsPath}/secret`);
  expect(next).not.toBe(clientSecret);
  expect((await own.call("GET", list)).http).toBe(401);
  expect((await own.call("GET", list, undefined, as(clientId, next))).http).toBe(200);
});

test("a process that knew the old secret forgets it within two seconds", async () => {
  const { clientId: id, clientSecret: secret } = await psp.ask("POST", credentialsPath);
  const elsewhere = new Doorkeeper(psp.kassa.house);
  expect((await elsewhere.identify({ id, secret }, "")).id).toBe(id);
  const own = new Psp(psp.kassa, psp.contract, { ...demo, id, secret });
  const { clientSecret: next } = await own.ask("PATCH", `${credentialsPath}/secret`);
  const isKnown = (tried: string) =>
    elsewhere.identify({ id, secret: tried }, "").then(
      () => true,
      () => false,
    );
  await expect.poll(() => isKnown(secret), { timeout: 4_000, interval: 300 }).toBe(false);
  expect(await isKnown(next)).toBe(true);
});

test("secrets are stored hashed", async () => {
  const { clientId, clientSecret } = await psp.ask("POST", credentialsPath);
  const [row] = await psp.kassa.reader.query<{ secret_hash: string }>(
    "select secret_hash from clients where id = $1",
    [clientId],
  );
  expect(row?.secret_hash).toMatch(/^argon2id\$/);
  expect(JSON.stringify(row)).not.toContain(clientSecret);
});

test("in live mode new credentials wait; until then everything but themselves is 403", async () => {
  const kassa = await useKassa(live);
  const contract = new Contract(await readDocument(kassa));
  const { clientId: id, clientSecret: secret } = await new Psp(kassa, contract).ask("POST", credentialsPath);
  const waiting = new Psp(kassa, contract, { ...demo, id, secret });
  expect((await waiting.ask("GET", credentialsPath)).active).toBe(false);
  const { http, json } = await waiting.call("GET", list);
  expect([http, json.title]).toEqual([403, "Forbidden"]);
  expect((await waiting.send("POST", "/api/v3/payments", "{}")).http).toBe(403);
  const next = await waiting.ask("PATCH", `${credentialsPath}/secret`);
  const renewed = new Psp(kassa, contract, { ...demo, id, secret: next.clientSecret });
  expect((await renewed.call("GET", list)).http).toBe(403);
});

test("in live mode there is neither a demo client, nor a simulation, nor a way to register keys", async () => {
  const kassa = await useKassa(live);
  const stranger = new Psp(kassa, psp.contract);
  expect((await stranger.call("GET", list)).http).toBe(401);
  const swipe = await stranger.send("POST", swipePath(nobody), JSON.stringify({ phoneNumber: phone }));
  expect(swipe.json).toEqual({ status: 404, message: "Not found" });
  expect((await stranger.send("POST", "/sandbox/mobilepay/keys", "x")).json.message).toBe("Not found");
  const { paths } = await readDocument(kassa);
  expect(Object.keys(paths).filter((path) => path.includes("simulation"))).toEqual([]);
});

test("so many clients may wait, and no more", async () => {
  const kassa = await useKassa(live);
  await kassa.house.write(async (tx) => {
    const { addClient } = await import("../../../src/core/integrators/index.ts");
    for (let i = 0; i < 100; i++)
      addClient(tx, { id: `waiting-${i}`, integrator: "x", name: "x", secretHash: "x", state: "waiting" });
  });
  const { http, headers } = await new Psp(kassa, psp.contract).send("POST", credentialsPath);
  expect([http, headers["retry-after"]]).toEqual([429, "1"]);
});

test("after twenty wrong secrets a client is not believed from that address for a minute", async () => {
  const kassa = await useKassa();
  const guesser = new Psp(kassa, psp.contract);
  const guesses = Array.from({ length: 30 }, (_, i) =>
    guesser.call("GET", list, undefined, as(demo.id, `no-${i}`)),
  );
  const statuses = (await Promise.all(guesses)).map(({ http }) => http);
  expect(statuses.filter((http) => http === 401)).toHaveLength(20);
  expect(statuses.filter((http) => http === 429)).toHaveLength(10);
  expect((await guesser.call("GET", list)).http).toBe(429);
  await kassa.advance("PT61S");
  expect((await guesser.call("GET", list)).http).toBe(200);
});

test("a secret that is known to be right goes on while others guess", async () => {
  const kassa = await useKassa();
  const known = new Psp(kassa, psp.contract);
  await known.ask("GET", list);
  const guesses = Array.from({ length: 25 }, (_, i) =>
    known.call("GET", list, undefined, as(demo.id, `no-${i}`)),
  );
  await Promise.all(guesses);
  expect((await known.call("GET", list)).http).toBe(200);
});

test("many who say the same right thing at once are let in", async () => {
  const kassa = await useKassa();
  const many = new Psp(kassa, psp.contract);
  const answers = await Promise.all(Array.from({ length: 60 }, () => many.call("GET", list)));
  expect(answers.map(({ http }) => http)).toEqual(Array.from({ length: 60 }, () => 200));
});

test("keys are registered by PEM, for whoever the credentials are of", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const { http, json } = await psp.send("POST", "/sandbox/mobilepay/keys", publicKey);
  expect([http, typeof json.publicKeyId]).toEqual([200, "number"]);
  const own = new Psp(psp.kassa, psp.contract, { ...demo, publicKeyId: json.publicKeyId, privateKey });
  const { callback } = await own.accepted(await useReceiver());
  expect(callback.PublicKeyId).toBe(json.publicKeyId);
  expect(JSON.parse(own.decrypt(callback.EncryptedCardData))).toHaveProperty("encryptedCardData");

  const { publicKey: small } = generateKeyPairSync("rsa", {
    modulusLength: 1024,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const { publicKey: curve } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  for (const pem of ["", "no key", small, curve, privateKey]) {
    const refused = await psp.send("POST", "/sandbox/mobilepay/keys", pem);
    expect([refused.http, refused.type]).toEqual([400, "application/problem+json; charset=utf-8"]);
  }
  expect((await psp.send("POST", "/sandbox/mobilepay/keys", publicKey, as("x", "y"))).http).toBe(401);
});
