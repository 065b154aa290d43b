import { knowPayer, payers } from "../../core/payers/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { Setting } from "./call.ts";

/** Answers the id of a payer, within a write; null for nobody. */
export type PayerOf = (tx: Tx) => Promise<string | null>;

/** Looks for the payer whom a merchant names. One who is new comes into being in the write that asks for the id. */
export async function seekPayer({ house, facts }: Setting, reference: string): Promise<PayerOf> {
  if (reference === "") return async () => null;
  const merchantId = facts.merchant.id;
  const known = await house.reader.find(payers, { merchantId, reference });
  if (known) return async () => known.id;
  const number = await house.numbers.next("payer");
  return async (tx) => (await knowPayer(tx, { merchantId, reference, number })).id;
}
