export {
  type Attempt,
  type AttemptOutcome,
  claim,
  type Delivery,
  deliveries,
  deliveryAttempts,
  type Letter,
  recordAttempt,
  send,
  withdraw,
} from "./delivery.ts";
export { dueDeliveries, latestMessages, type Message, nextAttempt } from "./queries.ts";
