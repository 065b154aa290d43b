import type { RefusalCode } from "../../core/refusal.ts";

export type Reply = { readonly status: number; readonly message: string };

/** The document's table "Possible error codes". 80 to 82 are worded as the servers do (specs: mokka 2.1), because
 *  shop plugins compare that text letter by letter. */
export const replies = {
  valid: { status: 0, message: "Payload valid" },
  jsonError: { status: 10, message: "JSON decode error" },
  orderIdMissing: { status: 20, message: "order_id missing" },
  orderIdWrong: { status: 21, message: "Wrong order_id format" },
  orderExists: { status: 22, message: "Order exists" },
  orderExpired: { status: 23, message: "Order expired" },
  orderNotFound: { status: 24, message: "Order with specified ID not found" },
  amountWrong: { status: 30, message: "Wrong order amount format" },
  prepaymentFormat: { status: 31, message: "Wrong order prepayment amount format" },
  amountDiffers: { status: 32, message: "Order amount is different from the amount specified before" },
  outsideTariff: { status: 33, message: "Order amount is outside of tariff limits" },
  termWrong: { status: 34, message: "Order term value is wrong" },
  prepaymentWrong: { status: 35, message: "Order prepayment amount is wrong" },
  callbackMissing: { status: 40, message: "Order callback_url missing" },
  redirectMissing: { status: 41, message: "Order redirect_url missing" },
  storeMissing: { status: 50, message: "Store ID is missing" },
  storeNotFound: { status: 51, message: "Store not found" },
  signatureMissing: { status: 60, message: "Signature missing" },
  signatureWrong: { status: 61, message: "Signature wrong" },
  fileError: { status: 62, message: "Error saving file" },
  phoneDiffers: { status: 70, message: "Phone number is different" },
  limitTooLow: { status: 71, message: "Client has not enough limit" },
  cannotFinish: { status: 80, message: "Unable to finish - order is already finished/canceled" },
  cannotCancel: { status: 81, message: "Unable to cancel - order is already finished/canceled" },
  cannotChange: { status: 82, message: "Unable to change - order is already finished/canceled" },
  cartMissing: { status: 90, message: "Cart items are missing" },
  serverError: { status: 100, message: "At the moment, the server cannot process your request" },
  timeWrong: { status: 110, message: "Invalid time format value" },
} as const satisfies Record<string, Reply>;

/** A request that is answered with a code before the core was asked. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(reply.message);
    this.reply = reply;
  }
}

/** Every refusal of the core in Mokka's words. */
export const refusals = {
  merchant_not_found: replies.storeNotFound,
  store_not_found: replies.storeNotFound,
  customer_not_found: replies.serverError,
  customer_exists: replies.serverError,
  agent_locked: replies.serverError,
  agent_not_found: replies.serverError,
  login_wrong: replies.serverError,
  application_not_found: replies.serverError,
  application_expired: replies.serverError,
  application_closed: replies.serverError,
  application_declined: replies.serverError,
  application_without_phone: replies.serverError,
  application_without_customer: replies.serverError,
  application_not_approved: replies.serverError,
  return_not_found: replies.serverError,
  return_closed: replies.serverError,
  insufficient_limit: replies.limitTooLow,
  hold_is_resolved: replies.serverError,
  repays_more_than_owed: replies.serverError,
  loan_not_found: replies.serverError,
  tariff_not_found: replies.termWrong,
  outside_tariff: replies.outsideTariff,
  payer_not_found: replies.serverError,
  payer_exists: replies.serverError,
  card_not_found: replies.serverError,
  template_not_found: replies.serverError,
  template_exists: replies.serverError,
  card_not_active: replies.serverError,
  plan_not_found: replies.serverError,
  plan_has_no_price: replies.serverError,
  subscription_not_found: replies.serverError,
  subscription_closed: replies.serverError,
  product_not_found: replies.serverError,
  product_code_exists: replies.serverError,
  product_name_exists: replies.serverError,
  schedule_not_found: replies.serverError,
  sale_not_found: replies.serverError,
  sale_code_exists: replies.serverError,
  sale_is_not_manual: replies.serverError,
  sale_end_passed: replies.serverError,
  step_not_found: replies.serverError,
  step_exists: replies.serverError,
  step_before_begin: replies.serverError,
  step_after_end: replies.serverError,
  step_is_under_way: replies.serverError,
  step_is_not_manual: replies.serverError,
  payment_under_way: replies.serverError,
  reference_processed: replies.orderExists,
  payment_not_found: replies.orderNotFound,
  payment_exists: replies.orderExists,
  order_exists: replies.orderExists,
  payment_of_another_phone: replies.phoneDiffers,
  payment_expired: replies.orderExpired,
  payment_not_capturable: replies.cannotFinish,
  payment_not_voidable: replies.cannotCancel,
  payment_not_changeable: replies.cannotChange,
  payment_not_refundable: replies.serverError,
  amount_differs: replies.amountDiffers,
  amount_exceeds_captured: replies.amountDiffers,
  amount_exceeds_authorized: replies.amountDiffers,
  checkout_not_found: replies.orderNotFound,
  checkout_expired: replies.orderExpired,
  checkout_moved_on: replies.serverError,
  checkout_session_missing: replies.serverError,
  code_locked: replies.serverError,
  code_resent_too_soon: replies.serverError,
  confirmation_not_found: replies.serverError,
  server_busy: replies.serverError,
} as const satisfies Record<RefusalCode, Reply>;
