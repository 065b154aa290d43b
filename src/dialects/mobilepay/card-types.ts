/** The kinds of cards that an integrator can allow (facts 5). */
export const cardTypes = [
  "MC-DEBIT",
  "MC-CREDIT",
  "MTRO-DEBIT",
  "ELEC-DEBIT",
  "VISA-DEBIT",
  "VISA-CREDIT",
  "DANKORT",
] as const;

export type CardType = (typeof cardTypes)[number];

/** An integrator's wish, as told: what it takes, and where it wants to be given it. */
export type AllowedCardType = {
  readonly name: CardType;
  readonly encryptedPanCallbackUrl: string;
  readonly tokenCallbackUrl: string | null;
};

/** What a network gives tokens for; Dankort has none (facts 3.2). */
const tokenizable: readonly CardType[] = ["VISA-DEBIT", "VISA-CREDIT", "ELEC-DEBIT", "MC-DEBIT", "MC-CREDIT"];

/** In which of its types a card pays: the first of its own that is allowed. A co-branded Visa/Dankort is a Dankort
 *  first, unless the Visa part is preferred. Undefined: it cannot. */
export function chooseType(
  types: readonly string[],
  { allowed, prefersVisa }: { allowed: readonly AllowedCardType[]; prefersVisa: boolean },
): AllowedCardType | undefined {
  const isLast = (type: string) => (type === "DANKORT") === prefersVisa;
  const ordered = [...types.filter((type) => !isLast(type)), ...types.filter(isLast)];
  return ordered.map((type) => allowed.find(({ name }) => name === type)).find((one) => one !== undefined);
}

/** Whether a card of this type is handed over as a token, as far as the type tells. */
export function wantsToken({ name, tokenCallbackUrl }: AllowedCardType): boolean {
  return tokenCallbackUrl !== null && tokenizable.includes(name);
}

export function readCardType(name: string): CardType | undefined {
  return cardTypes.find((type) => type === name.trim().toUpperCase());
}
