import type { CardDetails, Instrument } from "../../core/payments/index.ts";
import { type Card, cards, mask, masked, openPan } from "../../core/vault/index.ts";
import type { Setting } from "./call.ts";
import type { Means } from "./card.ts";
import { Fault } from "./errors.ts";

/** What a shopper pays with, found and opened: what the acquirer is told, and what may be kept. */
export type Purse = {
  readonly method: "card" | "stored_card";
  readonly card: CardDetails;
  readonly instrument: Instrument;
  /** The stored card that pays. */
  readonly stored: Card | undefined;
  readonly type: string;
};

/** Finds the card that is stored, or takes the one that was told. Faults 137, 150, 167, 168. */
export async function openPurse({ house, facts }: Setting, means: Means, isTest: boolean): Promise<Purse> {
  if (means.kind === "card") {
    const { card, type } = means;
    const instrument = { brand: type, masked: mask(card.number), holder: card.holder };
    return { method: "card", card, instrument, stored: undefined, type };
  }
  const stored = await house.reader.find(cards, { token: means.token });
  if (!stored || stored.merchantId !== facts.merchant.id) throw new Fault("errors.stored_card.not_found");
  if (stored.state !== "active") throw new Fault("errors.stored_card.not_active");
  if (isTest && !stored.isTest) throw new Fault("errors.stored_card.not_test");
  if (!isTest && stored.isTest) throw new Fault("errors.stored_card.is_test");
  const { holder, expiresOn } = stored;
  const type = String(stored.details.type ?? stored.brand.toUpperCase());
  return {
    method: "stored_card",
    card: { number: openPan(house.keyring, stored), holder, expiresOn },
    instrument: { brand: type, masked: masked(stored), holder },
    stored,
    type,
  };
}
