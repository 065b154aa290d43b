import type { CardDetails } from "../../core/payments/index.ts";
import { type Card, cardPage, cards } from "../../core/vault/index.ts";
import type { JsonObject } from "../toolkit/json.ts";
import type { Setting } from "./call.ts";
import { readable } from "./errors.ts";
import type { MethodPath } from "./methods.ts";
import { countAt, guidAt, textAt } from "./read/index.ts";
import { readCard } from "./test-cards.ts";
import type { StoredCard } from "./wire/card.ts";

/** A card of the core as Moka tells of it; its token is the card's id, so cards that another dialect stored for the same
 *  merchant have one too. */
export function storedCard(card: Card): StoredCard {
  return {
    token: card.id,
    name: typeof card.details.cardName === "string" ? card.details.cardName : "",
    firstSix: card.firstSix,
    lastFour: card.lastFour,
    holder: card.holder,
    expiresOn: card.expiresOn,
  };
}

/** The merchant's card of a token; undefined when there is none, or it is removed. */
export async function findCard({ house, facts }: Setting, token: string | null): Promise<Card | undefined> {
  const card = token === null ? undefined : await house.reader.find(cards, { id: token });
  return card?.merchantId === facts.merchant.id && card.state === "active" ? card : undefined;
}

const mostCards = 1_000;

/** A customer's cards, in the order in which they were stored. */
export function cardsOf({ house, facts }: Setting, payerId: string): Promise<Card[]> {
  const filter = { merchantId: facts.merchant.id, payerId, states: ["active"] as const };
  return cardPage(house.reader, filter, { isDescending: false, limit: mostCards, offset: 0 });
}

/** What a request says of a card. What cannot be a number or date of a card is null. */
export type ToldCard = {
  readonly holder: string | undefined;
  readonly number: string | undefined | null;
  readonly month: number | undefined | null;
  readonly year: number | undefined | null;
  readonly token: string | undefined | null;
};

/** Faults InvalidRequest. */
export function readToldCard(path: MethodPath, request: JsonObject): ToldCard {
  const number = readable(path, textAt(request, "CardNumber", 100));
  const year = countAt(request, "ExpYear", 0, 2999);
  return {
    holder: readable(path, textAt(request, "CardHolderFullName", 100)),
    number: number === undefined ? undefined : (readCard(number) ?? null),
    month: countAt(request, "ExpMonth", 1, 12),
    year: typeof year === "number" && year < 100 ? 2000 + year : year,
    token: guidAt(request, "CardToken"),
  };
}

/** The last day of its month; undefined for a month or year that no card has. */
export function expiryOf({ month, year }: Pick<ToldCard, "month" | "year">): Temporal.PlainDate | undefined {
  if (typeof month !== "number" || typeof year !== "number" || year < 2000) return undefined;
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return first.with({ day: first.daysInMonth });
}

/** The card in full; undefined when something of it cannot be. */
export function detailsOf(told: ToldCard, cvv?: string): CardDetails | undefined {
  const expiresOn = expiryOf(told);
  if (!expiresOn || typeof told.number !== "string") return undefined;
  return { number: told.number, holder: told.holder ?? "", expiresOn, ...(cvv && { cvv }) };
}
