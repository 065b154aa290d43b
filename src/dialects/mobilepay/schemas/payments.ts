import { z } from "zod";
import {
  amount,
  answeredAmount,
  int32,
  optional,
  optionalCode,
  redirectUrl,
  reference,
  text,
  timestamp,
  uuid,
  webUrl,
} from "./fields.ts";

/** Its name is a matter of the domain: what it may be is checked there (2040). */
export const CardType = z.object({
  name: text(100),
  encryptedPanCallbackUrl: webUrl,
  tokenCallbackUrl: optional(webUrl),
});

/** None at all is a matter of the domain too (2030). */
export const allowedCardTypes = z.array(CardType).max(50);

const languages = { DA: "da", DK: "da", EN: "en", FI: "fi" } as const;

const customerLanguageCode = text(10).transform((told, context) => {
  const known = Object.entries(languages).find(([code]) => code === told.trim().toUpperCase());
  if (!known) context.addIssue({ code: "custom", message: "must be one of DA, EN, FI, DK" });
  return known?.[1] ?? z.NEVER;
});

/** What payments of users have in common, with an agreement or without. */
const asked = {
  allowedCardTypes: allowedCardTypes.nullish().transform((told) => told ?? []),
  amount,
  currencyCode: text(10),
  merchantLogoUrl: webUrl,
  merchantOrderId: reference,
  merchantUrl: text(150),
  pspReferenceId: reference,
  publicKeyId: int32,
  redirectFromMobilePayUrl: redirectUrl,
  failedPaymentCallbackUrl: optional(webUrl),
  validUntil: optional(timestamp),
  autoCapture: optional(z.boolean()),
  preferVisaPartOfVisaDankort: optional(z.boolean()),
  customerLanguageCode: optional(customerLanguageCode),
  minimumMobilePayUserAge: optional(z.int32().min(0).max(150)),
};

const country = text(10)
  .transform((told) => told.trim().toUpperCase())
  .refine((told) => /^[A-Z]{2}$/.test(told), { error: "must be a country of ISO 3166-1 alpha-2" });

export const InitiatePaymentRequest = z
  .object({
    merchantId: uuid,
    merchantName: text(255),
    ...asked,
    isCheckout: optional(z.boolean()),
    addressCallbackUrl: optional(webUrl),
    deliveryAddressAllowed: optional(z.boolean()),
    deliveryAddressDisallowedReasonCode: optionalCode(5),
    deliveryLimitedTo: optional(z.array(country).max(300)),
  })
  .check(({ value, issues }) => {
    for (const field of missingOfCheckout(value))
      issues.push({
        code: "custom",
        path: [field],
        message: "is required for a checkout payment",
        input: value,
      });
  });

/** The fields that a checkout cannot do without (facts 3.7). */
function missingOfCheckout(told: {
  isCheckout?: boolean | undefined;
  addressCallbackUrl?: string | undefined;
  deliveryAddressAllowed?: boolean | undefined;
  deliveryAddressDisallowedReasonCode?: number | undefined;
}): string[] {
  if (!told.isCheckout) return [];
  const isReasonOpen =
    told.deliveryAddressAllowed === false && told.deliveryAddressDisallowedReasonCode === undefined;
  return [
    ...(told.addressCallbackUrl === undefined ? ["addressCallbackUrl"] : []),
    ...(told.deliveryAddressAllowed === undefined ? ["deliveryAddressAllowed"] : []),
    ...(isReasonOpen ? ["deliveryAddressDisallowedReasonCode"] : []),
  ];
}

export const InitiateCitRequest = z.object({ ...asked, isAccountVerification: optional(z.boolean()) });

export const InitiatePaymentResponse = z.object({
  paymentId: uuid,
  redirectToMobilePayUrl: z.string().nullable(),
  redirectToMobilePayAppUrl: z.string().nullable(),
});

const order = {
  merchantId: uuid,
  merchantName: z.string(),
  merchantLogoUrl: z.string(),
  merchantOrderId: z.string(),
  merchantUrl: z.string(),
  pspReferenceId: z.string(),
  amount: answeredAmount,
  currencyCode: z.string(),
};

export const GetPaymentResponse = z.object({
  ...order,
  allowedCardTypes: z.array(
    z.object({
      name: z.string(),
      encryptedPanCallbackUrl: z.string(),
      tokenCallbackUrl: z.string().nullable(),
    }),
  ),
  preferVisaPartOfVisaDankort: z.boolean(),
  publicKeyId: z.int32(),
  redirectFromMobilePayUrl: z.string(),
  deliveryAddressAllowed: z.boolean().nullable(),
  deliveryAddressDisallowedReasonCode: z.int32().nullable(),
});

export const UpdatePaymentRequest = z.object({
  reservationExpireTimestamp: optional(timestamp),
  redirectFromMobilePayUrl: optional(redirectUrl),
});

/** What a MIT payment was asked for with. */
export const GetMitDetailsResponse = z.object({ ...order, allowedCardTypes: z.array(z.string()) });

export const InitiateMitRequest = z.object({
  amount,
  currencyCode: text(10),
  last4: z.string().length(4),
  merchantOrderId: reference,
  merchantUrl: text(150),
  pspReferenceId: reference,
  autoCapture: optional(z.boolean()),
});

export const InitiateMitResponse = z.object({ paymentId: uuid });
