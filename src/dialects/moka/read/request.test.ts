import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRequest } from "./request.ts";

const json = "application/json";
const form = "application/x-www-form-urlencoded";
const said = { DealerSaleRequest: { SaleCode: "satış", Amount: "1" } };

const utf16 = (text: string, first = "") => Buffer.from(first + text, "utf16le");
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

test.each([
  ["UTF-8", json, Buffer.from(JSON.stringify(said))],
  ["UTF-8 with a mark", json, Buffer.from(`\ufeff${JSON.stringify(said)}`)],
  ["JSON that says it is text", "text/plain", Buffer.from(JSON.stringify(said))],
  ["JSON that says it is a form", form, Buffer.from(` ${JSON.stringify(said)}`)],
  ["JSON without a type", "", Buffer.from(JSON.stringify(said))],
  ["UTF-16 as .NET sends it", `${json}; charset=utf-16`, utf16(JSON.stringify(said))],
  ["UTF-16 with a mark", `${json}; charset=utf-16`, utf16(JSON.stringify(said), "\ufeff")],
  ["UTF-16 that does not say so", json, utf16(JSON.stringify(said))],
  ["UTF-16, big end first", json, swapped(utf16(JSON.stringify(said)))],
  ["UTF-16, big end first, with a mark", json, swapped(utf16(JSON.stringify(said), "\ufeff"))],
  ["UTF-8 that says it is UTF-16", `${json}; charset=utf-16`, Buffer.from(JSON.stringify(said))],
  ["a form", form, Buffer.from("DealerSaleRequest[SaleCode]=sat%C4%B1%C5%9F&DealerSaleRequest[Amount]=1")],
])("reads %s", (_, contentType, body) => {
  expect(parseRequest({ contentType, body })).toEqual(said);
});

test("a form's names may be escaped, hold lists, and have no value", () => {
  const body = Buffer.from(
    "A%5BBasketProduct%5D%5B0%5D%5BProductId%5D=1&A[BasketProduct][1][ProductId]=2&A[CardToken]&B",
  );
  expect(parseRequest({ contentType: `${form}; charset=UTF-8`, body })).toEqual({
    A: { BasketProduct: [{ ProductId: "1" }, { ProductId: "2" }], CardToken: "" },
    B: "",
  });
});

test("blanks around keys are taken off, at every depth", () => {
  const body = Buffer.from('{" DealerSaleRequest":{"RedirectType ":1,"List":[{" a ":2}]}}');
  expect(parseRequest({ contentType: json, body })).toEqual({
    DealerSaleRequest: { RedirectType: 1, List: [{ a: 2 }] },
  });
});

test.each(["", "{", "[]", "null", "1", '"x"', "{'a':1}", "[".repeat(100_000), "<xml/>"])(
  "%.20s says nothing",
  (text) => {
    expect(parseRequest({ contentType: json, body: Buffer.from(text) })).toEqual({});
  },
);

test("no bytes of any type make it fail", () => {
  const types = fc.constantFrom(
    json,
    form,
    "",
    `${json}; charset=utf-16`,
    `${json}; charset=utf-16be`,
    "x/y",
  );
  fc.assert(
    fc.property(types, fc.uint8Array({ maxLength: 200 }), (contentType, body) => {
      expect(parseRequest({ contentType, body })).toBeTypeOf("object");
    }),
  );
});

test("any JSON comes through in any coding", () => {
  const text = fc.string({ unit: "grapheme" }).map((s) => s.replaceAll("\0", "").toWellFormed());
  fc.assert(
    fc.property(fc.record({ a: text, b: fc.integer(), c: fc.array(text) }), (value) => {
      const bodies = [Buffer.from(JSON.stringify(value)), utf16(JSON.stringify(value))];
      for (const body of bodies) expect(parseRequest({ contentType: json, body })).toEqual(value);
    }),
  );
});
