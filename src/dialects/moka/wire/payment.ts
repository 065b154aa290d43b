import { momentText } from "../istanbul.ts";
import { currencyName, writeAmount } from "../money.ts";

/** What a payment, or one movement of it, is (facts 3.4), by its number on the wire. */
export const paymentStatuses = { requested: 0, preAuthorized: 1, paid: 2, canceled: 3, refunded: 4 } as const;
/** How it went. Paid is what is `paid` and `succeeded`. */
export const outcomes = { pending: 0, succeeded: 1, failed: 2 } as const;

/** A payment as the dealer may see it. What is not known is empty text. Amounts in minor units. */
export type DealerPayment = {
  readonly number: bigint;
  readonly reference: string;
  readonly userPosPayment: { readonly number: bigint; readonly url: string } | null;
  readonly card: { readonly holder: string; readonly firstSix: string; readonly lastFour: string };
  readonly paidAt: Temporal.Instant;
  readonly amount: bigint;
  readonly refunded: bigint;
  readonly currency: string;
  readonly installments: number;
  readonly commission: bigint;
  readonly isThreeD: boolean;
  readonly description: string;
  readonly software: string;
  readonly status: keyof typeof paymentStatuses;
  readonly outcome: keyof typeof outcomes;
  readonly buyer: {
    readonly name: string;
    readonly address: string;
    readonly phone: string;
    readonly email: string;
  };
  readonly canBeCanceled: boolean;
};

/** One movement of a payment: its authorization or charge, a void, a refund. */
export type PaymentMovement = {
  readonly number: bigint;
  readonly payment: bigint;
  readonly code: string;
  readonly movedAt: Temporal.Instant;
  readonly amount: bigint;
  readonly currency: string;
  readonly type: keyof typeof paymentStatuses;
  readonly outcome: keyof typeof outcomes;
  readonly voidRefundReason: number;
  readonly orderId: string;
  /** The bank's code and words when it declined, else empty. */
  readonly result: { readonly code: string; readonly message: string };
};

/** `PaymentDetail`, and a row of `PaymentList`. */
export function paymentJson(payment: DealerPayment) {
  const { card, currency, buyer } = payment;
  return {
    DealerPaymentId: Number(payment.number),
    UserPosPaymentId: Number(payment.userPosPayment?.number ?? 0n),
    UserPosPaymentUrl: payment.userPosPayment?.url ?? "",
    OtherTrxCode: payment.reference,
    CardHolderFullName: card.holder,
    CardNumberFirstSix: card.firstSix,
    CardNumberLastFour: card.lastFour,
    PaymentDate: momentText(payment.paidAt),
    Amount: writeAmount(payment.amount, currency),
    RefAmount: writeAmount(payment.refunded, currency),
    CurrencyCode: currencyName(currency),
    InstallmentNumber: payment.installments,
    DealerCommissionAmount: writeAmount(payment.commission, currency),
    IsInternationalCard: false,
    IsThreeD: payment.isThreeD,
    Description: payment.description,
    PaymentStatus: paymentStatuses[payment.status],
    TrxStatus: outcomes[payment.outcome],
    Software: payment.software,
    BuyerFullName: buyer.name,
    BuyerAddress: buyer.address,
    BuyerGsmNumber: buyer.phone,
    BuyerEmail: buyer.email,
    PointDistributionInformation: null,
    IsThreeDModel: payment.isThreeD,
    MdStatus: payment.isThreeD ? 1 : 0,
    BranchCode: "",
    BranchName: "",
    CanBeCanceled: payment.canBeCanceled,
  };
}

/** A row of `PaymentTrxDetailList` and of `PaymentTrxList`. */
export function movementJson(movement: PaymentMovement) {
  const { result } = movement;
  return {
    DealerPaymentTrxId: Number(movement.number),
    DealerPaymentId: Number(movement.payment),
    TrxCode: movement.code,
    TrxDate: momentText(movement.movedAt),
    Amount: writeAmount(movement.amount, movement.currency),
    TrxType: paymentStatuses[movement.type],
    TrxStatus: outcomes[movement.outcome],
    PaymentReason: 0,
    VoidRefundReason: movement.voidRefundReason,
    VirtualPosOrderId: movement.orderId,
    MokaResultCode: "",
    MokaResultMessage: "",
    ResultCode: result.code,
    ResultMessage: result.message,
    EffectiveDate: momentText(movement.movedAt),
    ExtraRefNo: "",
  };
}

/** `Data` of GetDealerPaymentTrxDetailList. */
export function paymentDetailJson(payment: DealerPayment, movements: readonly PaymentMovement[]) {
  return {
    IsSuccessful: true,
    ResultCode: "",
    ResultMessage: "",
    PaymentDetail: paymentJson(payment),
    ListItemCount: movements.length,
    PaymentTrxDetailList: movements.map(movementJson),
  };
}

/** The most that lists of payments and movements carry (facts 3.4). */
export const mostListed = 500;

/** `Data` of GetPaymentList. */
export function paymentListJson(payments: readonly DealerPayment[]) {
  const rows = payments.slice(0, mostListed).map(paymentJson);
  return {
    IsSuccessful: true,
    ResultCode: "",
    ResultMessage: "",
    ListItemCount: rows.length,
    PaymentList: rows,
  };
}

/** `Data` of GetPaymentTrxList. */
export function movementListJson(movements: readonly PaymentMovement[]) {
  const rows = movements.slice(0, mostListed).map(movementJson);
  return {
    IsSuccessful: true,
    ResultCode: "",
    ResultMessage: "",
    ListItemCount: rows.length,
    PaymentTrxList: rows,
  };
}
