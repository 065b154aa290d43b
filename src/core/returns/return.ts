import { type Key, type Table, type Tx, table } from "../../platform/db/index.ts";
import { can, lockPayment, refund, refundable } from "../payments/index.ts";
import { Refusal } from "../refusal.ts";

/** Goods that a customer brings back to a store, from the request until it is confirmed. */
export type Return = {
  readonly id: string;
  readonly merchantId: string;
  /** Where it is made; the order may be of another store of the merchant. */
  readonly storeId: string;
  /** What the merchant knows it by. */
  readonly number: number;
  readonly paymentId: string;
  readonly agentId: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly state: "created" | "confirmed" | "canceled";
  readonly createdAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant | null;
};

export const returns: Table<Return> = table<Return>(
  "returns",
  {
    id: "uuid",
    merchantId: "uuid",
    storeId: "uuid",
    number: "integer",
    paymentId: "uuid",
    agentId: "uuid",
    amount: "bigint",
    state: "text",
    createdAt: "timestamptz",
    finishedAt: "timestamptz",
  },
  { unique: [["merchantId", "number"]] },
);

/** A return that has still to be confirmed. Refuses: payment_not_found, payment_not_refundable,
 *  amount_exceeds_captured. */
export async function createReturn(
  tx: Tx,
  asked: Pick<Return, "merchantId" | "storeId" | "paymentId" | "agentId" | "amount" | "number">,
): Promise<Return> {
  const payment = await lockPayment(tx, { id: asked.paymentId });
  if (!can("refund", payment)) throw new Refusal("payment_not_refundable");
  if (asked.amount > refundable(payment)) throw new Refusal("amount_exceeds_captured");
  return tx.insert(returns, {
    ...asked,
    id: tx.id(),
    state: "created",
    createdAt: tx.now,
    finishedAt: null,
  });
}

/** The goods are back: the debt falls. Confirming again changes nothing. Refuses: return_not_found, return_closed,
 *  amount_exceeds_captured (another return was confirmed meanwhile), and as refund does. */
export async function confirmReturn(tx: Tx, key: Key<Return>): Promise<Return> {
  const known = await lockReturn(tx, key);
  if (known.state === "confirmed") return known;
  if (known.state === "canceled") throw new Refusal("return_closed");
  const payment = await lockPayment(tx, { id: known.paymentId });
  if (known.amount > refundable(payment)) throw new Refusal("amount_exceeds_captured");
  await refund(tx, { key: { id: known.paymentId }, amount: known.amount });
  return tx.update(returns, { ...known, state: "confirmed", finishedAt: tx.now });
}

/** Nothing comes back after all. Canceling again changes nothing. Refuses: return_not_found, return_closed. */
export async function cancelReturn(tx: Tx, key: Key<Return>): Promise<Return> {
  const known = await lockReturn(tx, key);
  if (known.state === "canceled") return known;
  if (known.state === "confirmed") throw new Refusal("return_closed");
  return tx.update(returns, { ...known, state: "canceled", finishedAt: tx.now });
}

async function lockReturn(tx: Tx, key: Key<Return>): Promise<Return> {
  const known = await tx.lock(returns, key);
  if (!known) throw new Refusal("return_not_found");
  return known;
}
