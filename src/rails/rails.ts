import type { CreditBureau } from "../core/credit/index.ts";
import type { Acquirer, Authenticator, InvoiceProvider } from "../core/payments/index.ts";
import type { Reaction, TokenService } from "../core/wallet/index.ts";
import type { Posted } from "./post.ts";

/** Sends a text message. Throws when it was not accepted. */
export type SmsGateway = { send(message: { to: string; text: string }): Promise<void> };

/** Who brings mails. Never throws: what goes wrong is an outcome; a `status` of 500 and more is a refusal for good,
 *  any other may change. */
export type MailGateway = { send(mail: Mail): Promise<Posted> };

export type Mail = {
  /** The same for each try, so that a reader sees a repeated mail once. */
  readonly id: string;
  readonly to: string;
  /** Whose name it comes under; the address is the platform's. */
  readonly from: string;
  readonly subject: string;
  readonly type: "text/html" | "text/plain";
  readonly body: string;
};

/** Charges a customer for an instalment that is due. The same `id` is charged once, however often it is asked. */
export type Collector = {
  collect(due: { id: string; phone: string; amount: bigint; currency: string }): Promise<"paid" | "not_paid">;
};

/** The outside world. */
export type Rails = {
  /** Whether a phone is one to test with. */
  readonly isTestPhone: (phone: string) => boolean;
  readonly bureau: CreditBureau;
  readonly sms: SmsGateway;
  readonly mail: MailGateway;
  readonly collector: Collector;
  readonly acquirer: Acquirer;
  readonly authenticator: Authenticator;
  readonly invoices: InvoiceProvider;
  readonly tokens: TokenService;
  /** What whoever has this phone does when asked to approve a payment; undefined: a person decides. */
  readonly reactionOf: (phone: string) => Reaction | undefined;
};
