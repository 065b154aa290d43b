import type { CreditBureau } from "../core/credit/index.ts";

/** Sends a text message. Throws when it was not accepted. */
export type SmsGateway = { send(message: { to: string; text: string }): Promise<void> };

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
  readonly collector: Collector;
};
