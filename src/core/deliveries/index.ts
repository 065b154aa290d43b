export {
  type Attempt,
  type AttemptOutcome,
  claim,
  type Delivery,
  deliveries,
  deliveryAttempts,
  type Letter,
  send,
  withdraw,
} from "./delivery.ts";
export { latestAttempt } from "./latest-attempt.ts";
export {
  dueDeliveries,
  latestAttempts,
  latestDelivery,
  latestMessages,
  type Message,
  nextAttempt,
} from "./queries.ts";
export { type AttemptRecord, recordAttempt } from "./record-attempt.ts";
export { resend } from "./resend.ts";
