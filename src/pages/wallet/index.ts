export { done3dsPage } from "./done3ds.ts";
export {
  type LandingFrame,
  type LandingScreen,
  landingNews,
  leavesBySelf,
  prefixes,
  renderLanding,
} from "./landing/landing.ts";
export { languages, walletLocale } from "./locale.ts";
export { countryName, deliverable } from "./phone/countries.ts";
export { phoneNews, renderPhone } from "./phone/render-phone.ts";
export * from "./phone/screens.ts";
export type { Reason } from "./reasons.ts";
export type { WalletLocale } from "./texts/text.ts";
