import type { Keyring } from "../platform/crypto/index.ts";
import type { Numbers, Reader, Verb } from "../platform/db/index.ts";
import type { CreditBureau } from "./credit/index.ts";
import type { Directory } from "./merchants/index.ts";
import type { Acquirer, Authenticator, InvoiceProvider } from "./payments/index.ts";
import type { Reaction, TokenService } from "./wallet/tokens.ts";

/** What the edges are given to work with: the one door for change, reads, and the outside world. */
export type House = {
  /** Runs a verb durably; answers after the commit. Rejects with a Refusal, worded by the dialect. */
  readonly write: <Result>(verb: Verb<Result>) => Promise<Result>;
  readonly reader: Reader;
  readonly directory: Directory;
  readonly now: () => Temporal.Instant;
  /** Public numbers of nouns. */
  readonly numbers: Numbers;
  /** Seals and opens cards, outside of a write. */
  readonly keyring: Keyring;
  readonly bureau: CreditBureau;
  readonly acquirer: Acquirer;
  readonly authenticator: Authenticator;
  readonly invoices: InvoiceProvider;
  readonly tokens: TokenService;
  /** What whoever has this phone does when asked to approve a payment; undefined: a person decides. */
  readonly reactionOf: (phone: string) => Reaction | undefined;
  /** Codes to confirm a phone with: the first is sent, all are accepted. */
  readonly codes: () => readonly [string, ...string[]];
  /** Whether a phone is one to test with, whose owner may have several. */
  readonly isTestPhone: (phone: string) => boolean;
  /** Whether a callback may go to this address. */
  readonly mayCall: (url: string) => boolean;
  /** Fixed address for links; undefined: as the client asked. */
  readonly publicUrl: string | undefined;
  readonly isSandbox: boolean;
};
