import { type Table, type Tx, table } from "../../platform/db/index.ts";
import type { Instalment as PlannedInstalment, Split } from "./schedule.ts";
import type { Tariff } from "./tariff.ts";

/** Money lent for one payment: what was lent and what it costs, less what came back. Minor units. What of it is paid, its
 *  instalments tell. */
export type Loan = {
  readonly id: string;
  readonly merchantId: string;
  readonly lenderId: string;
  readonly customerId: string;
  readonly paymentId: string;
  readonly currency: string;
  /** The tariff as it was agreed, amounts and rates as text. */
  readonly tariff: StoredTariff;
  readonly principal: bigint;
  readonly fee: bigint;
  readonly commission: bigint;
  readonly startedOn: Temporal.PlainDate;
};

/** One instalment of a loan. */
export type LoanInstalment = PlannedInstalment & {
  readonly loanId: string;
  readonly lenderId: string;
  readonly customerId: string;
  readonly state: "scheduled" | "paid" | "overdue" | "canceled";
  readonly paidAt: Temporal.Instant | null;
  readonly currency: string;
};

type Stored<T> = {
  readonly [K in keyof T]: T[K] extends bigint ? string : T[K] extends bigint | null ? string | null : T[K];
};
export type StoredTariff = Stored<Tariff>;

export const tariffs: Table<Tariff> = table<Tariff>("tariffs", {
  id: "uuid",
  storeId: "uuid",
  number: "integer",
  kind: "text",
  term: "integer",
  currency: "text",
  minimum: "bigint",
  maximum: "bigint",
  monthlyRatePpm: "bigint",
  overpaymentStep: "bigint",
  instalmentStep: "bigint",
  commissionPpm: "bigint",
  every: "text",
  weekends: "text",
});

export const loans: Table<Loan> = table<Loan>(
  "loans",
  {
    id: "uuid",
    merchantId: "uuid",
    lenderId: "uuid",
    customerId: "uuid",
    paymentId: "uuid",
    currency: "text",
    tariff: "jsonb",
    principal: "bigint",
    fee: "bigint",
    commission: "bigint",
    startedOn: "date",
  },
  { unique: [["paymentId"]] },
);

export const instalments: Table<LoanInstalment> = table<LoanInstalment>(
  "instalments",
  {
    loanId: "uuid",
    number: "integer",
    lenderId: "uuid",
    customerId: "uuid",
    dueOn: "date",
    principal: "bigint",
    fee: "bigint",
    state: "text",
    paidAt: "timestamptz",
    currency: "text",
  },
  { key: ["loanId", "number"] },
);

export function storeTariff(tariff: Tariff): StoredTariff {
  return {
    ...tariff,
    minimum: String(tariff.minimum),
    maximum: tariff.maximum === null ? null : String(tariff.maximum),
    monthlyRatePpm: String(tariff.monthlyRatePpm),
    overpaymentStep: String(tariff.overpaymentStep),
    instalmentStep: String(tariff.instalmentStep),
    commissionPpm: String(tariff.commissionPpm),
  };
}

export function readTariff(stored: StoredTariff): Tariff {
  return {
    ...stored,
    minimum: BigInt(stored.minimum),
    maximum: stored.maximum === null ? null : BigInt(stored.maximum),
    monthlyRatePpm: BigInt(stored.monthlyRatePpm),
    overpaymentStep: BigInt(stored.overpaymentStep),
    instalmentStep: BigInt(stored.instalmentStep),
    commissionPpm: BigInt(stored.commissionPpm),
  };
}

/** Whether an instalment is still to be paid. */
export function isOwed({ state }: Pick<LoanInstalment, "state">): boolean {
  return state === "scheduled" || state === "overdue";
}

type Owed = Split & Pick<LoanInstalment, "state">;

/** What the customer has paid, less what went back: all that is not left to pay. `rows`: the instalments of the loan. */
export function paidOf({ principal, fee }: Split, rows: readonly Owed[]): Split {
  const owed = rows.filter(isOwed);
  return {
    principal: owed.reduce((left, instalment) => left - instalment.principal, principal),
    fee: owed.reduce((left, instalment) => left - instalment.fee, fee),
  };
}

/** How a loan stands, by its instalments. */
export function standingOf({ principal }: Pick<Loan, "principal">, rows: readonly Pick<Owed, "state">[]) {
  if (principal === 0n) return "returned";
  return rows.some(isOwed) ? "active" : "repaid";
}

/** Takes the loan of a payment for change. Its instalments go with it: they change only under this lock. */
export function lockLoanOf(tx: Tx, paymentId: string): Promise<Loan | undefined> {
  return tx.lock(loans, { paymentId });
}
