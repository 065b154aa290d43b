import type { Verdict } from "../../core/wallet/index.ts";

/** What an integrator's reason means for the attempt (facts 3.5). `isFinal`: the user may not approve again. */
export type Reason = {
  readonly name: string;
  readonly verdict: Exclude<Verdict, "succeeded">;
  readonly isFinal?: boolean;
};

const failed = { verdict: "failed" } as const;

export const reasonCodes: Readonly<Record<number, Reason>> = {
  1000: { name: "rejected", ...failed },
  1001: { name: "insufficient funds", ...failed },
  1003: { name: "card expired", ...failed },
  1004: { name: "fraud suspected", ...failed },
  1005: { name: "soft blocked", ...failed },
  1006: { name: "hard blocked", ...failed },
  1007: { name: "web payment disabled for card", ...failed },
  1008: { name: "3-D Secure is needed", verdict: "step_up" },
  1009: { name: "3-D Secure is done", verdict: "stepped_up" },
  1010: { name: "payment invalidated", ...failed, isFinal: true },
  2000: { name: "error", ...failed },
  2001: { name: "permanent error", ...failed, isFinal: true },
  2002: { name: "temporary error", ...failed },
  3000: { name: "timeout", ...failed },
};

/** The reason of a code; undefined when it is none. */
export function reasonOf(code: number): Reason | undefined {
  return Object.hasOwn(reasonCodes, code) ? reasonCodes[code] : undefined;
}
