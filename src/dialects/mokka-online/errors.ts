import type { RefusalCode, RefusalOf } from "../../core/refusal.ts";

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

/** The parts of the core that are used here. */
type Part = "merchants" | "customers" | "ledger" | "credit" | "payments" | "checkouts" | "confirmations";

/** Refusals of the core in Mokka's words. */
export const refusals: Readonly<Partial<Record<RefusalCode, Reply>>> = {
  merchant_not_found: replies.storeNotFound,
  store_not_found: replies.storeNotFound,
  customer_not_found: replies.serverError,
  customer_exists: replies.serverError,
  insufficient_limit: replies.limitTooLow,
  hold_is_resolved: replies.serverError,
  repays_more_than_owed: replies.serverError,
  loan_not_found: replies.serverError,
  tariff_not_found: replies.termWrong,
  outside_tariff: replies.outsideTariff,
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
} satisfies Record<RefusalOf<Part>, Reply>;
