export {
  type Account,
  type AccountCode,
  type AccountName,
  accountId,
  accounts,
  available,
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
  voidHold,
} from "./transfer.ts";
