import type { Tx } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";
import { type Card, cards, lockCard } from "./card.ts";

/** Changes what is named of a merchant's card. Deleting it erases its number for good; deleting again changes
 *  nothing. Refuses: card_not_found, card_not_active (it is deleted). */
export async function changeCard(
  tx: Tx,
  {
    id,
    merchantId,
    ...changes
  }: Pick<Card, "id" | "merchantId"> &
    Partial<Pick<Card, "payerId" | "state" | "holder" | "expiresOn" | "details">>,
): Promise<Card> {
  const card = await lockCard(tx, { id });
  if (card.merchantId !== merchantId) throw new Refusal("card_not_found");
  if (card.state === "deleted" && changes.state === "deleted") return card;
  if (card.state === "deleted") throw new Refusal("card_not_active");
  const erased = changes.state === "deleted" ? { sealedPan: "", fingerprint: "" } : {};
  return tx.update(cards, { ...card, ...told(changes), ...erased });
}

/** Without what is undefined. */
function told<Changes extends object>(changes: Changes): Partial<Changes> {
  const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Changes>;
}
