import { Refusal, type RefusalCode, type RefusalOf } from "../../core/refusal.ts";
import { type ErrorName, Fault } from "./errors.ts";

/** The parts of the core that are used here. */
type Part = "merchants" | "payments" | "payers" | "vault" | "templates" | "agreements";

/** Refusals of the core in Mondido's words. */
const refusals: Readonly<Partial<Record<RefusalCode, ErrorName>>> = {
  merchant_not_found: "errors.merchant.not_found",
  store_not_found: "errors.merchant.not_found",
  payment_not_found: "errors.transaction.not_found",
  payment_exists: "errors.payment_ref.processed",
  order_exists: "errors.payment_ref.processed",
  reference_processed: "errors.payment_ref.processed",
  payment_under_way: "errors.transaction.processed",
  payment_expired: "errors.transaction.processed",
  payment_not_changeable: "errors.transaction.processed",
  payment_not_capturable: "errors.reservation.not_approved",
  payment_not_voidable: "errors.deposit.not_captured",
  payment_not_refundable: "errors.deposit.not_captured",
  amount_differs: "errors.amount.mismatch",
  amount_exceeds_captured: "errors.amount.excess",
  amount_exceeds_authorized: "errors.amount.excess",
  payer_not_found: "errors.customer.not_found",
  payer_exists: "errors.customer_ref.taken",
  card_not_found: "errors.stored_card.not_found",
  card_not_active: "errors.stored_card.not_active",
  template_not_found: "errors.template.not_found",
  template_exists: "errors.name.duplicate",
  plan_not_found: "errors.plan.not_found",
  plan_has_no_price: "errors.price.missing",
  subscription_not_found: "errors.subscription.not_found",
  subscription_closed: "errors.subscription.status_invalid",
  server_busy: "errors.service_not_available",
  product_not_found: "errors.unexpected",
  product_code_exists: "errors.unexpected",
  product_name_exists: "errors.unexpected",
  schedule_not_found: "errors.unexpected",
  sale_not_found: "errors.unexpected",
  sale_code_exists: "errors.unexpected",
  sale_is_not_manual: "errors.unexpected",
  sale_end_passed: "errors.unexpected",
  step_not_found: "errors.unexpected",
  step_exists: "errors.unexpected",
  step_before_begin: "errors.unexpected",
  step_after_end: "errors.unexpected",
  step_is_under_way: "errors.unexpected",
  step_is_not_manual: "errors.unexpected",
  payment_of_another_phone: "errors.unexpected",
} satisfies Record<RefusalOf<Part>, ErrorName>;

/** Whatever went wrong, as a fault. */
export function refusedAs(error: unknown): Fault {
  if (error instanceof Fault) return error;
  return new Fault(error instanceof Refusal ? nameOf(error) : "errors.unexpected");
}

/** What a refusal is called; one that is not foreseen is unexpected. */
export function nameOf({ code }: Refusal): ErrorName {
  return refusals[code] ?? "errors.unexpected";
}
