import type { Tx } from "../../platform/db/index.ts";
import { emit } from "../events/index.ts";
import { type Card, cards } from "./card.ts";
import type { PreparedCard } from "./pan.ts";

/** Stores a card, also when the payer has stored the same before: `findSameCard` tells. `storeId`: where. */
export function storeCard(
  tx: Tx,
  prepared: PreparedCard,
  owner: Pick<Card, "number" | "payerId" | "currency" | "isTest"> &
    Partial<Pick<Card, "details">> & { readonly storeId?: string },
): Card {
  const card = tx.insert(cards, {
    ...prepared,
    id: tx.id(),
    number: owner.number,
    payerId: owner.payerId,
    currency: owner.currency,
    isTest: owner.isTest,
    state: "active",
    details: owner.details ?? {},
    createdAt: tx.now,
  });
  const data = { number: String(card.number), storeId: owner.storeId ?? null };
  emit(tx, { merchantId: card.merchantId, type: "card.stored", subjectId: card.id, data });
  return card;
}
