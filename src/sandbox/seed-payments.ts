import type { Store } from "../core/merchants/index.ts";
import { begin, payments, prepare, settle } from "../core/payments/index.ts";
import type { Tx } from "../platform/db/index.ts";

/** Payments that a new merchant finds there, as clients' examples ask for the first few by number. */
const examples = [
  { number: 1n, amount: 100_00n, name: "Nice Shoe" },
  { number: 2n, amount: 250_00n, name: "Warm Socks" },
  { number: 3n, amount: 10_00n, name: "Shoelace" },
] as const;

const days = (count: number) => Temporal.Duration.from({ hours: count * 24 });

/** Puts the example payments there: paid by a test card, captured at once. */
export async function seedPayments(tx: Tx, store: Store, operatorId: string): Promise<void> {
  for (const { number, amount, name } of examples) {
    if (await tx.lock(payments, { number })) continue;
    const { id } = await prepare(tx, {
      merchantId: store.merchantId,
      storeId: store.id,
      dialect: store.dialect,
      reference: `example-${number}`,
      number,
      token: tx.token(16),
      currency: store.currency,
      amount,
      method: "card",
      payer: null,
      subscriptionId: null,
      isTest: true,
      details: { items: [], told: { metadata: { products: [{ id: "1", name, qty: "1" }] } } },
      expiresAt: tx.now.add(days(1)),
    });
    const instrument = { brand: "VISA", masked: "411111******1111", holder: "Anna Berg" };
    await begin(tx, { id, method: "card", instrument, cardId: null });
    const answer = { outcome: "approved", authorizationId: `example-${number}` } as const;
    await settle(tx, { id, answer, capture: true, holdUntil: tx.now, operatorId, fee: 0n });
  }
}
