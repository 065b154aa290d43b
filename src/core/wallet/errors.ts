export type WalletRefusal =
  | "order_exhausted"
  | "payment_not_open"
  | "payer_too_young"
  | "attempt_not_found"
  | "attempt_under_way"
  | "attempt_replaced"
  | "attempt_decided"
  | "attempt_succeeded"
  | "identifier_reused"
  | "mandate_not_found"
  | "mandate_not_active"
  | "mandate_not_open";
