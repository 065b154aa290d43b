import type { WindowLocale } from "../../../pages/payment-window/index.ts";
import { type BankCode, bankResults } from "../codes/index.ts";

/** The languages of the pages and messages. Turkish, unless a browser or a store wants English. */
export type Locale = Extract<WindowLocale, "tr" | "en">;

export const locales: readonly Locale[] = ["tr", "en"];

type Words = {
  /** Why a card did not pay, to its holder. */
  readonly declines: Readonly<Record<BankCode, string>>;
  readonly installments: string;
  readonly tooManyInstallments: string;
  readonly subject: string;
  readonly letter: string;
};

const en: Words = {
  declines: {
    "000": "The payment did not work. Try again, or pay with another card.",
    "001": "The cardholder's approval was not obtained.",
    "002": "The card has not enough funds or limit.",
    "003": "The card number is not valid.",
    "004": "The bank declined the payment.",
    "005": "This card is not open to such payments.",
    "006": "The card's expiry date is wrong, or has passed.",
    "007": "The bank does not allow this payment.",
    "008": "The bank could not be reached. Try again later.",
    "009": "The bank declined the payment for a reason it did not tell.",
    "010": "The connection to the bank failed. Try again later.",
    "011": "Please call your bank.",
    "012": "The card number or the CVV is wrong.",
    "013": "3-D Secure works with Visa and MasterCard only.",
    "014": "The account number is not valid.",
    "015": "The CVV is wrong.",
    "016": "The bank has no way to approve this payment.",
    "017": "The bank has a technical problem. Try again later.",
    "018": "The bank declined this card.",
    "019": "The bank declined this card.",
    "020": "The card is restricted.",
    "021": "The bank did not answer in time. Try again.",
    "022": "The bank does not accept payments of this shop.",
    "023": "The bank declined the payment.",
    "024": "The bank approved you, but the money could not be taken.",
    "025": "The bank could not confirm that it was you.",
    "026": "The card or its bank does not take part in 3-D Secure.",
    "027": "The bank does not allow this payment.",
    "028": "The bank declined the payment.",
    "029": "The card is closed to payments on the internet.",
  },
  installments: "In {count} instalments",
  tooManyInstallments: "This card does not pay in {count} instalments.",
  subject: "{shop}: your payment",
  letter: "{shop}: please pay {amount} at {url}",
};

const tr: Words = {
  declines: bankResults,
  installments: "{count} taksit",
  tooManyInstallments: "Bu kartla {count} taksit yapılamıyor.",
  subject: "{shop} ödemeniz",
  letter: "{shop}: {amount} tutarındaki ödemenizi buradan yapabilirsiniz: {url}",
};

const words: Readonly<Record<Locale, Words>> = { en, tr };

export function declineText(locale: Locale, code: BankCode): string {
  return words[locale].declines[code];
}

/** Plain text, with its `{parameters}` filled in. */
export function linkText(
  locale: Locale,
  key: Exclude<keyof Words, "declines">,
  parameters: Readonly<Record<string, string | number>>,
): string {
  return words[locale][key].replaceAll(/\{(\w+)\}/g, (_, name) => String(parameters[name] ?? ""));
}
