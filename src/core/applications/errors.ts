export type ApplicationRefusal =
  | "application_not_found"
  | "application_expired"
  | "application_closed"
  | "application_declined"
  | "application_without_phone"
  | "application_without_customer"
  | "application_not_approved";
