import { type Table, type Tx, table } from "../../platform/db/index.ts";
import { Refusal } from "../refusal.ts";

/** A stored card. Its number is sealed; everything else knows the card by its token. */
export type Card = {
  readonly id: string;
  /** Its public number. */
  readonly number: bigint;
  readonly merchantId: string;
  /** Whom it belongs to. */
  readonly payerId: string | null;
  readonly token: string;
  /** The card's number, sealed for this merchant and token; empty once the card is deleted. */
  readonly sealedPan: string;
  readonly keyVersion: number;
  /** The same for the same number stored by this merchant; empty once the card is deleted. */
  readonly fingerprint: string;
  readonly firstSix: string;
  readonly lastFour: string;
  readonly brand: string;
  readonly holder: string;
  /** The last day of its month. */
  readonly expiresOn: Temporal.PlainDate;
  readonly currency: string;
  readonly isTest: boolean;
  readonly state: "active" | "inactive" | "deleted";
  /** What a dialect keeps of it. JSON. */
  readonly details: Record<string, unknown>;
  readonly createdAt: Temporal.Instant;
};

export const cards: Table<Card> = table<Card>(
  "cards",
  {
    id: "uuid",
    number: "bigint",
    merchantId: "uuid",
    payerId: "uuid",
    token: "text",
    sealedPan: "text",
    keyVersion: "integer",
    fingerprint: "text",
    firstSix: "text",
    lastFour: "text",
    brand: "text",
    holder: "text",
    expiresOn: "date",
    currency: "text",
    isTest: "boolean",
    state: "text",
    details: "json",
    createdAt: "timestamptz",
  },
  { unique: [["number"], ["token"]] },
);

/** Whosever card it is: a merchant's own is told by `merchantId`. Refuses: card_not_found. */
export async function lockCard(tx: Tx, { id }: Pick<Card, "id">): Promise<Card> {
  const card = await tx.lock(cards, { id });
  if (!card) throw new Refusal("card_not_found");
  return card;
}

/** An active card of this payer with the same number. Two verbs that ask for the same at the same time must hold
 *  the payer, or both find none. */
export async function findSameCard(
  from: Pick<Tx, "list">,
  {
    merchantId,
    payerId,
    fingerprint,
    isTest,
  }: Pick<Card, "merchantId" | "payerId" | "fingerprint" | "isTest">,
): Promise<Card | undefined> {
  const same = await from.list(cards, { merchantId, fingerprint });
  return same.find((c) => c.payerId === payerId && c.isTest === isTest && c.state === "active");
}
