import { postOnce, scriptAsset, styleAsset, type ThemeAsset } from "../theme/assets.ts";

const file = (path: string) => new URL(path, import.meta.url);

export const walletStylesheet = styleAsset("wallet", file("./wallet.css"));
export const landingScript = liveScript("landing");
export const phoneScript = liveScript("phone");
export const done3dsScript = scriptAsset("wallet-done3ds", file("./browser/done3ds.js"));

/** The files that the wallet's pages load beside the theme's stylesheet. A path names its content. */
export const walletAssets: readonly ThemeAsset[] = [
  walletStylesheet,
  landingScript,
  phoneScript,
  done3dsScript,
];

function liveScript(name: string): ThemeAsset {
  return scriptAsset(
    `wallet-${name}`,
    postOnce,
    file("./browser/live-page.js"),
    file(`./browser/${name}.js`),
  );
}
