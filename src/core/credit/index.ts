export { type Begun, beginCollection, endCollection } from "./collection.ts";
export { lend, release, reserve } from "./lend.ts";
export {
  type Assessment,
  type CreditBureau,
  type CreditLine,
  creditLineOf,
  type DeclineReason,
  decide,
  freeLimit,
  freeLimitOf,
} from "./line.ts";
export {
  instalments,
  type Loan,
  type LoanInstalment,
  loans,
  readTariff,
  type StoredTariff,
  storeTariff,
  tariffs,
} from "./loan.ts";
export { isOwed, owedBy } from "./owed.ts";
export type { Parties } from "./parties.ts";
export {
  type DueInstalment,
  dueInstalments,
  leftCollections,
  nextDueDay,
  nextLeftCollection,
} from "./queries.ts";
export { markOverdue, repay } from "./repay.ts";
export { amountOf, type Instalment, planSchedule, type Schedule } from "./schedule.ts";
export { takeBack } from "./take-back.ts";
export { fits, type Tariff, type TariffKind } from "./tariff.ts";
