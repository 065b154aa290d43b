import { type Table, table } from "../../platform/db/index.ts";

/** One time that somebody approved a payment with a card of theirs, or chose another card for a mandate, and what the
 *  integrator, who charges or checks the card, has said of it. */
export type WalletAttempt = {
  readonly id: string;
  /** The integrator. */
  readonly merchantId: string;
  /** Of another card for a mandate: the attempt's own id. */
  readonly paymentId: string;
  readonly mandateId: string | null;
  readonly payerId: string;
  readonly cardId: string;
  /** As the wallet's dialect names it, and the integrator must process it. */
  readonly cardType: string;
  /** What the integrator was given: a network's token, or the card's number, encrypted. */
  readonly means: "token" | "pan";
  readonly state: WalletAttemptState;
  readonly reasonCode: number | null;
  readonly reasonMessage: string | null;
  /** Where the user proves to the card's bank who they are. */
  readonly challengeUrl: string | null;
  /** Who charged the card, as told. JSON. */
  readonly acquirer: Readonly<Record<string, unknown>> | null;
  readonly askedAt: Temporal.Instant;
  /** Until when nobody may approve anew without an answer. */
  readonly answerBy: Temporal.Instant;
  readonly answeredAt: Temporal.Instant | null;
};

export type WalletAttemptState =
  /** The integrator was told, or is being told. */
  | "asked"
  /** The card's bank wants to see the user; they may still choose another card. */
  | "step_up"
  /** It has seen the user; the integrator charges the card once more. */
  | "stepped_up"
  | "succeeded"
  | "failed"
  /** The integrator could not be told. */
  | "unreachable";

export const walletAttempts: Table<WalletAttempt> = table<WalletAttempt>("wallet_attempts", {
  id: "uuid",
  merchantId: "uuid",
  paymentId: "uuid",
  mandateId: "uuid",
  payerId: "uuid",
  cardId: "uuid",
  cardType: "text",
  means: "text",
  state: "text",
  reasonCode: "integer",
  reasonMessage: "text",
  challengeUrl: "text",
  acquirer: "json",
  askedAt: "timestamptz",
  answerBy: "timestamptz",
  answeredAt: "timestamptz",
});

/** How long an integrator has to answer before the user may try again. */
export const answerTime: Temporal.Duration = Temporal.Duration.from({ seconds: 32 });

/** How much longer all may take when the card's bank wants to see the user, or an address is chosen. */
export const extraTime: Temporal.Duration = Temporal.Duration.from({ minutes: 15 });

/** What an integrator may say, and what it may have said before. Saying the same again changes nothing. */
export const answers = {
  step_up: ["asked", "step_up", "stepped_up", "unreachable"],
  stepped_up: ["step_up", "stepped_up"],
  failed: ["asked", "step_up", "stepped_up", "unreachable", "failed"],
  succeeded: ["asked", "step_up", "stepped_up", "unreachable", "succeeded"],
} as const satisfies Partial<Record<WalletAttemptState, readonly WalletAttemptState[]>>;

export type Verdict = keyof typeof answers;

/** Whether nobody may approve anew: the integrator has still time to answer, or to charge after the bank has seen the
 *  user. */
export function isUnderWay({ state, answerBy }: WalletAttempt, now: Temporal.Instant): boolean {
  const isAsked = state === "asked" || state === "stepped_up";
  return isAsked && Temporal.Instant.compare(now, answerBy) < 0;
}

/** Whether an integrator still owes an answer, however late. */
export function isUnanswered({ state }: WalletAttempt): boolean {
  return state === "asked" || state === "step_up" || state === "stepped_up";
}
