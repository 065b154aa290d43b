import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export type ThemeAsset = { readonly path: string; readonly type: string; readonly body: string };

export const stylesheet = asset("theme", "css", "text/css; charset=utf-8", "./theme.css");
export const formScript = asset("form", "js", "text/javascript; charset=utf-8", "../credit-form/form.js");
export const recallScript = asset(
  "recall-session",
  "js",
  "text/javascript; charset=utf-8",
  "../credit-form/recall-session.js",
);

/** The files the pages load. A path names its content, so it may be cached forever. */
export const themeAssets: readonly ThemeAsset[] = [stylesheet, formScript, recallScript];

function asset(name: string, extension: string, type: string, file: string): ThemeAsset {
  const body = readFileSync(new URL(file, import.meta.url), "utf8");
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 12);
  return { path: `/assets/${name}-${hash}.${extension}`, type, body };
}
