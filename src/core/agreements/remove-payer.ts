import type { Tx } from "../../platform/db/index.ts";
import { changePayer, type Payer, payers } from "../payers/index.ts";
import { Refusal } from "../refusal.ts";
import { cards, changeCard } from "../vault/index.ts";
import { cancelSubscription } from "./change-subscription.ts";
import { subscriptions } from "./subscription.ts";

/** Removes a payer with cards and subscriptions; what is being charged is still recorded. The reference is free again.
 *  Refuses: payer_not_found. */
export async function removePayer(
  tx: Tx,
  { id, merchantId }: Pick<Payer, "id" | "merchantId">,
): Promise<Payer> {
  const payer = await tx.lock(payers, { id });
  if (payer?.merchantId !== merchantId) throw new Refusal("payer_not_found");
  const removed = await changePayer(tx, { id, state: "deleted", reference: null });
  const [owned, sold] = await Promise.all([
    tx.list(cards, { payerId: id }),
    tx.list(subscriptions, { payerId: id }),
  ]);
  await Promise.all([
    ...owned.map((card) => changeCard(tx, { id: card.id, merchantId, state: "deleted" })),
    ...sold.map((subscription) => cancelSubscription(tx, { id: subscription.id, merchantId })),
  ]);
  return removed;
}
