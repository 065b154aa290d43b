import type { AuthorizationAnswer } from "../../core/payments/index.ts";

export type Decline = Omit<Extract<AuthorizationAnswer, { outcome: "declined" }>, "outcome">;

/** What a test card does beside paying. */
export type TestCard = {
  /** Its bank wants to see the holder. */
  readonly isChallenged?: true;
  /** What becomes of it when the shopper pays, and when the merchant charges it again. */
  readonly shopper?: Decline;
  readonly merchant?: Decline;
  /** The acquirer never answers. */
  readonly isSilent?: true;
};

export const doNotHonour: Decline = { reason: "declined", code: "05", message: "Do not honour" };
export const expired: Decline = { reason: "card_expired", code: "54", message: "Expired card" };
export const cvvWrong: Decline = { reason: "cvv_wrong", code: "N7", message: "CVV does not match" };
const noFunds: Decline = { reason: "declined", code: "51", message: "Not sufficient funds" };
const unsupported: Decline = { reason: "card_unsupported", code: "57", message: "Card is not supported" };

const pays: TestCard = {};

/** By number. The first nine are the document's ("Test Cards"), the others are ours. */
const testCards: Readonly<Record<string, TestCard>> = {
  "4111111111111111": pays,
  "4012888888881881": pays,
  "4222222222222": pays,
  "5555555555554444": pays,
  "5105105105105100": pays,
  "30569309025904": pays,
  "6011111111111117": pays,
  "3530111333300000": pays,
  "378282246310005": pays,

  "4000000010000018": { isChallenged: true },
  "5200000010000013": { isChallenged: true },
  "4000000010000026": { isChallenged: true, shopper: noFunds, merchant: noFunds },
  "4000000010000034": { shopper: noFunds, merchant: noFunds },
  "4000000010000042": { shopper: doNotHonour, merchant: doNotHonour },
  "4000000010000059": { merchant: noFunds },
  "4000000010000067": { shopper: unsupported, merchant: unsupported },
  "4000000010000075": { isSilent: true },
};

/** Moka's ("Test kartları"): the first six digits of a bank's cards, the same in the middle, and a check digit; and
 *  three of older pages. */
const mokaCards = /^(\d{6}112222333\d|526955223333444[45]|5406682233334444)$/;

/** Ours, in Moka's way: what comes behind 979206999 says who is declined, and with which of its codes. */
const decliningCards = /^979206999([01])(\d{3})00\d$/;

/** Every number that stands here in full. */
export const testCardNumbers: readonly string[] = Object.keys(testCards);

export function findTestCard(number: string): TestCard | undefined {
  if (Object.hasOwn(testCards, number)) return testCards[number];
  return mokaCards.test(number) ? pays : decliningCard(number);
}

function decliningCard(number: string): TestCard | undefined {
  const [, who, code] = decliningCards.exec(number) ?? [];
  if (!code) return undefined;
  const merchant: Decline = { reason: "declined", code };
  return who === "0" ? { shopper: merchant, merchant } : { merchant };
}
