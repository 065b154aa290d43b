import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTold } from "./told-json.ts";
import { writeXml } from "./xml.ts";

test("text, numbers, nothing, lists and objects each have their form", () => {
  const told = parseTold(
    '{"id":1,"sum":10.0,"name":"å <&>","none":null,"on":true,"refunds":[{"amount":"1.0"}],"empty":[],"1st":"x","xmlish":2}',
  );
  expect(writeXml("transaction", told)).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<transaction><id>1</id><sum>10.0</sum><name>å &lt;&amp;&gt;</name><none nil="true"/><on>true</on>' +
      '<refunds type="array"><refund><amount>1.0</amount></refund></refunds><empty type="array"></empty>' +
      '<entry name="1st">x</entry><entry name="xmlish">2</entry></transaction>\n',
  );
});

/** What XML cannot carry: signs of control, halves of pairs, and two more. */
const uncarriable = /[\p{Cc}\p{Cs}\ufffe\uffff]/u;

test("whatever a merchant has sent, elements nest and no sign stands that XML cannot carry", () => {
  const metadata = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ maxDepth: 3 }));
  fc.assert(
    fc.property(metadata, (object) => {
      const xml = writeXml("transaction", parseTold(JSON.stringify(object)))
        .split("\n")
        .slice(1)
        .join("\n");
      expect(nests(xml)).toBe(true);
      expect(xml.replaceAll(/[\t\n\r\u{7f}-\u{9f}]/gu, "")).not.toMatch(uncarriable);
      expect(xml.replaceAll(/<[^<>]*>/g, "")).not.toMatch(/[<>]/);
    }),
  );
});

function nests(xml: string): boolean {
  const open: string[] = [];
  for (const [tag, name = ""] of xml.matchAll(/<\/?([\w.-]+)[^<>]*>/g)) {
    if (tag.startsWith("</") && open.pop() !== name) return false;
    if (!tag.startsWith("</") && !tag.endsWith("/>")) open.push(name);
  }
  return open.length === 0;
}
