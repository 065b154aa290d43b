import { type Table, type Tx, table } from "../../platform/db/index.ts";

/** Which payment tried to charge a step of a sale. What became of it, the payment tells. */
export type StepAttempt = {
  readonly paymentId: string;
  readonly stepId: string;
  /** The payment's. */
  readonly number: bigint;
};

export const stepAttempts: Table<StepAttempt> = table<StepAttempt>(
  "step_attempts",
  { paymentId: "uuid", stepId: "uuid", number: "bigint" },
  { key: ["paymentId"] },
);

export function insertAttempt(tx: Tx, attempt: StepAttempt): void {
  tx.insert(stepAttempts, attempt);
}
