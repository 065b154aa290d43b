import { randomUUID } from "node:crypto";
import type { Card } from "./card-data.ts";
import type { Result } from "./mobilepay.ts";

/** A card that the acquirer has seen: what it calls it, and what may be shown of it. */
export type KnownCard = {
  token: string;
  lastFour: string;
  type: string;
  expires: Temporal.PlainYearMonth;
};

/** Why the wallet was told no, and what the shop says of it. */
export type Decline = { code: number; text: string };

const words: Record<number, string> = {
  1000: "The bank has declined.",
  1001: "There is not enough money on the card.",
  1003: "The card has expired.",
  1004: "The bank suspects fraud.",
  1005: "The card is blocked for now.",
  1006: "The card is blocked.",
  1007: "The card is not open for payments on the web.",
  1008: "The bank asks its customer first.",
  1010: "The shop has taken the payment back.",
  2000: "The card could not be read.",
};

/** The customer has to be asked. */
export const stepUp = 1008;

/** Cards, by their last digits, that are not simply approved: with the customer there, and for a charge without. */
const byCard: Record<string, { present?: number; absent?: number }> = {
  "8031": { present: stepUp },
  "0002": { present: 1000, absent: 1000 },
  "9995": { present: 1001, absent: 1001 },
  "0341": { absent: 1001 },
};

type Asked = {
  /** In minor units; 0 only looks whether the card is good. */
  amount: number;
  at: Temporal.Instant;
  /** The bank has asked the customer, or was not told to: who charges without them cannot. */
  isChallenged?: boolean;
  isCharge?: boolean;
};

/** What the bank says to an authorization: undefined is yes, otherwise one of the wallet's reason codes. An amount from
 *  10.01 to 10.08 gets the code of its digits. */
export function authorize(
  { lastFour, expires }: Pick<KnownCard, "lastFour" | "expires">,
  { amount, at, isChallenged = false, isCharge = false }: Asked,
): number | undefined {
  const today = at.toZonedDateTimeISO("UTC").toPlainDate().toPlainYearMonth();
  if (Temporal.PlainYearMonth.compare(expires, today) < 0) return 1003;
  const rule = byCard[lastFour] ?? {};
  const isOfDigits = amount >= 1001 && amount <= 1008 && words[amount] !== undefined;
  const code = isOfDigits ? amount : isCharge ? rule.absent : rule.present;
  if (code !== stepUp) return code;
  if (isCharge) return 1000;
  return isChallenged ? undefined : code;
}

/** Hands a card to the acquirer, who keeps it. What comes back has no number. */
export function handOver({ lastFour, type, expires }: Card): KnownCard {
  return { token: randomUUID(), lastFour, type, expires };
}

/** What the wallet is told. */
export function resultOf(code: number | undefined, threeDSecureUrl?: string): Result {
  const acquirer = {
    acquirerVatNumber: "DK12345678",
    acquirerMerchantId: "brzoza",
    acquirerPaymentReference: randomUUID(),
  };
  if (code === undefined) return { succeeded: true, ...acquirer };
  const reason = { succeeded: false, reasonCode: code, reasonMessage: words[code] ?? "" };
  return { ...reason, ...acquirer, ...(threeDSecureUrl && { threeDSecureUrl }) };
}

export function declineOf(code: number): Decline {
  return { code, text: words[code] ?? "The payment was not possible." };
}
