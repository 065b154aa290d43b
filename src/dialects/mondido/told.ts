import type { Payment } from "../../core/payments/index.ts";
import type { Item, PaymentDetails } from "./read/index.ts";

/** A line as the client sent it, which answers repeat. */
export type WireItem = Item["asSent"];

/** What is kept of a merchant's words about a payment. JSON. */
export type Told = {
  readonly customerRef: string;
  readonly vatAmount: string | null;
  readonly metadata: unknown;
  readonly items: readonly WireItem[];
  readonly paymentDetails: PaymentDetails | null;
  readonly successUrl: string | null;
  readonly errorUrl: string | null;
  readonly templateId: number | null;
  readonly paymentMethod: string | null;
  readonly authorize: boolean;
  readonly storeCard: boolean;
  readonly planId: number | null;
  readonly subscriptionQuantity: number;
  readonly subscriptionItems: readonly WireItem[];
  readonly segmentation: string | null;
  readonly requestHash: string | null;
  readonly clientInfo: ClientInfo | null;
  /** Whether the shopper came by the link, not by the shop's form. */
  readonly linkPayment: boolean;
  /** The plain parameters that a payment was opened with, for templates of its window. */
  readonly posted?: Readonly<Record<string, string>>;
};

/** Who pays, as the browser says. */
export type ClientInfo = {
  readonly raw_user_agent: string;
  readonly browser: string;
  readonly version: string;
  readonly platform: string;
  readonly ip: string;
  readonly accept_language: string;
};

/** What was told of a payment when it was opened, and what the dialect notes beside. */
export type Kept = Told & {
  readonly hasWebhooks: boolean;
  /** What of the amount the plan costs to begin with, in minor units. */
  readonly setupFee: string;
  /** How many tries to pay were refused before the latest. */
  readonly refusedTries: number;
  /** The attempt whose shopper is at the bank's page. */
  readonly atBank?: string;
  /** Where the client saw this server; webhooks name the payment's link by it. */
  readonly baseUrl?: string;
  /** The public number of the subscription that this payment began or belongs to. */
  readonly subscription?: string;
};

/** What is told where nothing was said. */
const untold: Kept = {
  customerRef: "",
  vatAmount: null,
  metadata: null,
  items: [],
  paymentDetails: null,
  successUrl: null,
  errorUrl: null,
  templateId: null,
  paymentMethod: null,
  authorize: false,
  storeCard: false,
  planId: null,
  subscriptionQuantity: 1,
  subscriptionItems: [],
  segmentation: null,
  requestHash: null,
  clientInfo: null,
  linkPayment: false,
  hasWebhooks: false,
  setupFee: "0",
  refusedTries: 0,
};

/** What is known of a payment's order; a payment need not keep what says nothing. */
export function toldBy({ details }: Pick<Payment, "details">): Kept {
  return { ...untold, ...(details.told as Partial<Kept> | undefined) };
}
