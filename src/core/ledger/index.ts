export {
  type Account,
  type AccountCode,
  type AccountName,
  accountId,
  accounts,
  available,
  chart,
  emptyAccount,
} from "./account.ts";
export { accountsOffTheirTransfers, type TrialBalance, trialBalance } from "./queries.ts";
export {
  type Hold,
  hold,
  lockAccount,
  type Movement,
  post,
  postHold,
  setDebitLimit,
  type Transfer,
  transfers,
  voidHold,
} from "./transfer.ts";
