import { z } from "zod";
import { optional, reference, text, uuid, webUrl } from "./fields.ts";
import { allowedCardTypes } from "./payments.ts";

export const CreateAgreementRequest = z.object({
  externalAgreementId: reference,
  merchantId: uuid,
  merchantLogoUrl: webUrl,
  merchantName: text(255),
  merchantWebsiteUrl: webUrl,
  recurringAgreementCallbackUrl: webUrl,
  updateCardCallbackUrl: webUrl,
  selfServiceUrl: optional(webUrl),
});

export const CreateAgreementResponse = z.object({ recurringAgreementId: uuid });

/** What is not given stays as it is. */
export const UpdateAgreementRequest = z.object({
  merchantLogoUrl: optional(webUrl),
  merchantWebsiteUrl: optional(webUrl),
  selfServiceUrl: optional(webUrl),
  recurringAgreementCallbackUrl: optional(webUrl),
  updateCardCallbackUrl: optional(webUrl),
  allowedCardTypes: optional(allowedCardTypes),
});

export const GetAgreementResponse = z.object({
  recurringAgreementId: uuid,
  merchantId: uuid,
  merchantName: z.string().nullable(),
  merchantLogoUrl: z.string().nullable(),
  externalAgreementId: z.string().nullable(),
  merchantWebsiteUrl: z.string().nullable(),
  selfServiceUrl: z.string().nullable(),
  recurringAgreementCallbackUrl: z.string().nullable(),
  updateCardCallbackUrl: z.string().nullable(),
  accountVerificationPaymentId: uuid.nullable(),
});
