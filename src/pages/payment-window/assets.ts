import { postOnce, scriptAsset, styleAsset, type ThemeAsset } from "../theme/assets.ts";

export const windowStylesheet = styleAsset("payment-window", new URL("./window.css", import.meta.url));
export const windowScript = scriptAsset("payment-window", postOnce, new URL("./window.js", import.meta.url));

/** The files that payment windows load beside the theme's stylesheet. A path names its content. */
export const windowAssets: readonly ThemeAsset[] = [windowStylesheet, windowScript];
