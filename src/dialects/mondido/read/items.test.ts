import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "../errors.ts";
import { type Item, itemsTotal, readItems } from "./items.ts";

const documented = { artno: "001", amount: 1, description: "user license2", qty: 1, vat: 25, discount: 0 };
const asSent = (items: readonly Item[]) => items.map((item) => item.asSent);
const errorOf = (value: unknown, currency = "SEK") => {
  try {
    return readItems(value, currency);
  } catch (error) {
    return error instanceof Fault ? error.error : error;
  }
};

describe("items", () => {
  test("are repeated in the client's own values", () => {
    expect(readItems([documented], "SEK")).toEqual([{ amount: 100n, asSent: documented }]);
    const inText = {
      artno: "7",
      amount: "10.00",
      description: "Skor å sånt",
      qty: "2",
      vat: "25.00",
      discount: "",
    };
    expect(asSent(readItems([inText], "SEK"))).toEqual([{ ...inText, discount: null }]);
  });

  test.each([
    ["JSON text", JSON.stringify([documented])],
    [
      "relaxed JSON text",
      "[{artno:'001', amount:1, description:'user license2', qty:1, vat:25, discount:0}]",
    ],
    ["an object with numbers for keys", { 3: documented }],
    ["JSON text of such an object", JSON.stringify({ 0: documented })],
  ])("come as %s, too", (_, value) => {
    expect(asSent(readItems(value, "SEK"))).toEqual([documented]);
  });

  test("keep their order when their keys are numbers", () => {
    const items = { 10: { ...documented, artno: "c" }, 2: { ...documented, artno: "b" }, 0: documented };
    expect(asSent(readItems(items, "SEK")).map(({ artno }) => artno)).toEqual(["001", "b", "c"]);
  });

  test.each([undefined, null, "", "[]", "null", []])("are none in %j", (value) => {
    expect(readItems(value, "SEK")).toEqual([]);
  });

  test("lose what nobody asked for", () => {
    const [item] = readItems([{ ...documented, card_number: "4111111111111111" }], "SEK");
    expect(Object.keys(item?.asSent ?? {})).toEqual([
      "artno",
      "description",
      "amount",
      "qty",
      "vat",
      "discount",
    ]);
  });

  test.each([
    ["broken JSON", "[{", "errors.json.malformed"],
    ["an object", documented, "errors.items.not_array"],
    ["text", '"hello"', "errors.items.not_array"],
    ["a number", 5, "errors.items.not_array"],
    ["a list of something else", ["hello"], "errors.items.not_array"],
    ["a list in a list", [[documented]], "errors.items.not_array"],
    ["more than 1,000", Array(1_001).fill(documented), "errors.request.bad_format"],
  ])("are refused as %s", (_, value, error) => {
    expect(errorOf(value)).toBe(error);
  });

  test.each([
    ["artno", undefined, "errors.items.notes_missing"],
    ["artno", " ", "errors.items.notes_missing"],
    ["artno", { a: 1 }, "errors.items.notes_missing"],
    ["artno", "x".repeat(51), "errors.item.notes_to_long"],
    ["description", "", "errors.items.description_missing"],
    ["description", null, "errors.items.description_missing"],
    ["description", "x".repeat(151), "errors.items.description_too_long"],
    ["amount", undefined, "errors.items.amount_missing"],
    ["amount", "", "errors.items.amount_missing"],
    ["amount", [1], "errors.items.amount_not_valid"],
    ["amount", "1,00", "errors.items.amount_not_valid"],
    ["amount", "1.005", "errors.items.amount_not_valid"],
    ["amount", 1e21, "errors.items.amount_not_valid"],
    ["qty", undefined, "errors.item.quantity.missing"],
    ["vat", "", "errors.item.vat_rate.missing"],
  ])("whose %s is %j are refused", (key, value, error) => {
    expect(errorOf([documented, { ...documented, [key]: value }])).toBe(error);
  });

  test("may be as long as the document allows", () => {
    const item = { ...documented, artno: "x".repeat(50), description: "å".repeat(150) };
    expect(asSent(readItems([item], "SEK"))).toEqual([item]);
  });

  test("fail in the dialect's words only, whatever is given", () => {
    const items = fc.array(fc.record({ artno: fc.jsonValue(), amount: fc.jsonValue(), qty: fc.jsonValue() }));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string(), items), (value) => {
        const result = errorOf(value);
        expect(Array.isArray(result) || /^errors\./.test(String(result))).toBe(true);
      }),
    );
  });
});

describe("the items' total", () => {
  test("counts discounts off", () => {
    const items = ["10.00", 5.5, "-0.50", 0].map((amount) => ({ ...documented, amount }));
    expect(itemsTotal(readItems(items, "SEK"))).toBe(1500n);
    expect(itemsTotal([])).toBe(0n);
  });

  test("is in the currency's minor units", () => {
    const items = [{ ...documented, amount: "10" }];
    expect(itemsTotal(readItems(items, "JPY"))).toBe(10n);
    expect(itemsTotal(readItems(items, "KWD"))).toBe(10_000n);
    expect(errorOf([{ ...documented, amount: 1.5 }], "JPY")).toBe("errors.items.amount_not_valid");
  });
});
