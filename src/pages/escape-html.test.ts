import { expect, test } from "vitest";
import { escapeHtml } from "./escape-html.ts";

test.each([
  ["Meadow & Pine", "Meadow &amp; Pine"],
  [`<a href="x" title='y'>`, "&lt;a href=&#34;x&#34; title=&#39;y&#39;&gt;"],
  ["&amp;", "&amp;amp;"],
  ["zażółć ×", "zażółć ×"],
  ["", ""],
  [1.5, "1.5"],
  [0, "0"],
])("%j is printed as %j", (value, html) => {
  expect(escapeHtml(value)).toBe(html);
});

test.each([[undefined], [null], [false], [{}], [["a"]], [1n], [Temporal.PlainDate.from("2027-01-05")]])(
  "%s is not text",
  (value) => {
    expect(() => escapeHtml(value)).toThrow(TypeError);
  },
);
