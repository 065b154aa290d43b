import { type Table, table } from "../../platform/db/index.ts";
import type { Contract } from "./contract.ts";

/** Who sells. A lender carries the credit of the customers of one or many merchants, and is one itself. */
export type Merchant = {
  readonly id: string;
  readonly lenderId: string;
  readonly name: string;
  readonly createdAt: Temporal.Instant;
};

/** One place of sale of a merchant, as one dialect knows it: `number` and secret are its credentials. */
export type Store = {
  readonly id: string;
  readonly merchantId: string;
  readonly dialect: string;
  readonly number: string;
  readonly name: string;
  readonly currency: string;
  readonly country: string;
  readonly timeZone: string;
  readonly sealedSecret: string;
  readonly settings: StoreSettings;
  /** `StoreKeys`, sealed, where the dialect needs more than a secret. */
  readonly sealedKeys: string | null;
};

/** What a store has besides its secret: the password of its API, and the key pair that shoppers' browsers encrypt
 *  cards for, as PEM. */
export type StoreKeys = {
  readonly password: string;
  readonly publicKey: string;
  readonly privateKey: string;
};

export type StoreSettings = {
  readonly accent?: string;
  readonly logoUrl?: string;
  /** What the merchant itself calls the store, as barcodes and reports show it. */
  readonly merchantNumber?: string;
  readonly address?: string;
  /** Who asks for reports; the store's secret is the access token. */
  readonly traderId?: string;
  /** Tell what is wrong with a request as a map from attribute to messages. */
  readonly errorMap?: boolean;
  /** Accept signatures over the body with escaped quotes, as some integrators read the document. */
  readonly acceptEscapedSignature?: boolean;
  /** Write the days of a schedule as dd.mm.yyyy wherever they are, as older clients read them. */
  readonly dottedDates?: boolean;
  /** What the platform takes of a payment by card or invoice: parts per million, and minor units each. */
  readonly feePpm?: number;
  readonly feeFixed?: number;
  /** Accept hashes by the recipes of older clients, which sign less. */
  readonly acceptLegacyHash?: boolean;
  /** How often an order may be declined before it takes no more cards. */
  readonly mostTries?: number;
  /** Whether shoppers may buy on account; they may unless told. */
  readonly invoices?: boolean;
  /** Tell of a declined payment within the error. */
  readonly errorObject?: boolean;
  /** How many days after the first attempt a subscription's charge that failed is tried again; then it is given up. */
  readonly retryDays?: readonly number[];
  /** What becomes of a subscription then. */
  readonly afterRetries?: "cancel" | "pause" | "continue";
  /** The language of error texts: en, sv; of what is sent to payers: en, else tr. */
  readonly locale?: string;
  /** Who is written to when a message could not be delivered. */
  readonly alertEmail?: string;
  /** The webhooks that wait for every payment of the store, by id. */
  readonly webhooks?: readonly string[];
  /** Who calls a dealer's API, beside its number and its secret. */
  readonly username?: string;
  /** Where a dealer is told of steps that were charged or given up. */
  readonly notificationUrl?: string;
  /** Refuse a manual step that is exactly like another of its sale. */
  readonly refuseTwinSteps?: boolean;
  /** What a dealer may do. */
  readonly contract?: Contract;
  /** Of an integrator's merchant: what it was registered with. */
  readonly registered?: Registration;
  /** When it was closed: nothing new is asked for in its name. */
  readonly closedAt?: string;
};

/** What an integrator tells of a merchant, besides its name and billing currency. */
export type Registration = {
  /** What the integrator calls it. */
  readonly reference: string;
  /** As told: ISO 3166-1 alpha-2, or a region. */
  readonly country: string;
  /** What it sells, by ISO 18245. */
  readonly categoryCode: number;
  readonly vatNumber?: string | null;
  readonly platformId?: string | null;
};

/** The day it is at a store. */
export function dayAt({ timeZone }: Pick<Store, "timeZone">, instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate();
}

export const merchants: Table<Merchant> = table<Merchant>("merchants", {
  id: "uuid",
  lenderId: "uuid",
  name: "text",
  createdAt: "timestamptz",
});

export const stores: Table<Store> = table<Store>("stores", {
  id: "uuid",
  merchantId: "uuid",
  dialect: "text",
  number: "text",
  name: "text",
  currency: "text",
  country: "text",
  timeZone: "text",
  sealedSecret: "text",
  settings: "jsonb",
  sealedKeys: "text",
});
