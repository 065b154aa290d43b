import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "../errors.ts";
import { readMetadata } from "./metadata.ts";

const errorOf = (value: unknown) => {
  try {
    return { metadata: readMetadata(value) };
  } catch (error) {
    return error instanceof Fault ? error.error : error;
  }
};

describe("metadata", () => {
  test.each([
    [{ products: [{ id: "1" }] }, { products: [{ id: "1" }] }],
    [
      [1, "a"],
      [1, "a"],
    ],
    ['{"products":[{"id":"1"}]}', { products: [{ id: "1" }] }],
    ["{'user_name':'john doe'}", { user_name: "john doe" }],
    ["{ Name: 'Bob' }", { Name: "Bob" }],
    ["[]", []],
    ["null", null],
    [undefined, null],
    [null, null],
    ["", null],
    ["  ", null],
  ])("%j is read", (value, metadata) => {
    expect(readMetadata(value)).toEqual(metadata);
  });

  test.each(["{", "hello", "'hello'", "5", "true", 5, true, "{'a':}"])("%j is none", (value) => {
    expect(errorOf(value)).toBe("errors.json.malformed");
  });

  test("is not larger than 64 kB", () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`key${i}`, i]));
    for (const value of [
      many,
      JSON.stringify(many),
      { a: "å".repeat(32_768) },
      `{a:'${"å".repeat(32_768)}'}`,
    ]) {
      expect(errorOf(value)).toBe("errors.json.malformed");
    }
    const fits = { a: "x".repeat(65_528) };
    expect([readMetadata(fits), readMetadata(JSON.stringify(fits))]).toEqual([fits, fits]);
  });

  test("does not nest deeper than 20 levels", () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
    expect(errorOf(nested(21))).toBe("errors.json.malformed");
    expect(errorOf(JSON.stringify(nested(21)))).toBe("errors.json.malformed");
    expect(readMetadata(nested(20))).toEqual(nested(20));
  });

  test("fails in its own words only, whatever is given", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string(), fc.json()), (value) => {
        const result = errorOf(value);
        if (typeof result === "string") expect(result).toBe("errors.json.malformed");
        else expect(result).toHaveProperty("metadata");
      }),
    );
  });
});
