export { type Application, type ApplicationDetails, applications, isExpired } from "./application.ts";
export {
  assessApplication,
  type Confirmed,
  checkCode,
  confirmCustomer,
  registerCustomer,
  sendCode,
} from "./customer.ts";
export { approveLoan, type Finalized, finalizeLoan } from "./loan.ts";
export { noteBill, noteFile } from "./note.ts";
export { changeApplication, type Opening, openApplication } from "./open.ts";
