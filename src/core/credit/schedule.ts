import { remembered } from "../../platform/remembered.ts";
import { allocate, allocateByWeights, roundUpTo } from "../money/index.ts";
import { monthlyOverpayment, type Tariff } from "./tariff.ts";

/** Minor units, apart by what they are for: the borrowed money and its price. */
export type Split = { readonly principal: bigint; readonly fee: bigint };

/** A day on which an instalment is owed; `number` counts from 1 in the first schedule and never changes. */
export type DueDay = { readonly number: number; readonly dueOn: Temporal.PlainDate };

export type Instalment = DueDay & Split;

export type Schedule = {
  readonly principal: bigint;
  /** monthlyOverpayment × term. */
  readonly fee: bigint;
  readonly total: bigint;
  /** The first and largest instalment. */
  readonly monthlyPayment: bigint;
  readonly monthlyOverpayment: bigint;
  readonly instalments: readonly Instalment[];
};

export type Replan = {
  /** What the credit costs now: principal, fee and total of `planSchedule` for the new principal. */
  readonly principal: bigint;
  readonly fee: bigint;
  readonly total: bigint;
  /** What is still owed; replaces all unpaid instalments. Empty when nothing is. */
  readonly remaining: readonly Instalment[];
  /** What goes back to the customer, and what it had been paid for. */
  readonly refund: Split;
  readonly refundToCustomer: bigint;
  /** Paid money that counted as principal and counts as fee from now on; negative: the other way. Mostly 0;
   *  not 0 where rounding, above all to a large overpaymentStep, keeps the fee from following the principal. */
  readonly reclassified: bigint;
};

/** What the customer pays on that day, in minor units. */
export function amountOf(instalment: Split): bigint {
  return instalment.principal + instalment.fee;
}

/** The schedule of a credit taken on `startOn`: the first instalment is due one month (or 30 days) later.
 *
 *  The instalments sum to the total exactly, in principal and in fee; each is greater than 0. They are equal
 *  multiples of the tariff's step with a smaller last one. Where that would leave nothing for the last, they
 *  are equal to the minor unit instead; and a total of fewer minor units than instalments has fewer of them.
 *  Principal 0 has none. Throws a RangeError for a negative principal. Does not ask `fits`. */
export function planSchedule(tariff: Tariff, principal: bigint, startOn: Temporal.PlainDate): Schedule {
  const price = priceOf(tariff, principal);
  const instalments = spread(price, dueDays({ tariff, startOn }), tariff.instalmentStep);
  const [first] = instalments;
  return {
    ...price,
    total: amountOf(price),
    monthlyPayment: first ? amountOf(first) : 0n,
    monthlyOverpayment: monthlyOverpayment(tariff, principal),
    instalments,
  };
}

/** What becomes of a schedule when the principal falls (a return), with the same tariff whatever its minimum.
 *
 *  `principal` is the new one. `paid` is all that the customer has paid so far, less what earlier returns
 *  gave back: what the credit costs less what is still owed. `unpaid` are the days still owed, in order. What
 *  is owed is the new total less what is paid, spread over those days as the tariff does; when too much has been
 *  paid, the rest is refunded. Principal 0 refunds all, fees too.
 *
 *  The books close, and likewise for the fee with `+ reclassified`:
 *  `paid.principal − reclassified + Σ remaining.principal − refund.principal = principal`.
 *  Throws a RangeError for a negative principal, or when something is owed and no day is left for it. */
export function replanSchedule(input: {
  readonly tariff: Tariff;
  readonly principal: bigint;
  readonly paid: Split;
  readonly unpaid: readonly DueDay[];
}): Replan {
  const { tariff, paid, unpaid } = input;
  const price = priceOf(tariff, input.principal);
  const { settlement, reclassified } = settle(price, paid);
  const refund = owesCustomer(settlement) ? opposite(settlement) : nothing;
  const remaining = owesCustomer(settlement) ? [] : spread(settlement, unpaid, tariff.instalmentStep);
  return {
    ...price,
    total: amountOf(price),
    remaining,
    refund,
    refundToCustomer: amountOf(refund),
    reclassified,
  };
}

const nothing: Split = { principal: 0n, fee: 0n };

function priceOf(tariff: Tariff, principal: bigint): Split {
  if (principal < 0n) throw new RangeError("a principal cannot be negative");
  return { principal, fee: monthlyOverpayment(tariff, principal) * BigInt(tariff.term) };
}

/** What must still move to get from `paid` to `price`: both parts to us, or both back to the customer. The
 *  parts alone can point in opposite directions when the fee is not proportional to the principal; the money
 *  that would go both ways at once only changes its name, which is `reclassified`. */
function settle(price: Split, paid: Split): { settlement: Split; reclassified: bigint } {
  const missing = price.principal - paid.principal;
  const owed = amountOf(price) - amountOf(paid);
  const principal = owed > 0n ? clamp(missing, 0n, owed) : clamp(missing, owed, 0n);
  return { settlement: { principal, fee: owed - principal }, reclassified: principal - missing };
}

function clamp(value: bigint, low: bigint, high: bigint): bigint {
  if (value < low) return low;
  return value > high ? high : value;
}

function owesCustomer(settlement: Split): boolean {
  return amountOf(settlement) < 0n;
}

function opposite(split: Split): Split {
  return { principal: -split.principal, fee: -split.fee };
}

/** Each instalment carries the fee in proportion to its amount, so no part can exceed the instalment. */
function spread(owed: Split, days: readonly DueDay[], step: bigint): Instalment[] {
  const amounts = instalmentAmounts(amountOf(owed), days.length, step);
  if (amounts.length === 0) return [];
  const fees = allocateByWeights(owed.fee, amounts);
  return days.slice(0, amounts.length).map(({ number, dueOn }, i) => {
    const fee = fees[i] ?? 0n;
    return { number, dueOn, principal: (amounts[i] ?? 0n) - fee, fee };
  });
}

function instalmentAmounts(total: bigint, count: number, step: bigint): bigint[] {
  if (total === 0n) return [];
  if (count === 0) throw new RangeError("no day is left to pay on");
  const equalShare = roundUpTo(total, BigInt(count)) / BigInt(count);
  const regular = roundUpTo(equalShare, step);
  const last = total - regular * BigInt(count - 1);
  if (last > 0n) return [...Array<bigint>(count - 1).fill(regular), last];
  return allocate(total, count).filter((amount) => amount > 0n);
}

type Begin = { readonly tariff: Tariff; readonly startOn: Temporal.PlainDate };

/** Who buys on the same day pays on the same days. */
const dueDays = remembered(
  ({ tariff, startOn }: Begin): readonly DueDay[] =>
    Array.from({ length: tariff.term }, (_, i) => ({
      number: i + 1,
      dueOn: offWeekend(tariff, stepsAfter(tariff, startOn, i + 1)),
    })),
  { by: ({ tariff: { every, weekends, term }, startOn }) => `${startOn} ${term} ${every} ${weekends}` },
);

/** Counted from the start each time: the 31st becomes 28 February, and the 31st again in March. */
function stepsAfter(tariff: Tariff, startOn: Temporal.PlainDate, steps: number): Temporal.PlainDate {
  return startOn.add(tariff.every === "month" ? { months: steps } : { days: 30 * steps });
}

function offWeekend(tariff: Tariff, day: Temporal.PlainDate): Temporal.PlainDate {
  const saturday = 6;
  if (tariff.weekends === "keep" || day.dayOfWeek < saturday) return day;
  return day.add({ days: 8 - day.dayOfWeek });
}
