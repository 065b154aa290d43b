import { plans, type Subscription } from "../../../core/agreements/index.ts";
import { events } from "../../../core/events/index.ts";
import { merchants, type StoreFacts, stores } from "../../../core/merchants/index.ts";
import { payers } from "../../../core/payers/index.ts";
import { type Payment, payments } from "../../../core/payments/index.ts";
import { type Card, cards } from "../../../core/vault/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { KnownStores } from "../../dialect.ts";
import { localeOf } from "../errors.ts";
import { toldBy } from "../told.ts";
import { cardJson, type Lookup, transactionJson, withSurroundings } from "../wire.ts";
import { subscriptionJson } from "../wire-agreements.ts";

/** A store as a verb knows it: by memory, or read without what is sealed. Undefined when it speaks another dialect. */
export async function storeFacts(
  tx: Tx,
  { storeId, merchantId }: { readonly storeId: string; readonly merchantId: string },
  known: KnownStores,
): Promise<StoreFacts | undefined> {
  const facts = known.remembered(storeId);
  if (facts) return facts.store.dialect === "mondido" ? facts : undefined;
  const [[store], [merchant]] = await Promise.all([
    tx.list(stores, { id: storeId }),
    tx.list(merchants, { id: merchantId }),
  ]);
  if (store?.dialect !== "mondido" || !merchant) return undefined;
  return { store, merchant, secret: "", keys: undefined, tariffs: [] };
}

/** The transaction as GET tells it at this moment, but for two things. The customer is told whole: shops of PrestaShop
 *  take the reference that is in the hash from there. The hash needs the merchant's secret, and is put in when it
 *  leaves. */
export async function transactionBody(tx: Tx, payment: Payment, facts: StoreFacts): Promise<object> {
  const transaction = await withSurroundings(withInserted(tx), payment);
  const locale = localeOf(facts.store.settings.locale) ?? "en";
  const setting = { facts, baseUrl: toldBy(payment).baseUrl ?? "", locale };
  return { ...transactionJson(transaction, setting, new Set(["customer"])), response_hash: null };
}

/** A stored card, and the transaction it was stored with. */
export async function cardBody(
  tx: Tx,
  card: Card,
  { payment, facts }: { payment: Payment | undefined; facts: StoreFacts },
): Promise<object> {
  const [payer] = card.payerId ? await withInserted(tx).list(payers, { id: card.payerId }) : [];
  const transaction = payment ? await transactionBody(tx, payment, facts) : null;
  return { ...cardJson(card, facts, payer), transaction };
}

export async function subscriptionBody(
  tx: Tx,
  subscription: Subscription,
  facts: StoreFacts,
): Promise<object> {
  const lookup = withInserted(tx);
  const { planId, payerId, cardId } = subscription;
  const [[plan], [payer], [card]] = await Promise.all([
    planId ? lookup.list(plans, { id: planId }) : [],
    payerId ? lookup.list(payers, { id: payerId }) : [],
    cardId ? lookup.list(cards, { id: cardId }) : [],
  ]);
  return subscriptionJson({ subscription, plan, payer, card }, facts, new Set(["plan"]));
}

/** The payment to which something happened in this very write, and which fits. */
export async function paymentOfThisWrite(
  tx: Tx,
  fits: (payment: Payment) => boolean,
): Promise<Payment | undefined> {
  for (const { type, subjectId } of tx.inserted(events)) {
    const payment = type.startsWith("payment.") ? await tx.lock(payments, { id: subjectId }) : undefined;
    if (payment && fits(payment)) return payment;
  }
  return undefined;
}

/** What is stored, and what this write is about to store. */
export function withInserted(tx: Tx): Lookup {
  return {
    async list(table, key) {
      const columns = Object.entries(key) as [keyof typeof key, unknown][];
      const fits = (row: object) => columns.every(([column, value]) => (row as typeof key)[column] === value);
      return [...(await tx.list(table, key)), ...tx.inserted(table).filter(fits)];
    },
  };
}
