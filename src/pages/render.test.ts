import { expect, test } from "vitest";
import { type PageModel, renderPage } from "./render.ts";

const model: PageModel = {
  locale: "pl",
  documentTitle: "Kassa",
  stylesheet: "/theme.css",
  script: "/form.js",
  merchantName: "",
  screenName: "error",
  title: "Fish & chips",
  message: "failure.busy.text",
};

test("a page speaks the language of its model, around its own template stands the layout", () => {
  const html = renderPage("credit-form/error", model);
  expect(html).toContain('<html lang="pl">');
  expect(html).toContain("<h1>Fish &amp; chips</h1>");
  expect(html.trimEnd().endsWith("</html>")).toBe(true);
});

test.each([
  ["a missing value", { title: undefined }, "a page cannot print undefined"],
  ["a value of the layout", { documentTitle: null }, "a page cannot print object"],
  ["money that nobody put into words", { title: { amount: 1n, currency: "PLN" } }, "cannot print object"],
  ["a text that is not there", { message: "failure.none" }, "there is no text failure.none"],
])("%s is an error, not a gap in the page", (_, change, message) => {
  expect(() => renderPage("credit-form/error", { ...model, ...change })).toThrow(message);
});

test("an error names the template and the line", () => {
  expect(() => renderPage("credit-form/error", { ...model, title: undefined })).toThrow(
    /credit-form\/heading:\d+\n[\s\S]* >> \d+\| <h1>/,
  );
});

test("there is no page without a template", () => {
  expect(() => renderPage("credit-form/none", model)).toThrow("credit-form/none");
});
