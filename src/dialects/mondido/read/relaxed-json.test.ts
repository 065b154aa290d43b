import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isDeeper, parseRelaxed } from "./relaxed-json.ts";

describe("relaxed JSON", () => {
  test.each([
    [
      "{'user_name':'john doe','email':'jd@mail.com','shoe_size':'42'}",
      { user_name: "john doe", email: "jd@mail.com", shoe_size: "42" },
    ],
    ["{ Name: 'Bob', HairColor: 'Brown' }", { Name: "Bob", HairColor: "Brown" }],
    [
      "{a: [1, 2.5, -3e2, true, false, null, ], $b-c : {}, 7: 'x',}",
      { a: [1, 2.5, -300, true, false, null], "$b-c": {}, 7: "x" },
    ],
    [
      `{'a': 'say "hi"', b: "it's", 'c': 'it\\'s \\u00e5 \\\\'}`,
      { a: 'say "hi"', b: "it's", c: "it's å \\" },
    ],
    ["{'a': 'one\ntwo\t'}", { a: "one\ntwo\t" }],
    ["{true: true, null: null}", { true: true, null: null }],
    ["{'a': 'b: c, {d: e}, '}", { a: "b: c, {d: e}, " }],
    [' {"a": {"b": ["å"]}} ', { a: { b: ["å"] } }],
    ["[]", []],
    ["'text'", "text"],
  ])("%s is read", (text, value) => {
    expect(parseRelaxed(text)).toEqual(value);
  });

  test.each([
    "",
    " ",
    "{",
    "{'a'",
    "{'a':}",
    "{'a':'b}",
    "{'a':'O'Brien'}",
    "{a: b}",
    "{a: 'b\\'}",
    "{'a' 'b'}",
    "{'a':1 'b':2}",
    "[1 2]",
    "{a:undefined}",
    "{a:NaN}",
    "{a:0x10}",
    "{a:'\\x41'}",
    "{a:1}/* b */",
    "{a:1}{b:2}",
    "a: 1",
    "'",
    '"',
    "hello",
  ])("%j is none", (text) => {
    expect(parseRelaxed(text)).toBeUndefined();
  });

  test("keeps what the same JSON says", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const value: unknown = JSON.parse(text);
        if (value !== null) expect(parseRelaxed(text)).toEqual(parseRelaxed(`${text} `));
      }),
    );
  });

  test("reads what a client wrote in single quotes", () => {
    const entries = fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), fc.stringMatching(/^[^'\\\0]*$/));
    fc.assert(
      fc.property(entries, (object) => {
        const text = Object.entries(object).map(([key, value]) => `${key}: '${value.toWellFormed()}'`);
        const expected = Object.entries(object).map(([key, value]) => [key, value.toWellFormed()]);
        expect(parseRelaxed(`{${text.join(", ")}}`)).toEqual(Object.fromEntries(expected));
      }),
    );
  });

  test("loses what cannot be stored", () => {
    expect(parseRelaxed('{"a\\u0000":"b\\u0000\\ud800"}')).toEqual({ a: "b\uFFFD" });
  });

  test("a key that means something to JavaScript is a key", () => {
    const value = parseRelaxed("{__proto__: {polluted: true}}") as object;
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect("polluted" in value).toBe(false);
  });

  test("nests 20 deep and no deeper", () => {
    const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
    expect(parseRelaxed(nested(20))).toBeDefined();
    expect(parseRelaxed(nested(21))).toBeUndefined();
    expect(parseRelaxed(nested(30_000))).toBeUndefined();
    expect([isDeeper({ a: {} }, 1), isDeeper({ a: {} }, 2)]).toEqual([true, false]);
  });

  test.each(["a", "'", '"', "\\'", "{a:", " ", ", ", "-", "'\\", "[,", ": '", "a "])(
    "64 kB of %j are refused at once",
    (piece) => {
      const begin = performance.now();
      expect(parseRelaxed(piece.repeat(65_536 / piece.length))).toBeUndefined();
      expect(performance.now() - begin).toBeLessThan(2_000);
    },
  );

  test("whatever the text is, reading it answers", () => {
    const hostile = fc
      .array(fc.constantFrom(..."{}[]'\":,\\ab1 \n$-".split("")))
      .map((list) => list.join(""));
    fc.assert(
      fc.property(fc.oneof(fc.string(), hostile), (text) => void parseRelaxed(text)),
      { numRuns: 2_000 },
    );
  });
});
