import type { Payment } from "../../../core/payments/index.ts";
import type { JsonObject } from "../../toolkit/json.ts";

/** What a payment with 3-D Secure keeps beside what others do. JSON. */
export type Visit = {
  /** Where the shopper goes afterwards, in the whole window or in the frame; a path is a page of ours. */
  readonly redirectUrl: string;
  readonly staysInFrame: boolean;
  /** What the dealer checks the outcome by; null: it is told plainly. */
  readonly codeForHash: string | null;
  /** Whose card it is to be that is stored; null: none is. */
  readonly customer: JsonObject | null;
};

/** Whether the shopper is still to come back from the bank. */
export function isAway({ state, instrument }: Payment): boolean {
  return state === "processing" && !instrument?.authentication;
}

/** Undefined: the payment is without 3-D Secure. */
export function visitOf({ details }: Payment): Visit | undefined {
  return details.told?.visit as Visit | undefined;
}
