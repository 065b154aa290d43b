import type { Operation } from "../operation.ts";
import { agreements } from "./agreements.ts";
import { credentials } from "./credentials.ts";
import { merchants } from "./merchants.ts";
import { mitMovements, movements } from "./movements.ts";
import { payments } from "./payments.ts";
import { platforms } from "./platforms.ts";
import { recurringPayments } from "./recurring-payments.ts";
import { simulation } from "./simulation.ts";

/** What is there in every mode, and what is there in the sandbox. */
export const operations: readonly Operation[] = [
  ...merchants,
  ...payments,
  ...movements,
  ...agreements,
  ...recurringPayments,
  ...mitMovements,
  ...platforms,
  ...credentials,
];

export const sandboxOperations: readonly Operation[] = simulation;
