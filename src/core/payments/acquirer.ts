/** What an acquirer is told of a card. Never stored, never logged. */
export type CardDetails = {
  /** Digits only, already known to pass the Luhn check. */
  readonly number: string;
  readonly holder: string;
  /** The last day the card is good. */
  readonly expiresOn: Temporal.PlainDate;
  readonly cvv?: string;
};

export type AuthorizationRequest = {
  /** The same id is authorized once, however often it is asked. */
  readonly id: string;
  /** In minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly card: CardDetails;
  readonly isTest: boolean;
  /** `shopper`: the holder is there; `merchant`: nobody is, as when a subscription is charged. */
  readonly initiatedBy: "shopper" | "merchant";
  /** What the card's bank said of the holder, when it was asked. */
  readonly authentication?: { readonly reference: string; readonly eci: string };
  /** What the merchant asked to happen; heard in the sandbox only. */
  readonly instructions?: { readonly failAsCode?: string; readonly failAsMessage?: string };
};

export type DeclineReason =
  | "declined"
  | "cvv_wrong"
  | "card_expired"
  | "card_unsupported"
  | "not_a_test_card"
  | "is_a_test_card"
  | "unknown_person"
  | "credit_denied"
  | "instructed";

export type AuthorizationAnswer =
  | { readonly outcome: "approved"; readonly authorizationId: string }
  | {
      readonly outcome: "declined";
      readonly reason: DeclineReason;
      /** The card network's response code (ISO 8583, such as 51); of an instructed decline the code asked for. */
      readonly code?: string;
      readonly message?: string;
    };

/** Asks the bank of a card for money. */
export type Acquirer = {
  /** Throws when no answer came: then the outcome is unknown, and the authorization is to be reversed. */
  authorize(request: AuthorizationRequest): Promise<AuthorizationAnswer>;
  /** Lets go of an authorization, also of one that never was or is gone already. */
  reverse(id: string): Promise<void>;
};

export type AuthenticationRequest = {
  /** One attempt: another card or amount is another id. */
  readonly id: string;
  readonly cardNumber: string;
  /** In minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly merchantName: string;
  /** Where the shopper comes back to, by POST; below `baseUrl`. */
  readonly returnUrl: string;
  readonly isTest: boolean;
  /** Ask also about a card whose bank would let it go. */
  readonly isForced?: true;
  /** Where the shopper sees this server. */
  readonly baseUrl: string;
};

/** Where to send the shopper, with these form fields, by POST. */
export type AuthenticationForm = { readonly url: string; readonly fields: Readonly<Record<string, string>> };

export type Authentication = {
  readonly authenticated: boolean;
  /** What names this authentication to the acquirer. */
  readonly reference: string;
  /** The electronic commerce indicator: 05 authenticated, 07 not. */
  readonly eci: string;
};

/** 3-D Secure: asks the card's bank whether it is the holder who pays. */
export type Authenticator = {
  /** Undefined: this card pays without a challenge. */
  begin(request: AuthenticationRequest): Promise<AuthenticationForm | undefined>;
  /** What came back with the shopper: undefined when it is not genuine or is about another attempt. */
  finish(id: string, fields: Readonly<Record<string, unknown>>): Promise<Authentication | undefined>;
};

export type Person = {
  readonly firstName: string;
  readonly lastName: string;
  readonly address1: string;
  readonly address2: string | null;
  readonly zip: string;
  readonly city: string;
  /** ISO 3166-1 alpha-3. */
  readonly country: string;
  readonly ssn: string;
};

export type InvoiceRequest = {
  /** The same id is approved once, however often it is asked. */
  readonly id: string;
  /** ISO 3166-1 alpha-3. */
  readonly country: string;
  readonly ssn: string;
  /** In minor units. */
  readonly amount: bigint;
  readonly currency: string;
};

export type InvoiceAnswer =
  | { readonly outcome: "approved"; readonly reference: string }
  | { readonly outcome: "declined"; readonly reason: "unknown_person" | "credit_denied" };

/** Invoices: who somebody is, and whether they may buy on account. */
export type InvoiceProvider = {
  /** The person of a social security number, in any spelling of it; `ssn` comes back in full. */
  find(request: { readonly country: string; readonly ssn: string }): Promise<Person | undefined>;
  approve(request: InvoiceRequest): Promise<InvoiceAnswer>;
};
