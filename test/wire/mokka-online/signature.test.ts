import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { stores } from "../../../src/core/merchants/index.ts";
import { authenticate, sign } from "../../../src/dialects/mokka-online/auth.ts";
import { uuidOf } from "../../../src/platform/ids/index.ts";
import { secret, useKassa } from "../../support/kassa.ts";
import { methods, paths, useShop } from "./shop.ts";
import { transcript } from "./transcript.ts";

const here = useShop();

type Published = { readonly body: string; readonly secret: string; readonly signature: string };
const published: readonly Published[] = transcript("signatures").signatures;

test.each(published)("the published signature $signature is ours", ({ body, secret: key, signature }) => {
  expect(sign(body, key)).toBe(signature);
});

test.each(published.filter((example) => example.secret === secret))(
  "the published $body passes with its published signature",
  async ({ body, signature }) => {
    expect(await here.shop.ask("finish", body, { signature })).toMatchObject({ status: 24 });
  },
);

const body = '{ "order_id" :"http:\\/\\/x","amount":\t5000.00,\r\n"name": "\\u0418ван ż" }\n';

test("the bytes are signed as they came, blanks, escapes and line breaks included", async () => {
  expect(await here.shop.ask("status", body)).toMatchObject({ status: 24 });
  for (const changed of [body.trim(), body.replace("\\/", "/"), body.replace("5000.00", "5000.0")]) {
    expect(await here.shop.ask("status", changed, { signature: sign(body, secret) })).toEqual({
      status: 61,
      message: "Signature wrong",
    });
  }
});

test("capital letters in the signature are the same digits", async () => {
  const signature = sign(body, secret).toUpperCase();
  expect(await here.shop.ask("status", body, { signature })).toMatchObject({ status: 24 });
});

test("the parameters come in any order, with others between them", async () => {
  const { statusCode, json } = await here.kassa.server.inject({
    method: "POST",
    url: `${paths.status}?form_url=x&signature=${sign(body, secret)}&utm%5B%5D=1&store_id=1&__proto__=x`,
    payload: body,
  });
  expect([statusCode, json().status]).toEqual([200, 24]);
});

test("store 1 may be written 01, as in the document's sample", async () => {
  expect(await here.shop.ask("status", body, { store: "01" })).toMatchObject({ status: 24 });
});

test.each(["77", "0", "-1", "1.0", "1 or 1=1", "\0", "1\0", "x".repeat(5_000), "💥", "__proto__"])(
  "%j is nobody's store",
  async (store) => {
    expect(await here.shop.ask("status", body, { store })).toEqual({
      status: 51,
      message: "Store not found",
    });
  },
);

test.each(["0".repeat(40), "x", "\0", "é".repeat(40), "0".repeat(39), "1".repeat(5_000)])(
  "%j is a wrong signature",
  async (signature) => {
    expect(await here.shop.ask("status", body, { signature })).toMatchObject({ status: 61 });
  },
);

test.each(methods)("%s asks for the store, then for the signature, then for the content", async (method) => {
  const steps = [
    [50, { store: null, signature: null }],
    [50, { store: "", signature: "wrong" }],
    [51, { store: "77", signature: null }],
    [60, { signature: null }],
    [60, { signature: "" }],
    [61, { signature: "wrong" }],
    [10, {}],
  ] as const;
  for (const [status, options] of steps) {
    const answer = await here.shop.ask(method, "no JSON", options);
    expect((answer.meta ?? answer).status).toBe(status);
  }
});

const escaped = body.replace(/["\\]/g, "\\$&");

test.each([
  ["the body with quotes and backslashes escaped", sign(escaped, secret)],
  ["the body with quotes escaped", sign(body.replaceAll('"', '\\"'), secret)],
  ["the key before the body", createHash("sha1").update(secret).update(body).digest("hex")],
  ["the body without the key", createHash("sha1").update(body).digest("hex")],
  ["the body serialized again", sign(JSON.stringify(JSON.parse(body)), secret)],
  ["the body without surrounding blanks", sign(body.trim(), secret)],
  ["the body with a line break at the end", sign(`${body}\n`, secret)],
  ["another key or body", sign(body, "another key")],
  ["not a SHA-1 in hexadecimal", "wrong"],
])("a signature made from %s is wrong, and the log can say why", async (recipe, signature) => {
  const credentials = { storeId: "1", signature };
  await expect(authenticate(here.kassa.house, credentials, Buffer.from(body))).rejects.toMatchObject({
    recipe,
    reply: { status: 61 },
  });
});

test("a store may be set to take escaped signatures, which the document's prose asks for", async () => {
  const kassa = await useKassa();
  await kassa.house.write(async (tx) => {
    const store = await tx.lock(stores, { id: uuidOf("sandbox:mokka-online:1") });
    if (store) tx.update(stores, { ...store, settings: { acceptEscapedSignature: true } });
  });
  for (const text of [escaped, body.replaceAll('"', '\\"'), body]) {
    const { json } = await kassa.mokka(paths.status, body, { signature: sign(text, secret) });
    expect(json.status).toBe(24);
  }
  expect((await kassa.mokka(paths.status, body, { signature: "wrong" })).json.status).toBe(61);
});
