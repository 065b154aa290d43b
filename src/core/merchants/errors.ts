export type MerchantRefusal = "store_not_found";
