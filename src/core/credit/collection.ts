import { type Table, type Tx, table } from "../../platform/db/index.ts";
import type { DueInstalment } from "./queries.ts";

/** What the customers of a lender are being charged: the intent, until all outcomes are stored. A lender has one at a
 *  time. */
export type Collection = {
  readonly lenderId: string;
  /** JSON. */
  readonly charges: readonly StoredCharge[];
  /** Until when they belong to whoever charges them; null: nothing is under way. */
  readonly claimedUntil: Temporal.Instant | null;
};

/** What an instalment stood at when it was to be charged; a return meanwhile does not change it. */
type Charge = Omit<DueInstalment, "lenderId">;
type StoredCharge = Omit<Charge, "amount"> & { readonly amount: string };

export const collections: Table<Collection> = table<Collection>(
  "collections",
  { lenderId: "uuid", charges: "json", claimedUntil: "timestamptz" },
  { key: ["lenderId"] },
);

/** How long charges may take; after that they were left in the middle. */
const claimTime = Temporal.Duration.from({ minutes: 15 });

/** Charges that have begun. */
export type Begun = Pick<Collection, "lenderId"> & {
  readonly claimedUntil: Temporal.Instant;
  readonly charges: readonly Charge[];
};

/** Stores what is going to be charged for these instalments of a lender; or, where charges were left in the middle, takes
 *  those over as they were: each is asked for again under the same id. Answers undefined when there is nothing to charge,
 *  or somebody else does. */
export async function beginCollection(
  tx: Tx,
  { lenderId, due }: { readonly lenderId: string; readonly due: readonly Charge[] },
): Promise<Begun | undefined> {
  const known = await tx.lock(collections, { lenderId });
  const last = known?.claimedUntil;
  if (last && Temporal.Instant.compare(last, tx.now) > 0) return undefined;
  const charges = last ? known.charges : due.map(stored);
  if (charges.length === 0) return undefined;
  // The database keeps microseconds, and the end is told by this.
  const claimedUntil = tx.now.add(claimTime).round("microsecond");
  const begun = { lenderId, charges, claimedUntil };
  if (known) tx.update(collections, begun);
  else tx.insert(collections, begun);
  return { ...begun, charges: charges.map(read) };
}

function stored({ loanId, number, phone, amount, currency }: Charge): StoredCharge {
  return { loanId, number, phone, amount: String(amount), currency };
}

function read(charge: StoredCharge): Charge {
  return { ...charge, amount: BigInt(charge.amount) };
}

/** Every charge of a lender has its outcome stored, unless somebody else has taken them over. */
export async function endCollection(
  tx: Tx,
  { lenderId, claimedUntil }: Pick<Begun, "lenderId" | "claimedUntil">,
): Promise<void> {
  const known = await tx.lock(collections, { lenderId });
  if (known?.claimedUntil?.equals(claimedUntil))
    tx.update(collections, { lenderId, charges: [], claimedUntil: null });
}
