import type { Keyring } from "../../platform/crypto/index.ts";
import { randomToken } from "../../platform/ids/index.ts";
import { Refusal } from "../refusal.ts";
import type { Card } from "./card.ts";
import { brandOf } from "./number.ts";

/** A card as its holder tells it. There is no place for its security code. */
export type CardData = {
  /** Its digits, checked by `readCardNumber`. */
  readonly pan: string;
  readonly holder: string;
  readonly expiresOn: Temporal.PlainDate;
};

/** A card made ready to be stored once: its number is sealed, and it has its token. */
export type PreparedCard = Pick<
  Card,
  | "merchantId"
  | "token"
  | "sealedPan"
  | "keyVersion"
  | "fingerprint"
  | "firstSix"
  | "lastFour"
  | "brand"
  | "holder"
  | "expiresOn"
>;

const tokenBytes = 20;

/** Seals a card for a merchant. For the edge, before the verb: it needs the keys and chance. */
export function prepareCard(
  keyring: Keyring,
  merchantId: string,
  { pan, holder, expiresOn }: CardData,
): PreparedCard {
  const token = randomToken(tokenBytes);
  const { sealed, version } = keyring.seal(pan, contextOf({ merchantId, token }));
  return {
    merchantId,
    token,
    sealedPan: sealed,
    keyVersion: version,
    fingerprint: keyring.fingerprint(merchantId, pan),
    firstSix: pan.slice(0, 6),
    lastFour: pan.slice(-4),
    brand: brandOf(pan),
    holder,
    expiresOn,
  };
}

/** The number of a card to pay with; keep it nowhere. Refuses: card_not_active. Throws when its key is not there or
 *  the stored text was changed. */
export function openPan(
  keyring: Keyring,
  card: Pick<Card, "merchantId" | "token" | "sealedPan" | "keyVersion" | "state">,
): string {
  if (card.state !== "active") throw new Refusal("card_not_active");
  return keyring.open({ sealed: card.sealedPan, version: card.keyVersion }, contextOf(card));
}

/** The same number under the newest key. A deleted card has none. Throws as `openPan` does. */
export function reseal(
  keyring: Keyring,
  card: Pick<Card, "merchantId" | "token" | "sealedPan" | "keyVersion">,
): Pick<Card, "sealedPan" | "keyVersion"> {
  if (card.sealedPan === "") return { sealedPan: "", keyVersion: keyring.newest };
  const pan = keyring.open({ sealed: card.sealedPan, version: card.keyVersion }, contextOf(card));
  const { sealed, version } = keyring.seal(pan, contextOf(card));
  return { sealedPan: sealed, keyVersion: version };
}

/** A sealed number moved to another row does not open. */
function contextOf({ merchantId, token }: Pick<Card, "merchantId" | "token">): string {
  return `card:${merchantId}:${token}`;
}
