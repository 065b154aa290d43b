import type { StoreFacts } from "../../core/merchants/index.ts";
import { knowPayer, payers } from "../../core/payers/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { Setting } from "./call.ts";

/** The payer whom a merchant names; the number is for one that is new. */
export async function namedPayer(
  tx: Tx,
  facts: StoreFacts,
  reference: string,
  number: bigint | undefined,
): Promise<string | null> {
  if (reference === "" || number === undefined) return null;
  return (await knowPayer(tx, { merchantId: facts.merchant.id, reference, number })).id;
}

/** A number for a payer who may be new: none is used up for one who is known. */
export async function numberForPayer(
  { house, facts }: Setting,
  reference: string,
): Promise<bigint | undefined> {
  if (reference === "") return undefined;
  const known = await house.reader.find(payers, { merchantId: facts.merchant.id, reference });
  return known?.number ?? house.numbers.next("payer");
}
