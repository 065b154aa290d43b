import { readCardNumber } from "../../core/vault/index.ts";
import { type BankCode, isBankCode } from "./codes/index.ts";

/** What the provider's test service says of some numbers (facts 3.5). */
const refusedCards: Readonly<Record<string, "VirtualPosNotAvailable" | "InvalidCardInfo">> = {
  "4000300011112220": "VirtualPosNotAvailable",
  "5555666677778888": "InvalidCardInfo",
};

/** Published by the provider though its check digit is wrong. */
const withoutCheckDigit: readonly string[] = ["5269552233334444"];

/** The digits of a card's number: with a right check digit, or one of the provider's that has none; undefined when it is
 *  neither. Blanks between digits do not matter. */
export function readCard(text: string): string | undefined {
  const digits = text.length > 40 ? "" : text.replaceAll(" ", "");
  const isKnown = withoutCheckDigit.includes(digits) || Object.hasOwn(refusedCards, digits);
  return isKnown ? digits : readCardNumber(text);
}

/** Why the sandbox does not even ask a bank about this card. */
export function refusalOf(digits: string): "VirtualPosNotAvailable" | "InvalidCardInfo" | undefined {
  return Object.hasOwn(refusedCards, digits) ? refusedCards[digits] : undefined;
}

/** A card of ours that a bank declines, 979206 999n ccc 00 and a check digit: `ccc` is the code it answers, n is 0 when
 *  it always does and 1 when it does so without the cardholder, as when a step is charged. */
export type DecliningCard = { readonly code: BankCode; readonly whoPays: "anybody" | "merchant" };

export function decliningCard(digits: string): DecliningCard | undefined {
  const [, who, code = ""] = /^979206999([01])(\d{3})00\d$/.exec(digits) ?? [];
  return who && isBankCode(code) ? { code, whoPays: who === "0" ? "anybody" : "merchant" } : undefined;
}
