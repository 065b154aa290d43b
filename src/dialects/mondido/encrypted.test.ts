import { constants, generateKeyPairSync, privateEncrypt, publicEncrypt } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decryptParams } from "./encrypted.ts";
import { Fault } from "./errors.ts";

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();

const wrapped = (text: string, width: number) => text.replace(new RegExp(`.{${width}}`, "g"), "$&\n");
const raw = (bytes: Buffer) =>
  publicEncrypt({ key: pair.publicKey, padding: constants.RSA_PKCS1_PADDING }, bytes).toString("base64");
const encrypt = (text: string, width = 400) =>
  wrapped(raw(Buffer.from(wrapped(Buffer.from(text).toString("base64"), width))), width);

const failure = (params: Record<string, unknown>) => {
  try {
    return decryptParams(params, pem);
  } catch (error) {
    return error instanceof Fault ? { error: error.error, detail: error.detail } : error;
  }
};
const failed = { error: "errors.decryption.failed", detail: undefined };
const missing = { error: "errors.encrypted_param.missing", detail: undefined };

describe("encrypted parameters", () => {
  test.each([
    ["in one line", 400],
    ["wrapped at 60, as Ruby does", 60],
    ["wrapped at 64, as the scripts of browsers do", 64],
  ])("are decrypted %s", (_, width) => {
    const params = {
      encrypted: "card_number, card_holder",
      card_number: encrypt("4111111111111111", width),
      card_holder: encrypt("Åsa Öberg-Łęcka 雪".repeat(5), width),
      amount: "10.00",
    };
    expect(decryptParams(params, pem)).toEqual({
      card_number: "4111111111111111",
      card_holder: "Åsa Öberg-Łęcka 雪".repeat(5),
      amount: "10.00",
    });
  });

  test("are any that the client names, each once", () => {
    const params = { encrypted: "hash,metadata,hash,", hash: encrypt("abc"), metadata: encrypt('{"a":1}') };
    expect(decryptParams(params, pair.privateKey)).toEqual({ hash: "abc", metadata: '{"a":1}' });
  });

  test("may be empty once decrypted", () => {
    expect(decryptParams({ encrypted: "test", test: encrypt("") }, pem)).toEqual({ test: "" });
  });

  test("lose what cannot be stored", () => {
    expect(decryptParams({ encrypted: "ref", ref: encrypt("a\0b") }, pem)).toEqual({ ref: "ab" });
  });

  test.each(["", null, undefined, ",", " , "])("are none when %j is named", (encrypted) => {
    expect(decryptParams({ encrypted, amount: "10.00" }, pem)).toEqual({ amount: "10.00" });
  });

  test("that are named must be there", () => {
    for (const params of [{}, { card_cvv: "" }, { card_cvv: null }]) {
      expect(failure({ encrypted: "card_cvv", ...params })).toEqual(missing);
    }
    for (const encrypted of ["toString", "__proto__", "encrypted"]) {
      expect(failure({ encrypted })).toEqual(missing);
    }
  });
});

describe("what cannot be decrypted fails in one way", () => {
  const good = encrypt("4111111111111111");
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const flipped = Buffer.from(good, "base64");
  flipped[20] = (flipped[20] ?? 0) ^ 1;

  test.each([
    ["plain text", "4111 1111 1111 1111"],
    ["a number", 4111111111111111],
    ["a list", [good]],
    ["base64 that is too short", "QUJD"],
    ["base64 that is too long", Buffer.alloc(257, 1).toString("base64")],
    ["not base64", "ö?*"],
    ["more than the modulus", Buffer.alloc(256, 255).toString("base64")],
    ["text that is not in base64 inside", raw(Buffer.from("4111-1111"))],
    ["text that is not UTF-8 inside", raw(Buffer.from("/w=="))],
  ])("%s", (_, card_number) => {
    expect(failure({ encrypted: "card_number", card_number })).toEqual(failed);
    expect(failure({ encrypted: "card_cvv,card_number", card_cvv: encrypt("200"), card_number })).toEqual(
      failed,
    );
  });

  // A text that OpenSSL makes up takes the place of each. One in some 250 is empty, hardly one is a letter: no failures.
  test.each([
    ["a changed bit", flipped.toString("base64")],
    ["zeros", Buffer.alloc(256).toString("base64")],
    ["text for another key", publicEncrypt(other.publicKey, Buffer.from("QQ==")).toString("base64")],
    ["another padding (OAEP)", publicEncrypt(pair.publicKey, Buffer.from("QQ==")).toString("base64")],
    ["a signature", privateEncrypt(pair.privateKey, Buffer.from("QQ==")).toString("base64")],
  ])("%s, or is next to nothing", (_, card_number) => {
    const result = failure({ encrypted: "card_number", card_number });
    const isNextToNothing = String(Object(result).card_number ?? "long").length < 3;
    expect(isNextToNothing ? failed : result).toEqual(failed);
  });

  test("a bad list of names", () => {
    const names = Array.from({ length: 31 }, (_, i) => `p${i}`);
    const params = Object.fromEntries(names.map((name) => [name, "x"]));
    expect(failure({ ...params, encrypted: names.join() })).toEqual(failed);
    expect(failure({ encrypted: ["card_number"], card_number: good })).toEqual(failed);
    expect(failure({ encrypted: true, card_number: good })).toEqual(failed);
  });

  test("anything", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const result = failure({ encrypted: "a", a: value });
        expect([failed, missing]).toContainEqual(result);
      }),
    );
  });
});
