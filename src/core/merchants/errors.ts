export type MerchantRefusal = "merchant_not_found";
