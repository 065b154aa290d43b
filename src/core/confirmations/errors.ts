export type ConfirmationRefusal = "code_locked" | "code_resent_too_soon" | "confirmation_not_found";
