export {
  attemptsLeft,
  begin,
  type Confirmation,
  check,
  confirmations,
  type Guess,
  resend,
  resendPauseSeconds,
} from "./confirmation.ts";
