import { expect, test } from "vitest";
import { contrastOf, surfaces } from "./accent.ts";
import { stylesheet, themeAssets } from "./assets.ts";

const [, day = "", night = ""] = stylesheet.body.split(":root {");

const texts = [
  ["ink", "paper"],
  ["ink", "card"],
  ["ink-soft", "paper"],
  ["ink-soft", "card"],
  ["accent-ink", "paper"],
  ["accent-ink", "card"],
  ["on-accent", "accent"],
  ["good", "card"],
  ["bad", "card"],
  ["bad", "bad-wash"],
  ["ink", "bad-wash"],
  ["note", "note-wash"],
  ["ink", "note-wash"],
] as const;

test.each(texts)("%s on %s reads well by day and by night (AA)", (ink, surface) => {
  for (const rules of [day, night]) {
    expect(contrastOf(color(rules, ink), color(rules, surface))).toBeGreaterThanOrEqual(4.5);
  }
});

test("the outline of an input stands out (AA, 3:1)", () => {
  for (const rules of [day, night]) {
    expect(contrastOf(color(rules, "edge"), color(rules, "card"))).toBeGreaterThanOrEqual(3);
  }
});

test("an accent is measured against the surfaces of the theme", () => {
  expect(color(day, "paper")).toBe(surfaces.light);
  expect(color(night, "card")).toBe(surfaces.dark);
});

test("the path of a file names its content", () => {
  expect(themeAssets.map(({ path, type }) => [path.replace(/-[0-9a-f]{12}\./, "-<hash>."), type])).toEqual([
    ["/assets/theme-<hash>.css", "text/css; charset=utf-8"],
    ["/assets/form-<hash>.js", "text/javascript; charset=utf-8"],
    ["/assets/recall-session-<hash>.js", "text/javascript; charset=utf-8"],
  ]);
});

function color(rules: string, name: string): string {
  return new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(rules)?.[1] ?? `${name} is missing`;
}
