import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barcodeOf, barcodePng, barcodeSvg, readBarcode, storeInBarcode } from "./barcodes.ts";

const barcodes = fc.record({
  kind: fc.constantFrom("loan" as const, "return" as const),
  storeNumber: fc.stringMatching(/^[0-9A-Za-z]{5}$/),
  amount: fc.bigInt({ min: 0n, max: 999_999_999_999_999n }),
  guid: fc.stringMatching(/^\d{9}$/),
});

describe("a barcode", () => {
  it("has the layout of the document's example, but for the check digit", () => {
    const sale = { kind: "loan", storeNumber: "0002", amount: 138_300n, guid: "212060491" } as const;
    expect(barcodeOf(sale).slice(0, -1)).toBe("100002138300212060491");
    expect(barcodeOf({ ...sale, kind: "return", amount: 38_300n }).slice(0, -1)).toBe(
      "200002038300212060491",
    );
  });

  it("of a return ends as that of its order", () => {
    fc.assert(
      fc.property(barcodes, barcodes, (order, back) => {
        const ends = [order, { ...back, guid: order.guid }].map((barcode) => barcodeOf(barcode).slice(-10));
        expect(ends[0]).toBe(ends[1]);
      }),
    );
  });

  it("is read as it was written, with amounts of any length", () => {
    fc.assert(
      fc.property(barcodes, (barcode) => {
        expect(readBarcode(barcodeOf(barcode))).toEqual(barcode);
      }),
    );
  });

  it("has as many digits for the amount as it needs, at least six", () => {
    const lengths = [0n, 999_999n, 1_000_000n, 123_456_789n].map(
      (amount) => barcodeOf({ kind: "loan", storeNumber: "2", amount, guid: "000000001" }).length,
    );
    expect(lengths).toEqual([22, 22, 23, 25]);
  });

  it("is not read when a digit of its guid or the check digit was changed, or two neighbors swapped", () => {
    fc.assert(
      fc.property(barcodes, (barcode) => {
        const text = barcodeOf(barcode);
        const start = text.length - 10;
        const places = Array.from({ length: 10 }, (_, i) => start + i);
        const changed = places.flatMap((at) =>
          [..."0123456789"].map((digit) => text.slice(0, at) + digit + text.slice(at + 1)),
        );
        const swapped = places
          .slice(1)
          .map((at) => text.slice(0, at - 1) + text.charAt(at) + text.charAt(at - 1) + text.slice(at + 1));
        const wrong = [...changed, ...swapped].filter((other) => other !== text);
        expect(wrong.map(readBarcode).filter(Boolean)).toEqual([]);
      }),
    );
  });

  it.each(["", "hello", "3000020383002120604911", "100002138300", "1000021383002120604911 1"])(
    "%s is none",
    (text) => {
      expect(readBarcode(text)).toBeUndefined();
    },
  );

  it("shows a store by five characters", () => {
    expect(["0002", "422", "PL-02", "12345678", "Łódź 7", ""].map(storeInBarcode)).toEqual([
      "00002",
      "00422",
      "0PL02",
      "45678",
      "000d7",
      "00000",
    ]);
  });

  it("is not made of a guid that is none, or of less than nothing", () => {
    const barcode = { kind: "loan", storeNumber: "2", amount: 1n, guid: "123456789" } as const;
    expect(() => barcodeOf({ ...barcode, guid: "12345678" })).toThrow(RangeError);
    expect(() => barcodeOf({ ...barcode, amount: -1n })).toThrow(RangeError);
  });
});

describe("a picture of a barcode", () => {
  const text = barcodeOf({ kind: "loan", storeNumber: "0002", amount: 33_300n, guid: "636703775" });

  it("is an SVG with its bars between quiet zones, and the text to be typed in", () => {
    const svg = barcodeSvg(text);
    const [, width] = /viewBox="0 0 (\d+) /.exec(svg) ?? [];
    // Code 128: eleven modules a symbol, digits two at a time, start, check, and a stop of thirteen.
    expect(width).toBe(String(10 + 11 * (1 + 11 + 1) + 13 + 10));
    expect(svg).toContain(`>${text}</text>`);
    expect(svg).toContain(`aria-label="${text}"`);
    expect(tagsOf(svg)).toEqual(["svg", "rect/", "path/", "text", "/text", "/svg"]);
  });

  it("begins and ends as Code 128 does", () => {
    const bars = [...barcodeSvg(text).matchAll(/M(\d+) 5h(\d)/g)];
    const widths = bars.map(([, , width]) => width).join("");
    expect(widths.slice(0, 3)).toBe("213");
    expect(widths.slice(-4)).toBe("2312");
    expect(bars).toHaveLength(3 * 13 + 4);
  });

  it("is a PNG", async () => {
    const png = await barcodePng(text);
    expect(png.subarray(0, 8).toString("hex")).toBe("89504e470d0a1a0a");
    expect(png.readUInt32BE(16)).toBe(3 * (10 + 11 * 13 + 13 + 10));
  });

  it("is not made of what Code 128 has no signs for", async () => {
    expect(() => barcodeSvg("zażółć")).toThrow(RangeError);
    await expect(barcodePng("")).rejects.toThrow(RangeError);
  });

  it("keeps what looks like markup a text", () => {
    expect(tagsOf(barcodeSvg('<b a="1">&'))).toEqual(["svg", "rect/", "path/", "text", "/text", "/svg"]);
  });
});

function tagsOf(svg: string): string[] {
  return [...svg.matchAll(/<(\/?)(\w+)(?:\s[^<>]*?)?(\/?)>/g)].map(
    ([, end, name, self]) => `${end}${name}${self}`,
  );
}
