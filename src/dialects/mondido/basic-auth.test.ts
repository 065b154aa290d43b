import fc from "fast-check";
import { expect, test } from "vitest";
import { readBasic } from "./basic-auth.ts";

const header = (text: string | Uint8Array) => `Basic ${Buffer.from(text).toString("base64")}`;

test.each([
  ["1:password", { user: "1", password: "password" }],
  ["1:p:w", { user: "1", password: "p:w" }],
  ["1: #!¤åäö ", { user: "1", password: " #!¤åäö " }],
  [":", { user: "", password: "" }],
])("%j is read", (text, credentials) => {
  expect(readBasic(header(text))).toEqual(credentials);
});

test("the scheme's case does not count", () => {
  expect(readBasic("bAsIc MTpw")).toEqual({ user: "1", password: "p" });
});

test.each([
  undefined,
  "",
  "Basic",
  "Basic ",
  "Basic MTpw MTpw",
  "Basic !!!!",
  "Bearer MTpw",
  "MTpw",
  header("no colon"),
  header(Buffer.from([0x31, 0x3a, 0xe5])),
])("%j is none", (text) => {
  expect(readBasic(text)).toBeUndefined();
});

test("whatever is sent comes back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (name, password) => {
      const user = name.replaceAll(":", "");
      expect(readBasic(header(`${user}:${password}`))).toEqual({ user, password });
    }),
  );
});

test("whatever the header is, reading it answers", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void readBasic(text)));
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void readBasic(header(bytes))));
});
