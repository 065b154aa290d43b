import type { WalletTextKey } from "./texts/text.ts";

/** Why an approval has come to nothing: the integrator's code, or what the wallet itself has seen. */
export type Reason = number | "unreachable" | "timed_out" | "no_card";

const codes: Readonly<Record<number, WalletTextKey>> = {
  1000: "reason.1000",
  1001: "reason.1001",
  1003: "reason.1003",
  1004: "reason.1004",
  1005: "reason.1005",
  1006: "reason.1006",
  1007: "reason.1007",
  1008: "reason.1008",
  1009: "reason.1009",
  1010: "reason.1010",
  2000: "reason.2000",
  2001: "reason.2001",
  2002: "reason.2002",
  3000: "reason.3000",
};

/** The text that tells a user the reason, and what may help. */
export function reasonText(reason: Reason): WalletTextKey {
  return typeof reason === "string" ? `reason.${reason}` : (codes[reason] ?? "reason.other");
}
