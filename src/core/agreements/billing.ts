import type { Store, StoreSettings } from "../merchants/index.ts";
import type { AuthorizationAnswer, Instrument, PaymentDetails } from "../payments/index.ts";
import type { Card } from "../vault/index.ts";
import type { Step } from "./step.ts";
import type { Subscription } from "./subscription.ts";

/** A step about to be charged; its `amount` is what is going to be asked for, in minor units of `currency`. */
export type Charge = {
  readonly subscription: Subscription;
  readonly step: Step & { readonly amount: bigint };
  readonly currency: string;
  readonly card: Card;
};

/** How a step's payment is known to the merchant. */
export type ChargeOrder = {
  /** One for all attempts of a step. */
  readonly reference: string;
  readonly details: PaymentDetails;
  readonly instrument: Instrument;
};

/** A step about to be asked for by a link. `number` and `token` will be its payment's. */
export type Asking = Pick<Charge, "subscription" | "step"> & {
  readonly number: bigint;
  readonly token: string;
  readonly now: Temporal.Instant;
};

/** A payment that somebody is asked for, until when. */
export type PaymentRequest = Omit<ChargeOrder, "instrument"> & { readonly expiresAt: Temporal.Instant };

export type FailedAttempt = {
  readonly subscription: Subscription;
  /** As it was when the attempt failed; `attempts` counts that one too. */
  readonly step: Step;
  readonly settings: StoreSettings;
  readonly now: Temporal.Instant;
};

/** What a dialect decides about charging subscriptions. It only computes: it is called within a write. */
export type Billing = {
  order(charge: Charge): ChargeOrder;
  /** What the payer of a sale without a card is asked for; undefined: nothing, its attempts fail. */
  request?(asking: Asking): PaymentRequest | undefined;
  /** What the platform takes of a charge, in minor units. */
  feeOf(store: Pick<Store, "settings">, amount: bigint, installments: number): bigint;
  /** Why a step is declined without asking the acquirer. */
  obstacle?(
    step: Pick<Step, "installments"> & { readonly currency: string },
  ): AuthorizationAnswer | undefined;
  /** When a step that failed with the last of its cards is tried again, with the first; null: it is given up. */
  retryAt(failed: FailedAttempt): Temporal.Instant | null;
  /** What becomes of a plan's subscription when a step is given up: it ends, waits to be resumed, or goes on with the
   *  next period. A sale goes on in any case. */
  afterGivingUp(settings: StoreSettings): "cancel" | "pause" | "continue";
};
