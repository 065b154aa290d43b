import { changeClient } from "./change-client.ts";
import { changeServices, getServices } from "./extras.ts";
import { getClient } from "./get-client.ts";
import { getInformers } from "./get-informers.ts";
import { getLoan } from "./get-loan.ts";
import { changeLimit, getLimit } from "./limit.ts";
import { billingShift, restructuring } from "./not-offered.ts";

/** What a lender's back office asks about a customer (facts 4.3). */
export const backOffice = [
  getClient,
  changeClient,
  getInformers,
  getLimit,
  changeLimit,
  getLoan,
  getServices,
  changeServices,
  ...billingShift,
  ...restructuring,
] as const;
