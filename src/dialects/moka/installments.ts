import { type Money, ratio } from "../../core/money/index.ts";
import { type Bin, binJson, groups } from "./bin.ts";
import { writeAmount } from "./money.ts";

/** What a payment costs the dealer in the sandbox, in parts per million, by the number of instalments: a table of our
 *  own. The first is the rate of a recorded answer. */
const rates: readonly bigint[] = [
  15_400n,
  28_000n,
  39_000n,
  50_000n,
  61_000n,
  72_000n,
  83_000n,
  94_000n,
  105_000n,
  116_000n,
  127_000n,
  138_000n,
];

/** Programmes whose cards have fewer. */
const mostOf: Readonly<Record<string, number>> = { BANKKART: 9, PARAF: 9 };

/** In how many instalments a card can pay: debit cards, cards nobody knows, and foreign currencies in one. */
export function mostInstallments(bin: Bin | undefined, currency: string): number {
  const group = currency === "TRY" ? bin?.group : undefined;
  return group ? mostOfGroup(group) : 1;
}

/** Parts per million; undefined when there are not so many instalments. */
export function commissionRate(installments: number): bigint | undefined {
  return rates[installments - 1];
}

/** The same in percent; 0 when there are not so many. */
export function commissionPercent(installments: number): number {
  return percent(commissionRate(installments) ?? 0n);
}

/** What the platform takes of a payment, in minor units. */
export function commissionOf(amount: bigint, installments: number): bigint {
  return ratio(amount, commissionRate(installments) ?? 0n, "half_up");
}

type Asked = Money & {
  /** The shopper pays the commission on top. */
  readonly isOnTop: boolean;
};

/** `Data` of DoCalcPaymentTable: for the programme of a card, or, without one, all of them. */
export function paymentTable({ bin, ...asked }: Asked & { readonly bin: Bin | undefined }) {
  const names = bin ? [bin.group] : groups;
  return {
    BankPaymentInstallmentInfoList: names.map((name) => ({
      BankInfoName: name,
      PaymentInstallmentInfoList: installmentsOf(name, asked),
    })),
  };
}

function installmentsOf(group: string, asked: Asked) {
  const most = group && asked.currency === "TRY" ? mostOfGroup(group) : 1;
  return rates.slice(0, most).map((rate, i) => installmentJson(asked, rate, i + 1));
}

function installmentJson({ amount, currency, isOnTop }: Asked, rate: bigint, installments: number) {
  const total = isOnTop ? withCommission(amount, rate) : amount;
  const commission = isOnTop ? total - amount : ratio(amount, rate, "half_up");
  return {
    CommissionType: "",
    InstallmentNumber: installments,
    DealerCommissionRate: percent(rate),
    DealerCommissionFixedAmount: 0,
    DealerCommissionAmount: writeAmount(commission, currency),
    PerInstallmentAmount: writeAmount(shareOf(total, BigInt(installments)), currency),
    Amount: writeAmount(total, currency),
  };
}

/** `Data` of DoCalcPaymentAmount: what a card pays so that the commission is on top, and what the dealer gets of it;
 *  `revenueRate`, in parts per million, goes to the group the dealer belongs to. */
export function paymentAmount({
  amount,
  currency,
  bin,
  binNumber,
  rate,
  revenueRate,
}: Money & { bin: Bin; binNumber: string; rate: bigint; revenueRate: bigint }) {
  const total = withCommission(amount, rate);
  const revenue = ratio(amount, revenueRate, "half_up");
  const commission = total - amount;
  const cost = commission + revenue;
  return {
    PaymentAmount: writeAmount(total, currency),
    DealerDepositAmount: writeAmount(amount - revenue, currency),
    DealerCommissionRate: percent(total === 0n ? 0n : shareOf(cost * 1_000_000n, total)),
    DealerCommissionAmount: writeAmount(cost, currency),
    DealerCommissionFixedAmount: 0,
    DealerGroupCommissionRate: percent(rate),
    DealerGroupCommissionAmount: writeAmount(commission, currency),
    DealerGroupCommissionFixedAmount: 0,
    GroupRevenueRate: percent(revenueRate),
    GroupRevenueAmount: writeAmount(revenue, currency),
    BankCard: binJson(bin, binNumber),
  };
}

function mostOfGroup(group: string): number {
  return mostOf[group] ?? rates.length;
}

/** What has to be paid so that, after the commission, `amount` is left. */
function withCommission(amount: bigint, rate: bigint): bigint {
  return shareOf(amount * 1_000_000n, 1_000_000n - rate);
}

/** Rounded half up. */
function shareOf(amount: bigint, parts: bigint): bigint {
  return (2n * amount + parts) / (2n * parts);
}

/** Parts per million as percent with two decimals. */
function percent(ppm: bigint): number {
  return Number(shareOf(ppm, 100n)) / 100;
}
