import fc from "fast-check";
import { expect, test } from "vitest";
import { type Injection, injectMondido } from "./inject.ts";

const injection: Injection = {
  variable: {
    token: "t",
    transaction: { id: 1, amount: "1.0", metadata: null, customer: null },
    merchant: { id: 1 },
  },
  action: "/v1/form/t?a=1&b",
};
const variable =
  '<script>Mondido = {"token":"t","transaction":{"id":1,"amount":"1.0","metadata":null,"customer":null},"merchant":{"id":1}};</script>';
const inject = (html: string, more: Partial<Injection> = {}) =>
  injectMondido(html, { ...injection, ...more });

test.each([
  ["<!doctype html><html><head><title>a</title>", `<!doctype html><html><head>${variable}<title>a</title>`],
  ["<HTML><HEAD class='x>y'>z", `<HTML><HEAD class='x>y'>${variable}z`],
  ["<html lang=en><body>", `<html lang=en>${variable}<body>`],
  ["<!-- <head> --><!DOCTYPE html>\n<p>", `<!-- <head> --><!DOCTYPE html>${variable}\n<p>`],
  ["<header>a</header>", `${variable}<header>a</header>`],
  ["", variable],
])("the variable stands first in the head of %j", (html, expected) => {
  expect(inject(html)).toBe(expected);
});

test("nothing in the variable ends its script", () => {
  const metadata = { a: "</script><!--<script>\u2028\u2029&" };
  const html = inject("<head>", {
    variable: { ...injection.variable, transaction: { ...injection.variable.transaction, metadata } },
  });
  const script = /^<head><script>([\s\S]*)<\/script>$/.exec(html)?.[1] ?? "";
  expect(script).not.toMatch(/[<>&\u2028\u2029]/);
  expect(Function(`let Mondido; ${script} return Mondido;`)().transaction.metadata).toEqual(metadata);
});

const action = 'action="/v1/form/t?a=1&amp;b"';

test.each([
  ['<form id="mondidopayform" method="post">', `<form ${action} id="mondidopayform" method="post">`],
  ["<FORM ID=mondidopayform>", `<FORM ${action} method="post" ID=mondidopayform>`],
  [
    "<form\n id='mondidopayform' action=''\n method=POST>",
    `<form ${action}\n id='mondidopayform' action=''\n method=POST>`,
  ],
  ["<form id=mondidopayform action=/mine method=post>", "<form id=mondidopayform action=/mine method=post>"],
  ["<form id=other>", "<form id=other>"],
  ["<form data-id=mondidopayform>", "<form data-id=mondidopayform>"],
  ["<!-- <form id=mondidopayform> -->", "<!-- <form id=mondidopayform> -->"],
  ["<script>'<form id=mondidopayform>'</script>", "<script>'<form id=mondidopayform>'</script>"],
  ["<p title='<form id=mondidopayform>'>", "<p title='<form id=mondidopayform>'>"],
  ["<form id=mondidopayform", "<form id=mondidopayform"],
])("the form in %j knows where to post", (html, expected) => {
  expect(inject(html)).toBe(variable + expected);
});

test("hidden fields stand in the form, our script at the end, with the page's nonce", () => {
  const html = injectMondido(
    "<head></head><body><form id=mondidopayform action=/a method=post></form><script>'</body>'</script></BODY></html>",
    { ...injection, hidden: { version: '"3"' }, script: "/window.js" },
    { nonce: "n" },
  );
  expect(html).toContain('<head><script nonce="n">Mondido = ');
  expect(html).toContain('method=post><input type="hidden" name="version" value="&#34;3&#34;"></form>');
  expect(html).toContain('<script nonce="n" src="/window.js" defer></script></BODY></html>');
});

test("whatever the page is, nothing of it is lost", () => {
  const piece = fc.constantFrom(
    "<",
    ">",
    "<form",
    " id=mondidopayform",
    '"',
    "'",
    "=",
    "/",
    "<!--",
    "-->",
    "<head>",
    "</body>",
    "<script>",
    "</script>",
    " a",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const html = pieces.join("");
      const injected = inject(html).replace(variable, "").replaceAll(` ${action} method="post"`, "");
      expect(injected.replaceAll(` ${action}`, "")).toBe(html);
    }),
  );
});

test.each([
  "<",
  "<a ",
  "<a b='",
  '<a b="c>',
  "<!--",
  "<script>",
  "</a",
  "<a>",
  "<form id=mondidopayform>",
  "<head>",
  "<!a",
])("a megabyte of %s holds nobody up", (piece) => {
  const html = piece.repeat((1024 * 1024) / piece.length);
  const startedAt = performance.now();
  inject(html);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
