import type { Refusal, RefusalCode } from "../../core/refusal.ts";
import { codeOf, codes, invalidRequestCode } from "./codes/index.ts";
import { Fault } from "./envelope.ts";
import type { MethodPath } from "./methods.ts";
import type { Reading } from "./read/index.ts";

/** How methods may call a refusal of the core; each says it by the first that its table of codes has. One that no
 *  method can cause is not here. */
const reasons: Readonly<Partial<Record<RefusalCode, readonly string[]>>> = {
  payer_not_found: ["DealerCustomerNotFound"],
  payer_exists: ["CustomerCodeAlreadyUsing"],
  card_not_found: ["CardNotFound", "CardTokenNotFound"],
  card_not_active: ["CardNotFound", "CardTokenNotFound"],
  product_not_found: ["ProductNotFound"],
  product_code_exists: ["ProductCodeAlreadyUsing"],
  product_name_exists: ["ProductNameAlreadyExists"],
  schedule_not_found: ["ScheduleNotFound"],
  sale_not_found: ["DealerSaleNotFound", "DealerSale.DeleteDealer.DealerSaleNotFund"],
  sale_code_exists: ["SaleCodeAlreadyUsing"],
  sale_is_not_manual: ["DealerSaleIsNotManualPlan"],
  sale_end_passed: ["SaleEndDatePassed"],
  step_not_found: ["PaymentPlanNotFound"],
  step_exists: ["PaymentPlanAlreadyExists"],
  step_before_begin: ["PaymentDateMustBeAfterSaleBeginDate"],
  step_after_end: ["PaymentDateMustBeBeforeSaleEndDate"],
  step_is_under_way: ["PaymentDatePassed"],
  step_is_not_manual: ["DealerSaleIsNotManualPlan"],
  payment_not_found: ["PaymentNotFound", "DealerPaymentNotFound"],
  payment_exists: ["OtherTrxCodeAlreadyUsing"],
  reference_processed: ["OtherTrxCodeAlreadyUsing"],
  payment_not_capturable: ["CaptureNotAvailable"],
  payment_expired: ["CaptureNotAvailable"],
  amount_exceeds_authorized: ["InvalidAmount"],
  payment_not_voidable: ["VoidNotAvailable"],
  payment_not_refundable: ["RefundNotAvailable"],
  amount_exceeds_captured: ["InvalidAmount"],
  payment_not_changeable: ["PaymentAlreadyApproved", "PaymentNotApprovedYet"],
};

/** Payments with 3-D Secure have codes of another name than their method (facts 3.2). */
const threeD = "PaymentDealer.DoDirectPayment3dRequest.";

/** A reason in a method's words, whatever its table has it under; InvalidRequest when it is not there. */
export function faultOf(path: MethodPath, reason: string): Fault {
  return known(path, reason) ?? new Fault(invalidRequestCode(path));
}

/** A refusal in a method's words; undefined when it has none, because it is not foreseen there. */
export function worded({ code }: Refusal, path: MethodPath): Fault | undefined {
  for (const reason of reasons[code] ?? []) {
    const fault = known(path, reason);
    if (fault) return fault;
  }
  return undefined;
}

function known(path: MethodPath, reason: string): Fault | undefined {
  const found = [reason, `${threeD}${reason}`].find((one) => Object.hasOwn(codes[path], one));
  return found === undefined ? undefined : new Fault(codeOf(path, found as never));
}

/** A value, or undefined when none is given. Faults InvalidRequest for what cannot be read. */
export function readable<Value>(path: MethodPath, reading: Reading<Value>): Value | undefined {
  if (reading === null) throw new Fault(invalidRequestCode(path));
  return reading;
}
