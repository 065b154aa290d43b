import { sameText, sha256Hex } from "../../platform/crypto/index.ts";
import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";

/** A code sent to a phone, to prove that the person holds it. */
export type Confirmation = {
  readonly id: string;
  readonly phone: string;
  readonly codeDigests: readonly string[];
  readonly attempts: number;
  readonly sendings: number;
  readonly sentAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
  readonly lockedUntil: Temporal.Instant | null;
  readonly confirmedAt: Temporal.Instant | null;
};

/** How long a code is good, how often it may be guessed, and how soon it is sent again. */
export const rules = {
  lifetime: Temporal.Duration.from({ minutes: 10 }),
  attempts: 5,
  lock: Temporal.Duration.from({ minutes: 10 }),
  resendPause: Temporal.Duration.from({ seconds: 30 }),
  sendings: 10,
  /** After how long without a code the sendings are counted anew. */
  recount: Temporal.Duration.from({ hours: 24 }),
  /** How long an accepted code may be posted again. */
  echo: Temporal.Duration.from({ minutes: 1 }),
} as const;

export const confirmations: Table<Confirmation> = table<Confirmation>("confirmations", {
  id: "uuid",
  phone: "text",
  codeDigests: "text[]",
  attempts: "integer",
  sendings: "integer",
  sentAt: "timestamptz",
  expiresAt: "timestamptz",
  lockedUntil: "timestamptz",
  confirmedAt: "timestamptz",
});

/** Begins the confirmation `id`, or takes it up where it is: its guesses stay counted, and while it is locked or
 *  its code was sent a moment ago no other is (`isSent`). `codes` are all that will be accepted; the first is the
 *  one that is sent. */
export async function begin(
  tx: Tx,
  { id, phone, codes }: { id: string; phone: string; codes: readonly string[] },
): Promise<{ confirmation: Confirmation; isSent: boolean }> {
  const known = await tx.lock(confirmations, { id });
  if (!known) return { confirmation: tx.insert(confirmations, fresh(tx, id, phone, codes)), isSent: true };
  const isWaiting = known.confirmedAt === null && resendPauseSeconds(known, tx.now) > 0;
  if (isWaiting || isUsedUp(known, tx.now)) return { confirmation: known, isSent: false };
  return { confirmation: sendAnother(tx, known, codes), isSent: true };
}

function fresh(tx: Tx, id: string, phone: string, codes: readonly string[]): Confirmation {
  return {
    id,
    phone,
    codeDigests: digests(id, codes),
    attempts: 0,
    sendings: 1,
    sentAt: tx.now,
    expiresAt: tx.now.add(rules.lifetime),
    lockedUntil: null,
    confirmedAt: null,
  };
}

/** A new code for the same phone; guesses stay counted. Refuses: confirmation_not_found, code_locked,
 *  code_resent_too_soon. */
export async function resend(
  tx: Tx,
  { id, codes }: { id: string; codes: readonly string[] },
): Promise<Confirmation> {
  const confirmation = await tx.lock(confirmations, { id });
  if (!confirmation) throw new Refusal("confirmation_not_found");
  if (isUsedUp(confirmation, tx.now)) throw new Refusal("code_locked");
  if (resendPauseSeconds(confirmation, tx.now) > 0) throw new Refusal("code_resent_too_soon");
  return sendAnother(tx, confirmation, codes);
}

function sendAnother(tx: Tx, confirmation: Confirmation, codes: readonly string[]): Confirmation {
  return tx.update(confirmations, {
    ...confirmation,
    codeDigests: digests(confirmation.id, codes),
    sendings: isCounted(confirmation, tx.now) ? confirmation.sendings + 1 : 1,
    sentAt: tx.now,
    expiresAt: tx.now.add(rules.lifetime),
    confirmedAt: null,
  });
}

/** How a guess ended. A wrong one is counted, so it is an outcome and not a refusal. */
export type Guess = "confirmed" | "code_wrong" | "code_expired" | "code_locked";

/** Checks a code. After `rules.attempts` wrong ones no code is accepted for a while.
 *  Refuses: confirmation_not_found. */
export async function check(tx: Tx, { id, code }: { id: string; code: string }): Promise<Guess> {
  const confirmation = await tx.lock(confirmations, { id });
  if (!confirmation) throw new Refusal("confirmation_not_found");
  if (isLocked(confirmation, tx.now)) return "code_locked";
  if (Temporal.Instant.compare(confirmation.expiresAt, tx.now) <= 0) return "code_expired";
  if (!matches(confirmation, code)) return countWrong(tx, confirmation);
  tx.update(confirmations, { ...confirmation, confirmedAt: tx.now, expiresAt: tx.now });
  return "confirmed";
}

/** Checks once more a code that was accepted a moment ago (not longer than `within`), for whom the answer did not
 *  reach, or who proves the same again. Wrong ones count as they do before. Refuses: confirmation_not_found. */
export async function checkAgain(
  tx: Tx,
  { id, code, within = rules.echo }: { id: string; code: string; within?: Temporal.Duration },
): Promise<Guess> {
  const confirmation = await tx.lock(confirmations, { id });
  if (!confirmation) throw new Refusal("confirmation_not_found");
  if (isLocked(confirmation, tx.now)) return "code_locked";
  if (!isJustConfirmed(confirmation, tx.now, within)) return "code_expired";
  return matches(confirmation, code) ? "confirmed" : countWrong(tx, confirmation);
}

function countWrong(tx: Tx, confirmation: Confirmation): Guess {
  const attempts = confirmation.attempts + 1;
  const isLast = attempts % rules.attempts === 0;
  tx.update(confirmations, {
    ...confirmation,
    attempts,
    lockedUntil: isLast ? tx.now.add(rules.lock) : confirmation.lockedUntil,
  });
  return isLast ? "code_locked" : "code_wrong";
}

/** Whole seconds until the code may be sent again; 0 when it may. */
export function resendPauseSeconds({ sentAt }: Confirmation, now: Temporal.Instant): number {
  const left = now.until(sentAt.add(rules.resendPause)).total("seconds");
  return Math.max(0, Math.ceil(left));
}

export function attemptsLeft({ attempts }: Confirmation): number {
  return rules.attempts - (attempts % rules.attempts);
}

function isLocked({ lockedUntil }: Confirmation, now: Temporal.Instant): boolean {
  return lockedUntil !== null && Temporal.Instant.compare(now, lockedUntil) < 0;
}

function isUsedUp(confirmation: Confirmation, now: Temporal.Instant): boolean {
  const hasNoneLeft = confirmation.sendings >= rules.sendings && isCounted(confirmation, now);
  return isLocked(confirmation, now) || hasNoneLeft;
}

/** Whether the sendings so far still count: not once their code was told, or when they are long ago. */
function isCounted({ confirmedAt, sentAt }: Confirmation, now: Temporal.Instant): boolean {
  return confirmedAt === null && Temporal.Instant.compare(now, sentAt.add(rules.recount)) < 0;
}

function isJustConfirmed(
  { confirmedAt }: Confirmation,
  now: Temporal.Instant,
  within: Temporal.Duration,
): boolean {
  return confirmedAt !== null && Temporal.Instant.compare(now, confirmedAt.add(within)) < 0;
}

function matches({ id, codeDigests }: Confirmation, code: string): boolean {
  const digest = sha256Hex(`${id}:${code.trim()}`);
  return codeDigests.filter((known) => sameText(known, digest)).length > 0;
}

function digests(id: string, codes: readonly string[]): string[] {
  return codes.map((code) => sha256Hex(`${id}:${code}`));
}
