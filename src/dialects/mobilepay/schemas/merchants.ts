import { z } from "zod";
import { readBillingCurrency } from "../currencies.ts";
import { optional, optionalCode, text, uuid } from "./fields.ts";

const billingCurrency = text().transform((told, context) => {
  const currency = readBillingCurrency(told);
  if (!currency) context.addIssue({ code: "custom", message: "must be one of DKK, EUR, SEK, NOK" });
  return currency ?? z.NEVER;
});

/** ISO 3166-1, or the region that the document names. */
const countryCode = text()
  .transform((told) => told.trim().toUpperCase())
  .refine((told) => /^[A-Z]{2,3}$/.test(told) || told === "APAC", {
    error: "must be a country of ISO 3166-1 or APAC",
  });

const mostCategoryCode = 9999;
const merchantCategoryCode = z.int32().min(1).max(mostCategoryCode);
const merchantName = text(255);

export const CreateMerchantRequest = z.object({
  billingCurrency,
  countryCode,
  externalId: text(255),
  merchantCategoryCode,
  name: merchantName,
  vatNumber: optional(text(100)),
  platformId: optional(uuid),
});

/** What is not given stays as it is. */
export const UpdateMerchantRequest = z.object({
  externalId: optional(text(255)),
  merchantCategoryCode: optionalCode(mostCategoryCode),
  name: optional(merchantName),
  billingCurrency: optional(billingCurrency),
  countryCode: optional(countryCode),
  vatNumber: optional(text(100)),
  platformId: optional(uuid),
});

export const CreateMerchantResponse = z.object({ merchantId: uuid });

export const Merchant = z.object({
  merchantId: uuid,
  externalId: z.string(),
  name: z.string(),
  billingCurrency: z.string(),
  countryCode: z.string(),
  vatNumber: z.string().nullable(),
  merchantCategoryCode: z.int32(),
  platformId: uuid.nullable(),
});

export const GetMerchantsResponse = z.object({ merchants: z.array(Merchant) });
