import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ThemeAsset } from "../theme/assets.ts";

export const windowStylesheet = asset("payment-window", "css", "text/css; charset=utf-8", "./window.css");
export const windowScript = asset("payment-window", "js", "text/javascript; charset=utf-8", "./window.js");

/** The files that payment windows load beside the theme's stylesheet. A path names its content. */
export const windowAssets: readonly ThemeAsset[] = [windowStylesheet, windowScript];

function asset(name: string, extension: string, type: string, file: string): ThemeAsset {
  const body = readFileSync(new URL(file, import.meta.url), "utf8");
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 12);
  return { path: `/assets/${name}-${hash}.${extension}`, type, body };
}
