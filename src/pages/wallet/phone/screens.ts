import type { Money } from "../../../core/money/index.ts";
import type { Reason } from "../reasons.ts";
import type { WalletLocale } from "../render.ts";

/** What a user sees on the phone. */
export type PhoneScreen =
  | SignInScreen
  | HomeScreen
  | RequestScreen
  | ProcessingScreen
  | ChallengeScreen
  | ReceiptScreen
  | { readonly name: "receipts"; readonly receipts: readonly Entry[] }
  | { readonly name: "cards"; readonly cards: readonly CardEntry[] }
  | AddCardScreen
  | { readonly name: "addresses"; readonly addresses: readonly AddressEntry[] }
  | AddressScreen
  | { readonly name: "agreements"; readonly agreements: readonly AgreementEntry[] }
  | AgreementScreen
  | ChooseCardScreen
  | { readonly name: "end-agreement"; readonly id: string; readonly merchantName: string }
  | ProfileScreen
  | { readonly name: "error"; readonly kind: "not_found" | "forbidden" | "bad_request" | "busy" };

/** What surrounds every screen. */
export type PhoneFrame = {
  readonly locale: WalletLocale;
  /** Of this page, with its query. */
  readonly here: string;
  /** What proves that a form is one of ours. */
  readonly token: string;
  readonly isSignedIn: boolean;
};

export type Tab = "home" | "receipts" | "cards" | "agreements" | "me";

export type SignInScreen = {
  readonly name: "sign-in";
  readonly prefix: string;
  readonly number: string;
  readonly error?: "invalid" | "unknown";
  /** Where to go then. */
  readonly next?: string;
};

/** Somebody who is paid. */
export type Merchant = { readonly name: string; readonly logoUrl: string };

export type Asking = {
  readonly id: string;
  readonly merchant: Merchant;
  readonly amount: Money;
  readonly isVerification: boolean;
  readonly isAgreement: boolean;
};

export type HomeScreen = {
  readonly name: "home";
  readonly firstName: string;
  readonly requests: readonly Asking[];
  readonly messages: readonly Message[];
};

/** Something that happened without the user. */
export type Message =
  | { readonly kind: "no_card" | "ended"; readonly merchantName: string; readonly href: string }
  | {
      readonly kind: "charge_failed" | "paid" | "refunded";
      readonly merchantName: string;
      readonly href: string;
      readonly amount: Money;
      /** When it was. */
      readonly at: string;
      readonly reason?: Reason;
    };

export type CardChoice = {
  readonly id: string;
  /** Such as `Visa •••• 1111`. */
  readonly label: string;
  /** Two digits each. */
  readonly month: string;
  readonly year: string;
  /** Why it cannot be chosen. */
  readonly cannot?: "cannot" | "expired";
};

export type AddressChoice = {
  /** Its place in the user's list. */
  readonly place: number;
  readonly label: string;
  /** The shop does not deliver there. */
  readonly isOutside: boolean;
};

export type RequestScreen = {
  readonly name: "request";
  readonly asking: Asking;
  readonly orderId: string;
  /** The merchant's, or its VAT number. */
  readonly website: string;
  readonly cards: readonly CardChoice[];
  readonly chosenCard?: string;
  /** For a checkout. */
  readonly checkout?: {
    readonly addresses: readonly AddressChoice[];
    /** Whether a delivery address is chosen; otherwise why not (facts 1.5). */
    readonly delivery: true | number;
    /** The countries it is delivered to, as they are called; empty: all. */
    readonly limitedTo: readonly string[];
    readonly chosenDelivery?: number;
    readonly chosenBilling?: number;
    readonly email: string;
  };
  /** Why the last approval came to nothing. */
  readonly failure?: Reason;
  /** Why this approval was not taken. */
  readonly refused?: Refused;
  readonly secondsLeft: number;
};

export type Refused =
  | { readonly why: "agree" | "card" | "address" | "under_way" | "over" }
  | { readonly why: "too_young"; readonly age: number };

export type ProcessingScreen = {
  readonly name: "processing";
  readonly merchantName: string;
  readonly stage: "asked" | "stepped_up";
  /** Only the card is checked. */
  readonly isCard: boolean;
};

export type ChallengeScreen = {
  readonly name: "challenge";
  readonly merchantName: string;
  /** The integrator's page. */
  readonly url: string;
  /** Where another card is chosen. */
  readonly otherUrl: string;
};

/** One payment in a list. */
export type Entry = {
  readonly id: string;
  readonly merchant: Merchant;
  readonly amount: Money;
  readonly state: PaymentState;
  readonly at: string;
};

/** How a payment stands, in words of the catalog (`state.…`). */
export type PaymentState =
  | "open"
  | "authorized"
  | "captured"
  | "refunded"
  | "voided"
  | "rejected"
  | "invalidated"
  | "expired"
  | "declined"
  | "verified";

export type ReceiptScreen = {
  readonly name: "receipt";
  readonly entry: Entry;
  readonly orderId: string;
  readonly website: string;
  readonly card?: string;
  readonly agreementId?: string;
  readonly failure?: Reason;
  readonly movements: readonly {
    readonly kind: "reserved" | "captured" | "cancelled" | "refunded";
    readonly amount: Money;
    readonly at: string;
  }[];
  /** Back to the shop, once it is decided. */
  readonly shopUrl?: string;
};

export type CardEntry = CardChoice & { readonly isPreferred: boolean };

export type AddCardScreen = {
  readonly name: "add-card";
  readonly expiry: string;
  readonly errors: { readonly number?: "number" | "unsupported"; readonly expiry?: "expiry" };
  readonly next?: string;
};

export type AddressEntry = { readonly place: number; readonly lines: readonly string[] };

/** The fields of an address, in the order in which they are asked for. */
export const addressFields = [
  { name: "first_name", isRequired: true, autocomplete: "given-name" },
  { name: "surname", isRequired: true, autocomplete: "family-name" },
  { name: "company", isRequired: false, autocomplete: "organization" },
  { name: "attention", isRequired: false, autocomplete: "off" },
  { name: "line1", isRequired: true, autocomplete: "address-line1" },
  { name: "line2", isRequired: false, autocomplete: "address-line2" },
  { name: "postal_code", isRequired: true, autocomplete: "postal-code" },
  { name: "city", isRequired: true, autocomplete: "address-level2" },
] as const;

export type AddressField = (typeof addressFields)[number]["name"];

export type AddressScreen = {
  readonly name: "address";
  /** Which one is changed; undefined: a new one. */
  readonly place?: number;
  readonly values: Readonly<Partial<Record<AddressField, string>>>;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly wrong: readonly (AddressField | "country")[];
  readonly next?: string;
};

export type AgreementEntry = {
  readonly id: string;
  readonly merchant: Merchant;
  readonly isActive: boolean;
  readonly hasCard: boolean;
};

export type AgreementScreen = {
  readonly name: "agreement";
  readonly id: string;
  readonly merchant: Merchant;
  readonly isActive: boolean;
  readonly since: string;
  readonly endedAt?: string;
  /** The integrator's own number of it. */
  readonly number: string;
  readonly website: string;
  readonly selfServiceUrl?: string;
  /** undefined: none is selected. */
  readonly card?: string;
  /** Its card has just been changed. */
  readonly isChanged: boolean;
  readonly payments: readonly Entry[];
};

export type ChooseCardScreen = {
  readonly name: "choose-card";
  readonly id: string;
  readonly merchantName: string;
  readonly cards: readonly CardChoice[];
  readonly chosenCard?: string;
  readonly failure?: Reason;
  readonly refused?: Refused;
};

export type ProfileScreen = {
  readonly name: "profile";
  readonly phone: string;
  readonly fullName: string;
  readonly email: string;
  readonly birthOn: Temporal.PlainDate;
};
