import { type CodeTable, opening } from "./source.ts";

/** What every method of PaymentDealer looks at first (facts 1.5). */
const authentication = {
  "PaymentDealer.CheckPaymentDealerAuthentication.InvalidRequest": "documented",
  "PaymentDealer.CheckPaymentDealerAuthentication.InvalidAccount": "documented",
} as const;

const card = {
  "PaymentDealer.RequiredFields.AmountRequired": "recorded",
  "PaymentDealer.RequiredFields.ExpMonthRequired": "recorded",
  "PaymentDealer.CheckCardInfo.InvalidCardInfo": "recorded",
} as const;

const limits = {
  "PaymentDealer.CheckPaymentDealerAuthentication.VirtualPosNotFound": "documented",
  "PaymentDealer.CheckDealerPaymentLimits.DailyDealerLimitExceeded": "recorded",
  "PaymentDealer.CheckDealerPaymentLimits.DailyCardLimitExceeded": "recorded",
  "PaymentDealer.Fraud.MinToMaxControl": "recorded",
} as const;

/** What the dealer's contract is against, where no page lists it: payments without 3-D Secure, and links. */
const contractOfOrder = {
  ForeignCurrencyNotAvailableForThisDealer: "chosen",
  PaymentMustBeAuthorization: "chosen",
  AuthorizationForbiddenForThisDealer: "chosen",
  PoolPaymentNotAvailableForDealer: "chosen",
  PoolPaymentRequiredForDealer: "chosen",
  TokenizationNotAvailableForDealer: "chosen",
} as const;

const contractOfCaller = {
  ChannelPermissionNotAvailable: "chosen",
  IpAddressNotAllowed: "chosen",
} as const;

const contractOfTerms = {
  DealerCommissionRateNotFound: "chosen",
  DealerGroupCommissionRateNotFound: "chosen",
  InvalidSubMerchantName: "chosen",
} as const;

const reference = {
  OtherTrxCodeOrVirtualPosOrderIdMustGiven: "recorded",
  PaymentNotFound: "recorded",
} as const;

/** Direct payments and what is done with them (facts 3). */
export const paymentCodes = {
  "Dealer/GetDealer": { ...opening("chosen"), DealerNotFound: "chosen" },
  "PaymentDealer/DoDirectPayment": {
    ...authentication,
    InvalidRequest: "recorded",
    ...card,
    InvalidCurrencyCode: "recorded",
    InvalidInstallmentNumber: "recorded",
    InstallmentNotAvailableForForeignCurrencyTransaction: "recorded",
    ...contractOfOrder,
    // The next two are listed for payments with 3-D Secure only, where the method has another name.
    OnlyCardTokenOrCardNumber: "chosen",
    CardTokenNotFound: "chosen",
    ThreeDRequired: "recorded",
    ...contractOfCaller,
    ...limits,
    VirtualPosNotAvailable: "recorded",
    ThisInstallmentNumberNotAvailableForVirtualPos: "recorded",
    ThisInstallmentNumberNotAvailableForDealer: "recorded",
    ...contractOfTerms,
    OtherTrxCodeAlreadyUsing: "chosen",
  },
  "PaymentDealer/DoDirectPaymentThreeD": {
    ...authentication,
    "PaymentDealer.DoDirectPayment3dRequest.InvalidRequest": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.RedirectUrlRequired": "documented",
    ...card,
    "PaymentDealer.DoDirectPayment3dRequest.InvalidCurrencyCode": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.InvalidInstallmentNumber": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.InstallmentNotAvailableForForeignCurrencyTransaction":
      "documented",
    "PaymentDealer.DoDirectPayment3dRequest.ForeignCurrencyNotAvailableForThisDealer": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.PaymentMustBeAuthorization": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.AuthorizationForbiddenForThisDealer": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.PoolPaymentNotAvailableForDealer": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.PoolPaymentRequiredForDealer": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.TokenizationNotAvailableForDealer": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.CardTokenCannotUseWithSaveCard": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.CardTokenNotFound": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.OnlyCardTokenOrCardNumber": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.ChannelPermissionNotAvailable": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.IpAddressNotAllowed": "documented",
    ...limits,
    "PaymentDealer.DoDirectPayment3dRequest.VirtualPosNotAvailable": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.ThisInstallmentNumberNotAvailableForVirtualPos": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.ThisInstallmentNumberNotAvailableForDealer": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.DealerCommissionRateNotFound": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.DealerGroupCommissionRateNotFound": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.InvalidSubMerchantName": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.InvalidUnitPrice": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.InvalidQuantityValue": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.BasketAmountIsNotEqualPaymentAmount": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.BasketProductNotFoundInYourProductList": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.MustBeOneOfDealerProductIdOrProductCode": "documented",
    "PaymentDealer.DoDirectPayment3dRequest.OtherTrxCodeAlreadyUsing": "chosen",
  },
  "PaymentDealer/DoCapture": {
    ...authentication,
    InvalidRequest: "chosen",
    ...reference,
    OtherTrxCodeAndVirtualPosOrderIdMismatch: "chosen",
    InvalidAmount: "chosen",
    CaptureNotAvailable: "recorded",
  },
  "PaymentDealer/DoVoid": {
    ...authentication,
    // Also for a request that names no payment, as recorded.
    InvalidRequest: "documented",
    PaymentNotFound: "documented",
    OtherTrxCodeAndVirtualPosOrderIdMismatch: "chosen",
    VoidNotAvailable: "chosen",
  },
  "PaymentDealer/DoCreateRefundRequest": {
    "PaymentDealer.CheckPaymentDealerAuthentication.InvalidRequest": "documented",
    InvalidAccount: "documented",
    InvalidRequest: "documented",
    OtherTrxCodeOrVirtualPosOrderIdMustGiven: "documented",
    InvalidAmount: "documented",
    PaymentNotFound: "documented",
    OtherTrxCodeAndVirtualPosOrderIdMismatch: "documented",
    RefundRequestAlreadyExist: "documented",
    RefundNotAvailable: "chosen",
  },
  "PaymentDealer/DoApprovePoolPayment": {
    ...authentication,
    InvalidRequest: "chosen",
    OtherTrxCodeOrVirtualPosOrderIdMustGiven: "recorded",
    DealerPaymentNotFound: "recorded",
    PaymentAlreadyApproved: "recorded",
    PaymentIsNotPoolPayment: "recorded",
  },
  "PaymentDealer/UndoApprovePoolPayment": {
    ...authentication,
    InvalidRequest: "chosen",
    OtherTrxCodeOrVirtualPosOrderIdMustGiven: "recorded",
    DealerPaymentNotFound: "recorded",
    OtherTrxCodeAndVirtualPosOrderIdNotMatch: "recorded",
    PaymentNotApprovedYet: "recorded",
    PaymentIsNotPoolPayment: "recorded",
  },
  "PaymentDealer/GetDealerPaymentTrxDetailList": {
    ...authentication,
    InvalidRequest: "chosen",
    PaymentIdError: "recorded",
    PaymentNotFound: "chosen",
  },
  "PaymentDealer/GetPaymentList": {
    ...authentication,
    InvalidRequest: "chosen",
    PaymentStartDateIsRequired: "chosen",
    PaymentEndDateIsRequired: "chosen",
    InvalidDateFormatPaymentStartDate: "chosen",
    InvalidDateFormatPaymentEndDate: "chosen",
    NoDataFound: "recorded",
  },
  "PaymentDealer/GetPaymentTrxList": {
    ...authentication,
    InvalidRequest: "chosen",
    TrxStartDateIsRequired: "chosen",
    TrxEndDateIsRequired: "chosen",
    InvalidDateFormatTrxStartDate: "chosen",
    InvalidDateFormatTrxEndDate: "chosen",
    NoDataFound: "chosen",
  },
  "PaymentDealer/GetBankCardInformation": {
    ...authentication,
    InvalidRequest: "recorded",
    BinNumberNotFound: "recorded",
  },
  "PaymentDealer/DoCalcPaymentTable": {
    ...authentication,
    InvalidRequest: "recorded",
    RequiredOrderAmount: "recorded",
    InvalidCurrencyCode: "recorded",
    BinNumberNotFound: "recorded",
  },
  "PaymentDealer/DoCalcPaymentAmount": {
    ...authentication,
    InvalidRequest: "recorded",
    RequiredOrderAmount: "recorded",
    InvalidCurrencyCode: "recorded",
    InvalidInstallmentNumber: "recorded",
    InstallmentNotAvailableForForeignCurrencyTransaction: "recorded",
    BinNumberMustGiven: "recorded",
    BinNumberNotFound: "chosen",
    VirtualPosCommissionRateNotFound: "recorded",
  },
  "PaymentUserPos/CreateUserPosPayment": {
    ...opening("chosen"),
    OtherTrxCodeIsRequired: "chosen",
    AmountIsRequired: "chosen",
    InvalidCurrencyCode: "chosen",
    InvalidInstallmentNumber: "chosen",
    InstallmentNotAvailableForForeignCurrencyTransaction: "chosen",
    RedirectUrlRequired: "chosen",
    GsmNumberIsRequired: "chosen",
    EmailIsRequired: "chosen",
    ...contractOfOrder,
    ...contractOfCaller,
    "PaymentDealer.CheckPaymentDealerAuthentication.VirtualPosNotFound": "chosen",
    "PaymentDealer.Fraud.MinToMaxControl": "chosen",
    ThisInstallmentNumberNotAvailableForDealer: "chosen",
    ...contractOfTerms,
    DealerCustomerNotFound: "chosen",
    CustomerCodeDoesntMatchDealerCustomerId: "chosen",
    OtherTrxCodeAlreadyUsing: "chosen",
  },
} as const satisfies CodeTable;
