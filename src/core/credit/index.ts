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
  paidOf,
  readTariff,
  type StoredTariff,
  standingOf,
  storeTariff,
  tariffs,
} from "./loan.ts";
export type { Parties } from "./parties.ts";
export {
  type DueInstalment,
  debtsOffTheLedger,
  dueInstalments,
  leftCollections,
  loanOf,
  nextDueDay,
  nextLeftCollection,
  type OwedInstalment,
  owedBy,
} from "./queries.ts";
export { markOverdue, repay } from "./repay.ts";
export { amountOf, type Instalment, planSchedule, type Schedule } from "./schedule.ts";
export { takeBack } from "./take-back.ts";
export { fits, type Tariff, type TariffKind } from "./tariff.ts";
