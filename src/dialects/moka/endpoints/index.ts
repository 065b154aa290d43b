import type { Endpoints } from "../operation.ts";
import { bins } from "./bins.ts";
import { customerCards } from "./cards.ts";
import { customers } from "./customers.ts";
import { dealers } from "./dealer.ts";
import { paymentLists } from "./payment-lists.ts";
import { paymentRequests } from "./payment-requests.ts";
import { payments } from "./payments.ts";
import { planLists } from "./plan-lists.ts";
import { plans } from "./plans.ts";
import { pool } from "./pool.ts";
import { products } from "./products.ts";
import { sales } from "./sales.ts";
import { schedules } from "./schedules.ts";
import { threeD } from "./three-d.ts";

/** The methods that are mounted. */
export const endpoints: Endpoints = {
  ...customerCards,
  ...bins,
  ...customers,
  ...dealers,
  ...paymentLists,
  ...paymentRequests,
  ...payments,
  ...planLists,
  ...plans,
  ...pool,
  ...products,
  ...sales,
  ...schedules,
  ...threeD,
};
