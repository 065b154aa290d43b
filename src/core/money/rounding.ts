/** `half_up` and `up` go away from zero, `down` towards it, so that a refund rounds like its charge. */
export type Rounding = "half_up" | "up" | "down";

const million = 1_000_000n;

/** The amount's share in parts per million (1 % is 10_000n), rounded to the minor unit.
 *  Throws a RangeError for a negative share. */
export function ratio(amount: bigint, ppm: bigint, rounding: Rounding): bigint {
  if (ppm < 0n) throw new RangeError("a ratio cannot be negative");
  const product = (amount < 0n ? -amount : amount) * ppm;
  const rounded = (product + roundingTerm[rounding]) / million;
  return amount < 0n ? -rounded : rounded;
}

const roundingTerm: Readonly<Record<Rounding, bigint>> = {
  half_up: million / 2n,
  up: million - 1n,
  down: 0n,
};

/** The smallest multiple of the step that is not less than the amount.
 *  Throws a RangeError unless the step is positive. */
export function roundUpTo(amount: bigint, step: bigint): bigint {
  if (step <= 0n) throw new RangeError("a step must be positive");
  const past = ((amount % step) + step) % step;
  return past === 0n ? amount : amount + step - past;
}
