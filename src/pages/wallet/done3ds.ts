import { done3dsScript } from "./assets.ts";
import { renderWallet, text, type WalletLocale } from "./render.ts";

/** The page to which an integrator sends the user after the bank: it tells whoever opened it, and closes. */
export function done3dsPage(locale: WalletLocale): string {
  const title = text(locale, "done3ds.title");
  return renderWallet("done3ds", { locale, title, documentTitle: title, script: done3dsScript.path });
}
