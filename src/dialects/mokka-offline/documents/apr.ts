import { toMajorNumber } from "../../../core/money/index.ts";
import type { LoanFacts } from "./facts.ts";

/** The annual percentage rate as Directive 2008/48/EC, annex I, defines it: the yearly rate at which the instalments
 *  are worth today what was lent, in parts of one (0.127 is 12.7 %). What takes whole months counts by twelfths of a
 *  year, anything else by days of 1/365. */
export function annualRate({
  amount,
  startOn,
  instalments,
}: Pick<LoanFacts, "amount" | "startOn" | "instalments">): number {
  const isMonthly = instalments.every(({ dueOn }) => fallsMonthly(startOn, dueOn));
  const payments = instalments.map((instalment) => ({
    amount: toMajorNumber(instalment.amount),
    years: isMonthly
      ? monthsBetween(startOn, instalment.dueOn) / 12
      : startOn.until(instalment.dueOn, { largestUnit: "days" }).days / 365,
  }));
  const lent = toMajorNumber(amount);
  const worth = (rate: number) =>
    payments.reduce((sum, payment) => sum + payment.amount / (1 + rate) ** payment.years, 0);
  return rateWhere((rate) => worth(rate) <= lent);
}

/** Where a condition begins to hold that holds for all larger rates, between 0 and `highest`. */
function rateWhere(holds: (rate: number) => boolean): number {
  let low = 0;
  let high = highest;
  if (holds(low)) return low;
  while (high - low > precision) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const highest = 1_000_000;
const precision = 1e-9;

function monthsBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  return (to.year - from.year) * 12 + to.month - from.month;
}

/** The 31st and the last day of a shorter month are whole months apart too. */
function fallsMonthly(from: Temporal.PlainDate, to: Temporal.PlainDate): boolean {
  return from.add({ months: monthsBetween(from, to) }).equals(to);
}
