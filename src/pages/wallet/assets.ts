import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ThemeAsset } from "../theme/assets.ts";

const script = "text/javascript; charset=utf-8";

export const walletStylesheet = asset("wallet", "css", "text/css; charset=utf-8", "./wallet.css");
export const landingScript = asset("wallet-landing", "js", script, "./browser/landing.js");
export const phoneScript = asset("wallet-phone", "js", script, "./browser/phone.js");
export const done3dsScript = asset("wallet-done3ds", "js", script, "./browser/done3ds.js");

/** The files that the wallet's pages load beside the theme's stylesheet. A path names its content. */
export const walletAssets: readonly ThemeAsset[] = [
  walletStylesheet,
  landingScript,
  phoneScript,
  done3dsScript,
];

function asset(name: string, extension: string, type: string, file: string): ThemeAsset {
  const body = readFileSync(new URL(file, import.meta.url), "utf8");
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 12);
  return { path: `/assets/${name}-${hash}.${extension}`, type, body };
}
