export type MerchantRefusal = "merchant_not_found" | "store_not_found";
