import type { Keyring } from "../../platform/crypto/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { House } from "../house.ts";
import { type Card, cards } from "./card.ts";
import { reseal } from "./pan.ts";
import { cardsOfOldKeys, countOfOldKeys, type OldSeal } from "./queries.ts";

const batch = 200;

export type Rotation = {
  /** Cards that were sealed with older keys at the start. */
  readonly total: number;
  /** How many of them are done with. */
  readonly done: number;
  /** Ids of those that could not be opened, and stay as they are. */
  readonly unopened: readonly string[];
};

/** Seals every stored card's number with the newest key, in batches of 200 cards, each a write of its own: payments
 *  go on meanwhile, and what was interrupted is continued by calling again. Tells after each batch how far it is. */
export async function rotateKeys(
  { write, reader }: Pick<House, "write" | "reader">,
  keyring: Keyring,
  onProgress: (rotation: Rotation) => void = () => undefined,
): Promise<Rotation> {
  const { newest } = keyring;
  let rotation: Rotation = { total: await countOfOldKeys(reader, newest), done: 0, unopened: [] };
  let after: OldSeal | undefined;
  for (;;) {
    const old = await cardsOfOldKeys(reader, { newest, after, most: batch });
    after = old.at(-1);
    if (!after) return rotation;
    const tried = old.map((card) => ({ card, seal: tryReseal(keyring, card) }));
    await write((tx) => putSeals(tx, tried));
    const unopened = tried.filter(({ seal }) => !seal).map(({ card }) => card.id);
    rotation = {
      ...rotation,
      done: rotation.done + old.length - unopened.length,
      unopened: [...rotation.unopened, ...unopened],
    };
    onProgress(rotation);
  }
}

type Seal = Pick<Card, "sealedPan" | "keyVersion">;

function tryReseal(keyring: Keyring, card: OldSeal): Seal | undefined {
  try {
    return reseal(keyring, card);
  } catch {
    return undefined;
  }
}

/** Puts the new seals onto the cards whose seal is still the one that was opened. */
async function putSeals(
  tx: Tx,
  tried: readonly { readonly card: OldSeal; readonly seal: Seal | undefined }[],
): Promise<void> {
  await Promise.all(
    tried.map(async ({ card, seal }) => {
      const stored = seal && (await tx.lock(cards, { id: card.id }));
      if (stored?.sealedPan === card.sealedPan) tx.update(cards, { ...stored, ...seal });
    }),
  );
}
