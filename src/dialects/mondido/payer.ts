import { knowPayer, type Payer, payers } from "../../core/payers/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { Setting } from "./call.ts";

/** The payer whom a merchant names. */
export type NamedPayer = {
  /** Undefined for nobody, and for one who is new. */
  readonly known: Payer | undefined;
  /** Answers the id, within a write in which one who is new comes into being; null for nobody. */
  readonly idIn: (tx: Tx) => Promise<string | null>;
};

/** Looks for the payer whom a merchant names. */
export async function seekPayer({ house, facts }: Setting, reference: string): Promise<NamedPayer> {
  if (reference === "") return { known: undefined, idIn: async () => null };
  const merchantId = facts.merchant.id;
  const known = await house.reader.find(payers, { merchantId, reference });
  if (known) return { known, idIn: async () => known.id };
  const number = await house.numbers.next("payer");
  const idIn = async (tx: Tx) => (await knowPayer(tx, { merchantId, reference, number })).id;
  return { known, idIn };
}
