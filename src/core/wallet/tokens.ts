/** What a card network gives out in place of a card's number, for one payment. */
export type NetworkToken = {
  readonly network: "visa" | "mastercard";
  /** As long as a card's number, and good for this integrator only. */
  readonly token: string;
  /** The last day of its month. */
  readonly expiresOn: Temporal.PlainDate;
  /** Proves that the token was given out for this payment: base64. */
  readonly cryptogram: string;
  /** The electronic commerce indicator. */
  readonly eci: string;
  /** Names the account behind card and tokens. */
  readonly accountReference: string;
};

/** Card networks, as those who give out tokens. */
export type TokenService = {
  /** Undefined: the network has none for this card. */
  tokenize(request: {
    /** The attempt to pay. */
    readonly id: string;
    readonly cardNumber: string;
    readonly expiresOn: Temporal.PlainDate;
    /** In minor units. */
    readonly amount: bigint;
  }): Promise<NetworkToken | undefined>;
};

/** What somebody does who is asked to approve a payment. */
export type Reaction = "approves" | "rejects" | "ignores";
