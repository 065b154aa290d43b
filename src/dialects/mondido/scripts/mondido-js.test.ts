import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { createKeyPair } from "../../../platform/crypto/index.ts";
import { decryptParams } from "../encrypted.ts";
import { publicParts } from "./routes.ts";

const script = readFileSync(new URL("./mondido.js", import.meta.url), "utf8");

let privateKey: string;
let encrypt: (text: string) => string;

beforeAll(async () => {
  const pair = await createKeyPair();
  privateKey = pair.privateKey;
  const settings = { endpoint: "https://pay.example", merchantId: "1", ...publicParts(pair.publicKey) };
  const window: { Mondido?: { encrypt: typeof encrypt } } = {};
  const globals = { settings, window, crypto, btoa, TextEncoder, Uint8Array, BigInt };
  runInNewContext(`(() => {${script}})()`, globals);
  if (!window.Mondido) throw new Error("the script has put nothing there");
  ({ encrypt } = window.Mondido);
});

function decrypt(cipher: string): unknown {
  return decryptParams({ text: cipher, encrypted: "text" }, privateKey).text;
}

test("what the shop's page encrypts is read here", () => {
  expect(decrypt(encrypt("4111 1111 1111 1111"))).toBe("4111 1111 1111 1111");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }), (text) => {
      expect(decrypt(encrypt(text))).toBe(text.replaceAll("\0", ""));
    }),
    { numRuns: 25 },
  );
});

test("the same text is another cipher each time", () => {
  expect(encrypt("200")).not.toBe(encrypt("200"));
});

test("a text that does not fit is refused, not cut", () => {
  expect(() => encrypt("x".repeat(184))).toThrow("too long");
  expect(decrypt(encrypt("x".repeat(183)))).toBe("x".repeat(183));
});
