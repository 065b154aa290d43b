export { type Card, cards, findSameCard, lockCard } from "./card.ts";
export { changeCard } from "./change-card.ts";
export { type Brand, brandOf, isCvv, mask, masked, readCardNumber, readExpiry } from "./number.ts";
export type { CardFilter, PageOf } from "./pages.ts";
export { type CardData, openPan, type PreparedCard, prepareCard } from "./pan.ts";
export { cardPage, cardsOfOldKeys, countCards, countOfOldKeys } from "./queries.ts";
export { type Rotation, rotateKeys } from "./rotate-keys.ts";
export { storeCard } from "./store-card.ts";
