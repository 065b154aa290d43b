export type { Asking, Billing, Charge, ChargeOrder, FailedAttempt, PaymentRequest } from "./billing.ts";
export type { Cadence } from "./cadence.ts";
export { cancelPlan } from "./cancel-plan.ts";
export { changePlan } from "./change-plan.ts";
export { cancelSubscription, changeSubscription, type SubscriptionChange } from "./change-subscription.ts";
export {
  abandonCharge,
  type Begun,
  beginCharge,
  type Due,
  missCharge,
  obstacleOf,
  resumeCharge,
  settleCharge,
} from "./charge.ts";
export type { Onward } from "./conclude.ts";
export { makeDueStep } from "./make-step.ts";
export { addPlan, type Plan, type Prices, plans, priceOf, setupFeeOf } from "./plan.ts";
export { addStep, changeStep, removeStep } from "./plan-step.ts";
export { addProduct, deleteProduct, type Product, products } from "./products.ts";
export {
  countPlans,
  countSubscriptions,
  type DueStep,
  dueSales,
  dueSteps,
  nextSaleDue,
  nextStepDue,
  type PlannedStep,
  type PlanPage,
  paymentsOfStep,
  plannedStep,
  planPage,
  type SubscriptionPage,
  stepsBetween,
  subscriptionPage,
} from "./queries.ts";
export { removePayer } from "./remove-payer.ts";
export { changeSale, deleteSale, type Sale, type SaleChange, sell } from "./sale.ts";
export { followSchedule } from "./sales/follow-schedule.ts";
export {
  changedSchedules,
  type DueRequest,
  dueRequests,
  impossibleSteps,
  nextChangedSchedule,
  salesBehind,
} from "./sales/queries.ts";
export { payRequest, requestStep } from "./sales/request-step.ts";
export type { Schedule } from "./schedule.ts";
export {
  addSchedule,
  changeSchedule,
  deleteSchedule,
  type NamedSchedule,
  schedules,
} from "./schedules.ts";
export { type Step, type StepState, steps, turnOf } from "./step.ts";
export { type Sign, subscribe } from "./subscribe.ts";
export {
  type AgreedItem,
  cardsOf,
  chargeOf,
  isOpen,
  type Subscription,
  type SubscriptionState,
  subscriptions,
} from "./subscription.ts";
