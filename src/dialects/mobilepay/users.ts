import parsePhoneNumber from "libphonenumber-js";
import type { House } from "../../core/house.ts";
import { payers } from "../../core/payers/index.ts";
import { type Card, cards } from "../../core/vault/index.ts";
import { readUser, type WalletUser } from "../../core/wallet/index.ts";
import { addDemoUser } from "./demo-users.ts";
import { walletOf } from "./wallet.ts";

/** A phone as its user is known by, +4512345678, of what people and programs write; undefined when it is no number. */
export function readPhone(text: string): string | undefined {
  if (text.length > 40) return undefined;
  const told = text.trim().replace(/^00/, "+");
  const phone = parsePhoneNumber(told, "DK");
  return phone?.isPossible() ? phone.number : undefined;
}

/** The user of a phone. In the sandbox, everybody with a Danish or Finnish number is one, with the demo cards. */
export async function userOf(house: House, text: string): Promise<WalletUser | undefined> {
  const phone = readPhone(text);
  if (phone === undefined) return undefined;
  const { store } = await walletOf(house);
  const known = await house.reader.find(payers, { merchantId: store.merchantId, reference: phone });
  if (known) return known.state === "active" ? readUser(known) : undefined;
  return house.isSandbox ? addDemoUser(house, store, phone) : undefined;
}

/** A user's active cards: the preferred one first, then in the order they were added. */
export async function cardsOf(
  { reader }: Pick<House, "reader">,
  { id, cardId }: Pick<WalletUser, "id" | "cardId">,
): Promise<readonly Card[]> {
  const active = (await reader.list(cards, { payerId: id })).filter(({ state }) => state === "active");
  const isPreferred = (card: Card) => (card.id === cardId ? 0 : 1);
  return active.toSorted((a, b) => isPreferred(a) - isPreferred(b) || (a.number < b.number ? -1 : 1));
}

/** Whether the last day of a card's month is over. */
export function isExpired({ expiresOn }: Pick<Card, "expiresOn">, now: Temporal.Instant): boolean {
  const today = now.toZonedDateTimeISO("UTC").toPlainDate();
  return Temporal.PlainDate.compare(expiresOn, today) < 0;
}

/** What a dialect keeps of a card: the types it can pay as, and where it was issued. */
export function cardFacts({ details }: Pick<Card, "details">): { types: readonly string[]; country: string } {
  const { types = [], country = "DK" } = details as { types?: readonly string[]; country?: string };
  return { types, country };
}
