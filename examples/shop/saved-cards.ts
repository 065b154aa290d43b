export type SavedCard = { token: string; brand: string; digits: string };

/** The cards that customers let Mondido keep, by customer: the shop has a token for each, and no number. */
export type SavedCards = {
  of(customerRef: string): SavedCard | undefined;
  keep(customerRef: string, card: SavedCard): void;
};

const keptCards = 5_000;

export function createSavedCards(): SavedCards {
  const cards = new Map<string, SavedCard>();
  return {
    of: (customerRef) => cards.get(customerRef),
    keep(customerRef, card) {
      cards.set(customerRef, card);
      const oldest = cards.keys().next().value;
      if (cards.size > keptCards && oldest) cards.delete(oldest);
    },
  };
}
