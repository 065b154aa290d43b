import type { Verdict } from "../../core/wallet/index.ts";

/** What an integrator's reason means for the attempt and for its user (facts 3.5). `again`: what the user may do. */
export type Reason = {
  readonly name: string;
  readonly verdict: Exclude<Verdict, "succeeded">;
  readonly again: "same card" | "another card" | "nothing";
};

const declined = { verdict: "failed", again: "another card" } as const;

export const reasonCodes: Readonly<Record<number, Reason>> = {
  1000: { name: "rejected", ...declined },
  1001: { name: "insufficient funds", ...declined },
  1003: { name: "card expired", ...declined },
  1004: { name: "fraud suspected", ...declined },
  1005: { name: "soft blocked", ...declined },
  1006: { name: "hard blocked", ...declined },
  1007: { name: "web payment disabled for card", ...declined },
  1008: { name: "3-D Secure is needed", verdict: "step_up", again: "another card" },
  1009: { name: "3-D Secure is done", verdict: "stepped_up", again: "nothing" },
  1010: { name: "payment invalidated", verdict: "failed", again: "nothing" },
  2000: { name: "error", verdict: "failed", again: "same card" },
  2001: { name: "permanent error", ...declined },
  2002: { name: "temporary error", verdict: "failed", again: "same card" },
  3000: { name: "timeout", verdict: "failed", again: "same card" },
};

/** The reason of a code; undefined when it is none. */
export function reasonOf(code: number): Reason | undefined {
  return Object.hasOwn(reasonCodes, code) ? reasonCodes[code] : undefined;
}
