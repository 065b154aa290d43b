import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export type ThemeAsset = { readonly path: string; readonly type: string; readonly body: string };

const style = "text/css; charset=utf-8";
const script = "text/javascript; charset=utf-8";

/** Saves a shopper from posting a form twice: the function `postOnce`, for the scripts it is joined to. */
export const postOnce = new URL("./post-once.js", import.meta.url);

export const stylesheet = styleAsset("theme", new URL("./theme.css", import.meta.url));
export const formScript = scriptAsset("form", postOnce, new URL("../credit-form/form.js", import.meta.url));
export const recallScript = scriptAsset(
  "recall-session",
  new URL("../credit-form/recall-session.js", import.meta.url),
);

/** The files the pages load. A path names its content, so it may be cached forever. */
export const themeAssets: readonly ThemeAsset[] = [stylesheet, formScript, recallScript];

export function styleAsset(name: string, file: URL): ThemeAsset {
  return asset(name, "css", style, read(file));
}

/** A script of one file, or of several: those know each other's functions, and no other script of the page does. */
export function scriptAsset(name: string, ...files: readonly URL[]): ThemeAsset {
  const texts = files.map(read);
  const body = texts.length === 1 ? texts.join("") : `(() => {\n${texts.join("\n")}\n})();\n`;
  return asset(name, "js", script, body);
}

function asset(name: string, extension: string, type: string, body: string): ThemeAsset {
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 12);
  return { path: `/assets/${name}-${hash}.${extension}`, type, body };
}

function read(file: URL): string {
  return readFileSync(file, "utf8");
}
