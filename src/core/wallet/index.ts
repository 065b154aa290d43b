export { accept, type Choice } from "./accept.ts";
export { type Answer, answer, giveUpAttempt } from "./answer.ts";
export {
  extraTime,
  isUnanswered,
  isUnderWay,
  type Verdict,
  type WalletAttempt,
  walletAttempts,
} from "./attempt.ts";
export { answerCardChange, askCardChange } from "./change-card.ts";
export { answerCharge, type ChargeResult, charge } from "./charge.ts";
export { initiate, type Wanted } from "./initiate.ts";
export { changeMandate, type Mandate, mandates, proposeMandate, terminateMandate } from "./mandate.ts";
export {
  attemptsOfPayments,
  cardChangeOf,
  mandatesOfPayer,
  movementsOf,
  paymentsInWallet,
  paymentsOfMandate,
  unlikeReported,
} from "./queries.ts";
export { cancel, capture, type Report, refund, type WalletMovement } from "./report.ts";
export { amendPayment, invalidate, reject, request } from "./request.ts";
export type { NetworkToken, Reaction, TokenService } from "./tokens.ts";
export { type Address, ageOf, readUser, type WalletUser } from "./user.ts";
export { changeUser, knowUser } from "./users.ts";
