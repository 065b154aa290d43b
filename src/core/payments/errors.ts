export type PaymentRefusal =
  | "payment_not_found"
  | "payment_exists"
  | "payment_of_another_phone"
  | "payment_expired"
  | "payment_not_capturable"
  | "payment_not_voidable"
  | "payment_not_changeable"
  | "payment_not_refundable"
  | "amount_differs"
  | "amount_exceeds_captured"
  | "amount_exceeds_authorized"
  | "order_exists";
