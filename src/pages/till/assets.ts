import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { ThemeAsset } from "../theme/assets.ts";

const browser = new URL("./browser/", import.meta.url);

const modules = readdirSync(browser, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".js"))
  .toSorted()
  .map((file) => ({ file, body: readFileSync(new URL(file, browser), "utf8") }));

const script = "text/javascript; charset=utf-8";
const folder = `/assets/till-${digest(modules.map(({ file, body }) => file + body).join("\0"))}`;

/** The modules of the till. They import each other by their names, so one folder, whose path names the content of
 *  all of them, holds them. */
export const tillModules: readonly ThemeAsset[] = modules.map(({ file, body }) => ({
  path: `${folder}/${file}`,
  type: script,
  body,
}));

const style = readFileSync(new URL("./till.css", import.meta.url), "utf8");

export const tillStyle: ThemeAsset = {
  path: `/assets/till-${digest(style)}.css`,
  type: "text/css; charset=utf-8",
  body: style,
};

/** Where the browser finds one of the modules. */
export function modulePath(file: string): string {
  return `${folder}/${file}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
