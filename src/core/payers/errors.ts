export type PayerRefusal = "payer_not_found" | "payer_exists";
