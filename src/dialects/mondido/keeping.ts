import { addPayer } from "../../core/payers/index.ts";
import type { Payment } from "../../core/payments/index.ts";
import { prepareCard, storeCard } from "../../core/vault/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { Setting } from "./call.ts";
import type { Purse } from "./purse.ts";
import { toldBy } from "./told.ts";

/** The card that has paid, and whose it is. */
export type KeptCard = { readonly cardId: string; readonly payerId: string | null };

/** Finds the card that has paid, or stores it; within the write that settles the payment. */
export type Keeping = (tx: Tx) => Promise<KeptCard>;

/** A card is stored when the merchant or the shopper wants it, and for a subscription. It belongs to the customer, who
 *  comes into being with it when the merchant has not named one. Undefined: it is not to be stored. */
export async function prepareKeeping(
  { house, facts }: Setting,
  payment: Payment,
  purse: Purse,
): Promise<Keeping | undefined> {
  const told = toldBy(payment);
  if (purse.method === "stored_card")
    return payment.cardId
      ? async () => ({ cardId: payment.cardId as string, payerId: payment.payerId })
      : undefined;
  if (!told.storeCard && told.planId === null) return undefined;
  const { number: pan, holder, expiresOn } = purse.card;
  const { id: merchantId } = facts.merchant;
  const prepared = prepareCard(house.keyring, merchantId, { pan, holder, expiresOn });
  const number = await house.numbers.next("card");
  const payerNumber = payment.payerId ? 0n : await house.numbers.next("payer");
  return async (tx) => {
    const payerId =
      payment.payerId ?? (await addPayer(tx, { merchantId, number: payerNumber, reference: null })).id;
    const { currency, isTest } = payment;
    const details = { type: purse.type };
    const owner = { number, payerId, currency, isTest, details, storeId: facts.store.id };
    return { cardId: storeCard(tx, prepared, owner).id, payerId };
  };
}
