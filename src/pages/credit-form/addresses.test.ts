import { expect, test } from "vitest";
import { linkable, webUrl } from "./addresses.ts";

test.each(["https://shop.example/a?b=c#d", "http://localhost:3000/back", "https://shop.example/ż ó"])(
  "%s is a link, unchanged",
  (address) => {
    expect(linkable(address)).toBe(address);
    expect(webUrl(address)).toBe(address);
  },
);

test("a shop's app is reached by its own scheme, but is not a web page", () => {
  expect(linkable("myshop://orders/1")).toBe("myshop://orders/1");
  expect(webUrl("myshop://orders/1")).toBeUndefined();
});

test("a path of this server is a link", () => {
  expect(linkable("/iframe/v1/form/5f3a")).toBe("/iframe/v1/form/5f3a");
});

test.each([
  "javascript:alert(1)",
  " JavaScript:alert(1)",
  "java\nscript:alert(1)",
  "\u0001javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "blob:https://shop.example/1",
  "https://[broken",
  "",
  undefined,
])("%j is no link", (address) => {
  expect(linkable(address)).toBeUndefined();
  expect(webUrl(address)).toBeUndefined();
});
