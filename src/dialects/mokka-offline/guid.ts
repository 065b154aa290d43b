import type { Tx } from "../../platform/db/index.ts";

const smallest = 100_000_000n;
const count = 900_000_000n;

/** A number of nine digits by which merchants know an order or return; the database keeps it from coming twice. */
export function guidOf(tx: Tx): string {
  return String(smallest + (BigInt(`0x${tx.token(8)}`) % count));
}
