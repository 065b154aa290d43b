export { assess } from "./assess.ts";
export {
  type Applicant,
  type Checkout,
  checkouts,
  isExpired,
  isSession,
  type Outcome,
  type Position,
  type Step,
} from "./checkout.ts";
export { choose, giveUp } from "./choose.ts";
export { type Confirmed, confirm } from "./confirm.ts";
export { askAgain, type CodeText, identify, resendCode } from "./identify.ts";
export { type Opening, open } from "./open.ts";
export { resume } from "./resume.ts";
