export type CheckoutRefusal =
  | "checkout_not_found"
  | "checkout_expired"
  | "checkout_moved_on"
  | "checkout_session_missing";
