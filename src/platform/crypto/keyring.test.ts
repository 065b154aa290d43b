import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Keyring, readVaultKeys } from "./index.ts";

const first = `1:${"11".repeat(32)}`;
const second = `2:${"22".repeat(32)}`;
const secretKey = "ab".repeat(32);
const old = new Keyring(first, secretKey);
const both = new Keyring(`${first},${second}`, secretKey);
const foreign = new Keyring(`1:${"33".repeat(32)}`, "cd".repeat(32));

const now = Temporal.Instant.from("2026-03-01T12:00:00Z");
const expiresAt = now.add({ minutes: 15 });

/** The text with one bit of what it encodes turned over. */
function flipped(text: string, encoding: "base64" | "base64url", bit: number): string {
  const bytes = Buffer.from(text, encoding);
  const at = bit % (bytes.length * 8);
  bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7));
  return bytes.toString(encoding);
}

describe("vault keys", () => {
  test("are read by version, in any order", () => {
    expect([...(readVaultKeys(`${second}, ${first}`)?.keys() ?? [])]).toEqual([2, 1]);
    expect(new Keyring(`${second},${first}`, secretKey).newest).toBe(2);
  });

  test.each([
    ["nothing", ""],
    ["no version", "11".repeat(32)],
    ["version 0", `0:${"11".repeat(32)}`],
    ["a short key", "1:abcd"],
    ["an empty part", `${first},`],
    ["a version twice", `${first},1:${"22".repeat(32)}`],
    ["a key twice", `${first},2:${"11".repeat(32)}`],
  ])("with %s are refused", (_, text) => {
    expect(readVaultKeys(text)).toBeUndefined();
    expect(() => new Keyring(text, secretKey)).toThrow("vault keys must be");
  });
});

describe("a sealed text", () => {
  test("opens for its context, and is sealed with the newest key", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (plain, context) => {
        const sealed = both.seal(plain, context);
        expect(sealed.version).toBe(2);
        expect(both.open(sealed, context)).toBe(plain);
      }),
    );
  });

  test("is another one each time", () => {
    expect(both.seal("same", "here").sealed).not.toBe(both.seal("same", "here").sealed);
  });

  test("opens after a newer key has come, and not once its own is gone", () => {
    expect(both.open(old.seal("before", "here"), "here")).toBe("before");
    const withoutFirst = new Keyring(second, secretKey);
    expect(() => withoutFirst.open(old.seal("before", "here"), "here")).toThrow("no vault key of version 1");
  });

  test("opens with no other key, for no other context, under no other version", () => {
    const sealed = both.seal("secret", "here");
    expect(() => foreign.open(old.seal("secret", "here"), "here")).toThrow();
    expect(() => both.open(sealed, "there")).toThrow();
    expect(() => both.open({ ...sealed, version: 1 }, "here")).toThrow();
  });

  test("does not open when a bit of it was changed or its end is missing", () => {
    const { sealed, version } = both.seal("4111111111111111", "here");
    fc.assert(
      fc.property(fc.nat(10_000), (bit) => {
        expect(() => both.open({ sealed: flipped(sealed, "base64", bit), version }, "here")).toThrow();
      }),
    );
    const bytes = Buffer.from(sealed, "base64");
    for (let length = 0; length < bytes.length; length += 1) {
      const short = bytes.subarray(0, length).toString("base64");
      expect(() => both.open({ sealed: short, version }, "here")).toThrow();
    }
  });
});

describe("a fingerprint", () => {
  const pan = "4111111111111111";

  test("is the same for the same card of a merchant, whatever the vault keys are", () => {
    const withoutFirst = new Keyring(second, secretKey);
    expect(old.fingerprint("m1", pan)).toMatch(/^[0-9a-f]{64}$/);
    expect(withoutFirst.fingerprint("m1", pan)).toBe(old.fingerprint("m1", pan));
  });

  test("is another for another merchant, card or installation", () => {
    const others = [
      old.fingerprint("m2", pan),
      old.fingerprint("m1", "4111111111111129"),
      foreign.fingerprint("m1", pan),
    ];
    expect(others).not.toContain(old.fingerprint("m1", pan));
  });
});

describe("a transient", () => {
  const sealed = both.sealTransient({ pan: "4111111111111111", cvv: "200" }, { context: "p1", expiresAt });

  test("brings any JSON value through a URL until it expires", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, context) => {
        const text = both.sealTransient(value, { context, expiresAt });
        expect(encodeURIComponent(text)).toBe(text);
        const found = both.openTransient(text, { context, now: expiresAt.subtract({ milliseconds: 1 }) });
        expect(JSON.stringify(found)).toBe(JSON.stringify(value));
        expect(both.openTransient(text, { context, now: expiresAt })).toBeUndefined();
      }),
    );
  });

  test("tells nothing of what is in it", () => {
    expect(Buffer.from(sealed.slice(2), "base64url").toString("latin1")).not.toContain("4111");
  });

  test("opens for its context only", () => {
    expect(both.openTransient(sealed, { context: "p1", now })).toMatchObject({ cvv: "200" });
    expect(both.openTransient(sealed, { context: "p2", now })).toBeUndefined();
  });

  test("opens after a newer key has come", () => {
    const before = old.sealTransient("before", { context: "p1", expiresAt });
    expect(both.openTransient(before, { context: "p1", now })).toBe("before");
    expect(foreign.openTransient(before, { context: "p1", now })).toBeUndefined();
  });

  test("that was changed does not open", () => {
    const [version, body = ""] = sealed.split(".");
    fc.assert(
      fc.property(fc.nat(10_000), (bit) => {
        const text = `${version}.${flipped(body, "base64url", bit)}`;
        expect(both.openTransient(text, { context: "p1", now })).toBeUndefined();
      }),
    );
  });

  test.each([
    "",
    "2",
    "2.",
    "2.AAAA",
    "9.AAAA",
    `1${sealed.slice(1)}`,
    `2.${"A".repeat(100_000)}`,
    `${sealed}.`,
  ])("is not what merely looks like one (case %#)", (text) => {
    expect(both.openTransient(text, { context: "p1", now })).toBeUndefined();
  });

  test("is no stored text, nor the other way round", () => {
    const stored = both.seal("{}", "p1");
    const text = `2.${Buffer.from(stored.sealed, "base64").toString("base64url")}`;
    expect(both.openTransient(text, { context: "p1", now })).toBeUndefined();
    const asStored = Buffer.from(sealed.slice(2), "base64url").toString("base64");
    expect(() => both.open({ sealed: asStored, version: 2 }, "p1")).toThrow();
  });
});
