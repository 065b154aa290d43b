import { findBin } from "../bin.ts";

/** A stored card. */
export type StoredCard = {
  /** A GUID. */
  readonly token: string;
  /** As the dealer calls it. */
  readonly name: string;
  readonly firstSix: string;
  readonly lastFour: string;
  readonly holder: string;
  readonly expiresOn: Temporal.PlainDate;
};

/** A card of `CardList` (facts 2.3). */
export function cardJson(card: StoredCard) {
  return {
    CardToken: card.token,
    CardName: card.name,
    BankName: findBin(card.firstSix)?.bankName ?? "",
    CardNumberFirstSix: card.firstSix,
    CardNumberLastFour: card.lastFour,
    CardHolderFullName: card.holder,
    ExpMonth: String(card.expiresOn.month).padStart(2, "0"),
    ExpYear: String(card.expiresOn.year),
  };
}
