export type VaultRefusal = "card_not_found" | "card_not_active";
