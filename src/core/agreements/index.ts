export type { Billing, Charge, ChargeOrder, FailedAttempt } from "./billing.ts";
export type { Cadence } from "./cadence.ts";
export { cancelPlan } from "./cancel-plan.ts";
export { cancelSubscription, changeSubscription, type SubscriptionChange } from "./change-subscription.ts";
export {
  abandonCharge,
  beginCharge,
  type Due,
  type Onward,
  obstacleOf,
  resumeCharge,
  settleCharge,
} from "./charge.ts";
export { addPlan, type Plan, type Prices, plans, priceOf, setupFeeOf } from "./plan.ts";
export {
  countPlans,
  countSubscriptions,
  type DueStep,
  dueSteps,
  nextStepDue,
  type PlanPage,
  planPage,
  type SubscriptionPage,
  subscriptionPage,
} from "./queries.ts";
export { type Step, type StepState, steps } from "./step.ts";
export { type Sign, subscribe } from "./subscribe.ts";
export {
  type AgreedItem,
  chargeOf,
  type Subscription,
  type SubscriptionState,
  subscriptions,
} from "./subscription.ts";
