export type LedgerRefusal = "insufficient_limit" | "hold_is_resolved" | "repays_more_than_owed";
