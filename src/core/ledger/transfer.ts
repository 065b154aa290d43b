import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";
import {
  type Account,
  type AccountName,
  accountId,
  accounts,
  accountWith,
  available,
  isLimited,
  type Sums,
} from "./account.ts";

/** A movement of money between two accounts of one currency. Never changed once made: a hold is `pending`,
 *  and a later `post` or `void` resolves it. */
export type Transfer = {
  readonly id: string;
  readonly kind: "posted" | "pending" | "post" | "void";
  readonly pendingId: string | null;
  readonly reason: string;
  /** What it was made for: a payment, a loan. */
  readonly subjectId: string;
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly madeAt: Temporal.Instant;
};

/** What moves where. `amount` in minor units, not negative. */
export type Movement = {
  readonly reason: string;
  readonly subjectId: string;
  readonly debit: AccountName;
  readonly credit: AccountName;
  readonly amount: bigint;
};

/** A movement that is reserved; what `hold` gives and `postHold` and `voidHold` take. */
export type Hold = Movement & { readonly id: string };

export const transfers: Table<Transfer> = table<Transfer>("transfers", {
  id: "uuid",
  kind: "text",
  pendingId: "uuid",
  reason: "text",
  subjectId: "uuid",
  debitAccountId: "uuid",
  creditAccountId: "uuid",
  currency: "text",
  amount: "bigint",
  madeAt: "timestamptz",
});

/** Takes an account for change; one without a movement yet reads as empty. */
export async function lockAccount(tx: Tx, name: AccountName): Promise<Account> {
  return (await tx.lock(accounts, { id: accountId(name) })) ?? accountWith(name);
}

/** Sets how far an account may be debited. */
export async function setDebitLimit(tx: Tx, name: AccountName, debitLimit: bigint): Promise<void> {
  const known = await tx.lock(accounts, { id: accountId(name) });
  if (known) tx.update(accounts, { ...known, debitLimit });
  else tx.insert(accounts, { ...accountWith(name), debitLimit });
}

/** Moves money at once. Moving nothing leaves no trace. */
export function post(tx: Tx, movement: Movement): void {
  const { amount } = movement;
  if (amount === 0n) return;
  const transfer = { id: tx.id(), kind: "posted", pendingId: null } as const;
  record(tx, transfer, movement, { debitsPosted: amount }, { creditsPosted: amount });
}

/** Reserves money on the debit account; one without a limit is not locked. Refuses: insufficient_limit. */
export async function hold(tx: Tx, movement: Movement): Promise<Hold> {
  const { amount } = movement;
  if (isLimited(movement.debit) && amount > available(await lockAccount(tx, movement.debit)))
    throw new Refusal("insufficient_limit");
  const transfer = { id: tx.id(), kind: "pending", pendingId: null } as const;
  record(tx, transfer, movement, { debitsPending: amount }, { creditsPending: amount });
  return { ...movement, id: transfer.id };
}

/** Takes what was reserved. A hold is resolved once; the database refuses hold_is_resolved. */
export function postHold(tx: Tx, held: Hold, reason: string): void {
  const { amount, id: pendingId } = held;
  const transfer = { id: tx.id(), kind: "post", pendingId } as const;
  const debit = { debitsPending: -amount, debitsPosted: amount };
  record(tx, transfer, { ...held, reason }, debit, { creditsPending: -amount, creditsPosted: amount });
}

/** Gives back what was reserved. */
export function voidHold(tx: Tx, held: Hold, reason: string): void {
  const { amount, id: pendingId } = held;
  const transfer = { id: tx.id(), kind: "void", pendingId } as const;
  record(tx, transfer, { ...held, reason }, { debitsPending: -amount }, { creditsPending: -amount });
}

/** A transfer, and what it adds to the sums of its two accounts. */
function record(
  tx: Tx,
  transfer: Pick<Transfer, "id" | "kind" | "pendingId">,
  { reason, subjectId, amount, ...names }: Movement,
  debits: Partial<Sums>,
  credits: Partial<Sums>,
): void {
  const { currency } = names.debit;
  if (currency !== names.credit.currency) throw new TypeError("a transfer has one currency");
  const debit = accountWith(names.debit, debits);
  const credit = accountWith(names.credit, credits);
  tx.insert(transfers, {
    ...transfer,
    reason,
    subjectId,
    debitAccountId: debit.id,
    creditAccountId: credit.id,
    currency,
    amount,
    madeAt: tx.now,
  });
  tx.accumulate(accounts, debit);
  tx.accumulate(accounts, credit);
}
