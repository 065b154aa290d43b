import { textsOf } from "../../texts/text.ts";
import { da } from "./da.ts";
import { en, type WalletTextKey } from "./en.ts";
import { fi } from "./fi.ts";

export type { WalletTextKey };

export type WalletLocale = "en" | "da" | "fi";

export const walletTexts = textsOf<WalletLocale, WalletTextKey>({ en, da, fi });
