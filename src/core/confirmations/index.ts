export {
  attemptsLeft,
  begin,
  type Confirmation,
  check,
  checkAgain,
  confirmations,
  type Guess,
  resend,
  resendPauseSeconds,
} from "./confirmation.ts";
export { beginBySms, type CodesBySms } from "./sms.ts";
