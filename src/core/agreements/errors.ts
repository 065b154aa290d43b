export type AgreementRefusal =
  | "plan_not_found"
  | "plan_has_no_price"
  | "subscription_not_found"
  | "subscription_closed";
