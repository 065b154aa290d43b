import type { z } from "zod";
import type { Store } from "../../core/merchants/index.ts";
import type { Payment } from "../../core/payments/index.ts";
import type { Mandate } from "../../core/wallet/index.ts";
import type { AllowedCardType } from "./card-types.ts";
import type { GetAgreementResponse } from "./schemas/agreements.ts";
import type { Merchant } from "./schemas/merchants.ts";
import type { GetMitDetailsResponse, GetPaymentResponse } from "./schemas/payments.ts";
import { agreementToldBy, type MitTold, mitToldBy, toldBy } from "./told.ts";

export function merchantJson({ number, name, currency, country, settings }: Store): z.input<typeof Merchant> {
  const { registered } = settings;
  return {
    merchantId: number,
    externalId: registered?.reference ?? "",
    name,
    billingCurrency: currency,
    countryCode: registered?.country ?? country,
    vatNumber: registered?.vatNumber ?? null,
    merchantCategoryCode: registered?.categoryCode ?? 0,
    platformId: registered?.platformId ?? null,
  };
}

/** What every payment begins with. */
function orderJson({ reference, amount, currency }: Payment, told: Omit<MitTold, "last4" | "autoCapture">) {
  const { merchantId, merchantName, merchantLogoUrl, merchantOrderId, merchantUrl } = told;
  return {
    ...{ merchantId, merchantName, merchantLogoUrl, merchantOrderId, merchantUrl },
    pspReferenceId: reference,
    amount: minorUnits(amount),
    currencyCode: currency,
  };
}

/** A payment as its integrator asked for it, with what it has changed since. */
export function paymentJson(payment: Payment): z.input<typeof GetPaymentResponse> {
  const told = toldBy(payment);
  return {
    ...orderJson(payment, told),
    allowedCardTypes: told.allowedCardTypes.map((type) => ({ ...type })),
    preferVisaPartOfVisaDankort: told.preferVisaPartOfVisaDankort,
    publicKeyId: told.publicKeyId,
    redirectFromMobilePayUrl: told.redirectFromMobilePayUrl,
    deliveryAddressAllowed: told.deliveryAddressAllowed,
    deliveryAddressDisallowedReasonCode: told.deliveryAddressDisallowedReasonCode,
  };
}

/** A charge under an agreement, with the names of the card types that the agreement takes. */
export function mitJson(
  payment: Payment,
  allowed: readonly AllowedCardType[],
): z.input<typeof GetMitDetailsResponse> {
  const told = mitToldBy(payment);
  return {
    ...orderJson(payment, told),
    allowedCardTypes: allowed.map(({ name }) => name),
  };
}

export function agreementJson(mandate: Mandate): z.input<typeof GetAgreementResponse> {
  const told = agreementToldBy(mandate);
  return {
    recurringAgreementId: mandate.id,
    merchantId: told.merchantId,
    merchantName: told.merchantName,
    merchantLogoUrl: told.merchantLogoUrl,
    externalAgreementId: mandate.reference,
    merchantWebsiteUrl: told.merchantWebsiteUrl,
    selfServiceUrl: told.selfServiceUrl,
    recurringAgreementCallbackUrl: told.recurringAgreementCallbackUrl,
    updateCardCallbackUrl: told.updateCardCallbackUrl,
    accountVerificationPaymentId: mandate.verificationId,
  };
}

/** Amounts are read as exact numbers, and so they are told. */
function minorUnits(amount: bigint): number {
  return Number(amount);
}
