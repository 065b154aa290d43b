import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";

/** How many payments a store has asked for with one order of its own. */
export type WalletOrder = { readonly storeId: string; readonly orderId: string; readonly payments: number };

export const walletOrders: Table<WalletOrder> = table<WalletOrder>(
  "wallet_orders",
  { storeId: "uuid", orderId: "text", payments: "integer" },
  { key: ["storeId", "orderId"] },
);

/** Nobody fishes for approval by asking again and again. */
const mostPayments = 3;

/** Counts one more payment of an order. Refuses: order_exhausted. */
export async function countOrder(tx: Tx, key: Pick<WalletOrder, "storeId" | "orderId">): Promise<void> {
  const order = await tx.lock(walletOrders, key);
  if (!order) return void tx.insert(walletOrders, { ...key, payments: 1 });
  if (order.payments >= mostPayments) throw new Refusal("order_exhausted");
  tx.update(walletOrders, { ...order, payments: order.payments + 1 });
}
