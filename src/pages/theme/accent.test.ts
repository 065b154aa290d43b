import { expect, test } from "vitest";
import { accentStyle, contrastOf, surfaces } from "./accent.ts";

test.each(["#ff7f00", "#FD0", "#ffffff", "#000000", "#777777", "#14594a"])(
  "what the accent %s becomes can be read by day and by night",
  (accent) => {
    const [day = "", night = ""] = (accentStyle(accent) ?? "").split("@media");
    for (const [css, surface] of [[day, surfaces.light] as const, [night, surfaces.dark] as const]) {
      expect(contrastOf(color(css, "on-accent"), color(css, "accent"))).toBeGreaterThanOrEqual(4.5);
      expect(contrastOf(color(css, "accent-ink"), surface)).toBeGreaterThanOrEqual(4.5);
    }
  },
);

test("the fill stays the merchant's own color", () => {
  expect(color(accentStyle("#fd0") ?? "", "accent")).toBe("#ffdd00");
});

test.each([
  "red",
  "",
  "#12345",
  "#fff;}body{display:none",
  "url(https://evil.example)",
  "#fff</style><script>",
])("an accent like %s is ignored", (accent) => {
  expect(accentStyle(accent)).toBeUndefined();
});

function color(css: string, name: string): string {
  return new RegExp(`--${name}:(#[0-9a-f]{6})`).exec(css)?.[1] ?? "";
}
