import type { BankResult } from "../codes/index.ts";

/** `Data` of a direct payment that a bank has decided about (facts 3.1): declined or not, the envelope says Success. */
export function paymentOutcomeJson(
  outcome: { readonly orderId: string } | { readonly declined: BankResult },
) {
  return "declined" in outcome
    ? declinedJson(outcome.declined)
    : { IsSuccessful: true, ResultCode: "", ResultMessage: "", VirtualPosOrderId: outcome.orderId };
}

function declinedJson({ code, message }: BankResult) {
  return { IsSuccessful: false, ResultCode: code, ResultMessage: message, VirtualPosOrderId: "" };
}

/** `Data` of DoCapture and DoVoid (facts 3.3). */
export function doneJson(orderId: string) {
  return { IsSuccessful: true, ResultCode: "00", ResultMessage: "", VirtualPosOrderId: orderId };
}

/** `Data` of DoCreateRefundRequest (facts 3.3). */
export function refundRequestJson(number: bigint) {
  return { IsSuccessful: true, ResultCode: "", ResultMessage: "", RefundRequestId: Number(number) };
}

/** `Data` of DoDirectPaymentThreeD (facts 3.2): where to send the shopper, with a code when the way back is to carry a
 *  hash. */
export function threeDJson({ url, codeForHash }: { url: string; codeForHash: string | null }) {
  return codeForHash === null ? url : { Url: url, CodeForHash: codeForHash };
}
