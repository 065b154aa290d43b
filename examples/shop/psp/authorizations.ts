import { randomBytes } from "node:crypto";
import type { Answer } from "../answer.ts";
import { inTurn } from "../in-turn.ts";
import {
  authorize,
  type Decline,
  declineOf,
  handOver,
  type KnownCard,
  resultOf,
  stepUp,
} from "./acquirer.ts";
import type { Card } from "./card-data.ts";
import type { Result } from "./mobilepay.ts";
import type { Office } from "./office.ts";

/** What a card is asked for, and who wants to know how it went. */
export type Target = {
  /** In minor units; 0 for a card that is only looked at. */
  amount: number;
  currency: string;
  report(result: Result): Promise<Answer<undefined, string>>;
  approved(card: KnownCard, isSecured: boolean): Promise<void>;
  declined(decline: Decline): void;
};

/** One card that a user has chosen, on its way through the bank. */
export type Attempt = {
  target: Target;
  /** Of the page on which the bank asks. */
  key: string;
  state: "asked" | "challenge" | "decided";
  card?: KnownCard;
  isSecured: boolean;
  code?: number;
  result?: Result;
  /** The wallet has heard the result; until then it may be told again. */
  isReported: boolean;
};

export type Authorizations = ReturnType<typeof createAuthorizations>;

const keptAttempts = 5_000;

/** Decides about cards once for each attempt, however often the wallet's callback comes, and tells the wallet. */
export function createAuthorizations(office: Office) {
  const attempts = new Map<string, Attempt>();

  const report = async (attempt: Attempt) => {
    const { target, result, code, card, isSecured } = attempt;
    if (!result || attempt.isReported) return;
    const answer = await target.report(result);
    attempt.isReported = answer.outcome !== "unreachable";
    // The user has gone on to another card, or the time is over: what the bank has set aside is let go.
    if (answer.outcome === "refused") return office.warn(`the wallet refused a result: ${answer.message}`);
    if (answer.outcome === "unreachable")
      return office.warn(`the wallet did not hear a result: ${answer.reason}`);
    if (attempt.state !== "decided") return;
    if (code === undefined && card) await target.approved(card, isSecured);
    else target.declined(declineOf(code ?? 2000));
  };

  const tell = (attempt: Attempt, result: Result) => {
    Object.assign(attempt, { result, isReported: false });
    return report(attempt);
  };

  const settle = (attempt: Attempt, code: number | undefined) => {
    Object.assign(attempt, { state: "decided", code });
    return tell(attempt, resultOf(code));
  };

  const decide = async (attempt: Attempt, open: () => Promise<Card>) => {
    const { amount } = attempt.target;
    try {
      attempt.card = handOver(await open());
    } catch {
      // Not what was wrong with it: that could be a card's number.
      office.warn("a card could not be read");
      return settle(attempt, 2000);
    }
    const code = authorize(attempt.card, { amount, at: await office.now() });
    if (code !== stepUp) return settle(attempt, code);
    attempt.state = "challenge";
    return tell(attempt, resultOf(code, office.challengeUrl(attempt.key)));
  };

  return {
    /** The wallet hands over a card. `open` is called once. */
    async take(id: string, target: Target, open: () => Promise<Card>): Promise<void> {
      const known = attempts.get(id);
      if (known) return inTurn(known, () => report(known));
      const key = randomBytes(16).toString("base64url");
      const attempt: Attempt = { target, key, state: "asked", isSecured: false, isReported: false };
      attempts.set(id, attempt);
      const oldest = attempts.keys().next().value;
      if (attempts.size > keptAttempts && oldest) attempts.delete(oldest);
      return inTurn(attempt, () => decide(attempt, open));
    },

    find: (id: string) => attempts.get(id),

    /** The attempt whose customer the bank asks. */
    challenged: (key: string) =>
      [...attempts.values()].find((attempt) => attempt.key === key && attempt.state === "challenge"),

    /** The customer has answered the bank. Resolves when the wallet knows that it is over; the last word follows. */
    async answer(attempt: Attempt, isConfirmed: boolean): Promise<void> {
      const { card, target } = attempt;
      if (attempt.state !== "challenge" || !card) return;
      if (!isConfirmed) return settle(attempt, 1000);
      attempt.isSecured = true;
      attempt.state = "asked";
      await tell(attempt, {
        ...resultOf(undefined),
        succeeded: false,
        reasonCode: 1009,
        reasonMessage: "3-D Secure is done",
      });
      const finish = async () =>
        settle(
          attempt,
          authorize(card, { amount: target.amount, at: await office.now(), isChallenged: true }),
        );
      finish().catch((error: unknown) => office.warn(`an authorization was not finished: ${error}`));
    },

    /** Ends an attempt that waits for its customer, because nobody wants the money any more. */
    async withdraw(attempt: Attempt): Promise<void> {
      if (attempt.state === "challenge") await inTurn(attempt, () => settle(attempt, 1010));
    },

    /** Tells again what the wallet has not heard of this attempt. */
    async remind(id: string | undefined): Promise<void> {
      const attempt = id === undefined ? undefined : attempts.get(id);
      if (attempt) await inTurn(attempt, () => report(attempt));
    },
  };
}
