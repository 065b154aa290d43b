import type { Store } from "../../core/merchants/index.ts";
import { ratio } from "../../core/money/index.ts";
import { Fault } from "./errors.ts";

/** What the wallet bills for a captured amount, in minor units. */
export function feeOf({ settings }: Pick<Store, "settings">, amount: bigint): bigint {
  if (amount === 0n) return 0n;
  const { feePpm = 0, feeFixed = 0 } = settings;
  return ratio(amount, BigInt(feePpm), "half_up") + BigInt(feeFixed);
}

/** The most that a verification of an account may cost (document, "Initiate CIT payment"). */
const mostOfVerification = 100n;

/** Faults 4003, 4004. */
export function checkAmount(amount: bigint, { isVerification = false } = {}): void {
  if (isVerification && (amount < 0n || amount > mostOfVerification)) throw new Fault(4004);
  if (!isVerification && amount <= 0n) throw new Fault(4003);
}
