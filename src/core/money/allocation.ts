/** Splits an amount into that many parts which sum to it and differ by at most 1, the larger ones first.
 *  Throws a RangeError unless `parts` is a positive integer. */
export function allocate(amount: bigint, parts: number): bigint[] {
  if (!Number.isSafeInteger(parts) || parts < 1) throw new RangeError(`cannot split into ${parts} parts`);
  const { quotient, remainder } = floorDivide(amount, BigInt(parts));
  return Array.from({ length: parts }, (_, i) => (BigInt(i) < remainder ? quotient + 1n : quotient));
}

/** Splits an amount in proportion to the weights by largest remainder (the earlier of equals first); the
 *  parts sum to it, and no part is 1 or more away from its exact share. A weight of 0 gets nothing.
 *  Throws a RangeError when a weight is negative or all are 0. */
export function allocateByWeights(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total <= 0n || weights.some((weight) => weight < 0n)) throw new RangeError("weights must be positive");

  const shares = weights.map((weight) => floorDivide(amount * weight, total));
  const left = amount - shares.reduce((sum, share) => sum + share.quotient, 0n);
  const lucky = new Set(byLargestRemainder(shares).slice(0, Number(left)));
  return shares.map((share) => (lucky.has(share) ? share.quotient + 1n : share.quotient));
}

type Division = { readonly quotient: bigint; readonly remainder: bigint };

/** Rounds towards minus infinity, so that the remainder is never negative, also for a negative amount. */
function floorDivide(amount: bigint, divisor: bigint): Division {
  const remainder = ((amount % divisor) + divisor) % divisor;
  return { quotient: (amount - remainder) / divisor, remainder };
}

function byLargestRemainder(shares: readonly Division[]): Division[] {
  return shares.toSorted((a, b) => Number(b.remainder > a.remainder) - Number(b.remainder < a.remainder));
}
