export type ConfirmationRefusal =
  | "code_wrong"
  | "code_expired"
  | "code_locked"
  | "code_resent_too_soon"
  | "confirmation_not_found";
