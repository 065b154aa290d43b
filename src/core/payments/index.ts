export { type AgreedSchedule, approve, authorize, decline } from "./authorize.ts";
export { type Captured, capture } from "./capture.ts";
export { type Change, change } from "./change.ts";
export { type Opened, type Order, open } from "./open.ts";
export {
  agreedTariff,
  can,
  financed,
  type Item,
  isOverdue,
  lockPayment,
  type Payment,
  type PaymentDetails,
  type PaymentState,
  payments,
  refundable,
} from "./payment.ts";
export {
  type DuePayment,
  duePayments,
  type Impossible,
  impossiblePayments,
  nextExpiry,
  type SoldOrder,
  salesOf,
  soldOrders,
} from "./queries.ts";
export { attachReceipt, type Receipt, receipts } from "./receipt.ts";
export { refund } from "./refund.ts";
export { expire, voidPayment } from "./void.ts";
