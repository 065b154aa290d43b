import type { Store } from "../../core/merchants/index.ts";
import { ratio } from "../../core/money/index.ts";
import { writeAmount } from "./money.ts";

/** What the platform takes of a captured amount, in minor units. */
export function feeOf({ settings }: Pick<Store, "settings">, amount: bigint): bigint {
  if (amount === 0n) return 0n;
  const { feePpm = 0, feeFixed = 0 } = settings;
  const fee = ratio(amount, BigInt(feePpm), "half_up") + BigInt(feeFixed);
  return fee < amount ? fee : amount;
}

/** The same as transactions tell it (facts 2.5). */
export function costOf(store: Pick<Store, "settings">, amount: bigint, currency: string) {
  const { feePpm = 0, feeFixed = 0 } = store.settings;
  return {
    percentual_fee: fraction(feePpm),
    fixed_fee: writeAmount(BigInt(feeFixed), currency),
    percentual_exchange_fee: "0.0",
    total: writeAmount(feeOf(store, amount), currency),
    vat_rate: 0.25,
  };
}

/** 25000 parts per million as "0.025". */
function fraction(ppm: number): string {
  const text = String(ppm / 1_000_000);
  return text.includes(".") ? text : `${text}.0`;
}
