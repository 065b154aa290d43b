export { changeEmail } from "./change-email.ts";
export {
  type Customer,
  type CustomerDetails,
  customers,
  fullName,
  lockByPhone,
  mayBorrow,
  type Person,
  remember,
} from "./customer.ts";
export { customerPapers, rememberWithPapers } from "./papers.ts";
export { isCountry, nationalPhone, parsePhone } from "./phone.ts";
export { birthOfPesel, isPesel, isPolishId } from "./polish-documents.ts";
