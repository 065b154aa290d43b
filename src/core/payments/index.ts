export type {
  Acquirer,
  Authentication,
  AuthenticationForm,
  AuthenticationRequest,
  Authenticator,
  AuthorizationAnswer,
  AuthorizationRequest,
  CardDetails,
  DeclineReason,
  InvoiceAnswer,
  InvoiceProvider,
  InvoiceRequest,
  Person,
} from "./acquirer.ts";
export { type AgreedSchedule, approve, authorize, decline } from "./authorize.ts";
export { type Captured, capture } from "./capture.ts";
export { attemptOf, authorizationOf } from "./card/attempt.ts";
export { capturable, captureOnce, capturePart } from "./card/capture.ts";
export { changeApproval } from "./card/pool.ts";
export { type Amendment, amend, isUnpaid, prepare, type Wanted } from "./card/prepare.ts";
export { recordCharge, type Verdict } from "./card/record-charge.ts";
export {
  giveBack,
  type Refund,
  refundPart,
  refunds,
  release,
  releasePart,
  voidCaptured,
} from "./card/refund.ts";
export {
  authorizeWith,
  begin,
  type Decision,
  decisionTime,
  fail,
  prove,
  settle,
  type Terms,
} from "./card/settle.ts";
export { type Change, change } from "./change.ts";
export { emitPayment } from "./emit-payment.ts";
export { type Opened, type Order, open } from "./open.ts";
export type { PageOf, PaymentFilter } from "./pages.ts";
export {
  agreedTariff,
  can,
  checkoutOf,
  financed,
  type Instrument,
  type Item,
  isOverdue,
  lockPayment,
  type Payment,
  type PaymentDetails,
  type PaymentMethod,
  type PaymentState,
  payments,
  refundable,
  untouched,
} from "./payment.ts";
export {
  countPayments,
  type DuePayment,
  duePayments,
  type Impossible,
  impossiblePayments,
  nextExpiry,
  paymentPage,
  paymentsBetween,
  type RefundOf,
  refundsBetween,
  type SoldOrder,
  salesOf,
  soldOrders,
} from "./queries.ts";
export { attachReceipt, type Receipt, receipts } from "./receipt.ts";
export { paymentReferences } from "./reference.ts";
export { refund } from "./refund.ts";
export { insertPayment, savePayment } from "./save-payment.ts";
export { expire, voidPayment } from "./void.ts";
