import type { Tx } from "../../platform/db/index.ts";
import { emit } from "../events/index.ts";
import { advance, type Checkout, type Outcome } from "./checkout.ts";

/** Ends the form and tells whoever waits for it. */
export function finish(
  tx: Tx,
  checkout: Checkout,
  outcome: Outcome,
  reason: string | null,
  changes: Partial<Checkout> = {},
): Checkout {
  const { merchantId, id, purpose, reference } = checkout;
  emit(tx, {
    merchantId,
    type: "checkout.finished",
    subjectId: id,
    data: { purpose, reference, outcome, reason },
  });
  return advance(tx, checkout, { ...changes, step: "done", outcome, reason });
}
