import { remembered } from "../../platform/remembered.ts";

type Rgb = readonly [red: number, green: number, blue: number];

/** The surfaces of theme.css on which an accent is hardest to read: the paper by day, the card by night. */
export const surfaces = { light: "#f4f3ee", dark: "#1d211f" } as const;

const black: Rgb = [0, 0, 0];
const white: Rgb = [255, 255, 255];
const readable = 4.5;

/** The style rules that put a merchant's accent (`#rgb` or `#rrggbb`) into the theme, or undefined for
 *  anything else. The fill stays as given; text on it, and the shade used for links and outlines, are chosen
 *  so that they can be read (WCAG AA) by day and by night. */
export const accentStyle = remembered((accent: string): string | undefined => {
  const fill = parseHex(accent);
  if (!fill) return undefined;
  const on = hex(
    contrast(fill, white) >= readable ? white : contrast(fill, black) > 7 ? [20, 20, 20] : black,
  );
  const variables = (ink: Rgb) => `:root{--accent:${hex(fill)};--on-accent:${on};--accent-ink:${hex(ink)}}`;

  const byDay = variables(legible(fill, surface("light"), black));
  const byNight = variables(legible(fill, surface("dark"), white));
  return `${byDay}@media (prefers-color-scheme:dark){${byNight}}`;
});

/** The WCAG contrast of two `#rrggbb` colors, from 1 to 21. */
export function contrastOf(a: string, b: string): number {
  return contrast(parseHex(a) ?? black, parseHex(b) ?? black);
}

function legible(color: Rgb, on: Rgb, towards: Rgb): Rgb {
  const steps = Array.from({ length: 21 }, (_, i) => mix(color, towards, i / 20));
  return steps.find((shade) => contrast(shade, on) >= readable) ?? towards;
}

function mix(color: Rgb, other: Rgb, share: number): Rgb {
  const channel = (i: 0 | 1 | 2) => Math.round(color[i] + (other[i] - color[i]) * share);
  return [channel(0), channel(1), channel(2)];
}

function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function surface(scheme: keyof typeof surfaces): Rgb {
  return parseHex(surfaces[scheme]) ?? white;
}

function parseHex(text: string): Rgb | undefined {
  const [, short, long] = /^#(?:([\da-f]{3})|([\da-f]{6}))$/i.exec(text.trim()) ?? [];
  const digits = long ?? short?.replace(/./g, "$&$&");
  if (!digits) return undefined;
  const value = Number.parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function hex(color: Rgb): string {
  return `#${color.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
