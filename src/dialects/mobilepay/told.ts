import type { Payment } from "../../core/payments/index.ts";
import type { Mandate } from "../../core/wallet/index.ts";
import type { AllowedCardType } from "./card-types.ts";

/** What an integrator told of a payment, in the document's words. JSON. */
export type Told = {
  readonly merchantId: string;
  readonly merchantName: string;
  readonly merchantLogoUrl: string;
  readonly merchantOrderId: string;
  readonly merchantUrl: string;
  readonly allowedCardTypes: readonly AllowedCardType[];
  readonly publicKeyId: number;
  readonly redirectFromMobilePayUrl: string;
  readonly preferVisaPartOfVisaDankort: boolean;
  /** Until when the user may accept; null: as long as usual. */
  readonly validUntil: string | null;
  /** Of the pages and the phone; null: the user's own. */
  readonly language: "da" | "en" | "fi" | null;
  /** In years; null: any. */
  readonly minimumAge: number | null;
  readonly checkout: Checkout | null;
  readonly deliveryAddressAllowed: boolean | null;
  readonly deliveryAddressDisallowedReasonCode: number | null;
  readonly failedPaymentCallbackUrl: string | null;
  readonly autoCapture: boolean;
};

/** The user picks an address, of which the integrator is told before it gets the card. */
export type Checkout = {
  readonly addressCallbackUrl: string;
  /** ISO 3166-1 alpha-2; empty: anywhere. */
  readonly deliveryLimitedTo: readonly string[];
};

/** What an integrator told of a charge under an agreement. JSON. */
export type MitTold = Pick<
  Told,
  "merchantId" | "merchantName" | "merchantLogoUrl" | "merchantOrderId" | "merchantUrl" | "autoCapture"
> & { readonly last4: string };

/** What an integrator told of an agreement. JSON. */
export type AgreementTold = {
  readonly merchantId: string;
  readonly merchantName: string;
  readonly merchantLogoUrl: string;
  readonly merchantWebsiteUrl: string;
  readonly recurringAgreementCallbackUrl: string;
  readonly updateCardCallbackUrl: string;
  readonly selfServiceUrl: string | null;
  /** For other cards; null: as the latest approved payment allowed. */
  readonly allowedCardTypes: readonly AllowedCardType[] | null;
};

/** What was told of a payment that a user approves, as changed last. */
export function toldBy({ details }: Pick<Payment, "details">): Told {
  return { ...details.told, ...details.changed } as unknown as Told;
}

/** What was told of a charge under an agreement; the logo is as the agreement had it then. */
export function mitToldBy({ details }: Pick<Payment, "details">): MitTold {
  return { ...details.told, ...details.changed } as unknown as MitTold;
}

export function agreementToldBy({ terms }: Pick<Mandate, "terms">): AgreementTold {
  return terms as unknown as AgreementTold;
}
