export { allocate, allocateByWeights } from "./allocation.ts";
export { exponentOf, isCurrency } from "./currency.ts";
export { formatDecimal, parseDecimal, toMajorNumber } from "./decimal.ts";
export type { Money } from "./money.ts";
export { add, compare, isZero, money, negate, subtract } from "./money.ts";
export type { Rounding } from "./rounding.ts";
export { ratio, roundUpTo } from "./rounding.ts";
