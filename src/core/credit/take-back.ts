import type { Tx } from "../../platform/db/index.ts";
import { type AccountName, type Movement, post } from "../ledger/index.ts";
import { ratio } from "../money/index.ts";
import { Refusal } from "../refusal.ts";
import { instalments, isOwed, type Loan, loans, lockLoanOf, paidOf, readTariff } from "./loan.ts";
import { countOverdue } from "./overdue.ts";
import { customerAccount, lenderAccount, merchantPayable } from "./parties.ts";
import { type Replan, replanSchedule } from "./schedule.ts";

/** Goods of `amount` (minor units of the principal) came back: the merchant owes them to the lender again, the
 *  debt falls, the schedule is recalculated, and what was paid too much becomes the customer's credit balance.
 *  Refuses: loan_not_found. */
export async function takeBack(
  tx: Tx,
  { paymentId, amount }: { paymentId: string; amount: bigint },
): Promise<Loan> {
  const loan = await lockLoanOf(tx, paymentId);
  if (!loan || amount > loan.principal) throw new Refusal("loan_not_found");
  const tariff = readTariff(loan.tariff);
  const principal = loan.principal - amount;
  const rows = await tx.list(instalments, { loanId: loan.id });
  const unpaid = rows.filter(isOwed);
  const replan = replanSchedule({ tariff, principal, paid: paidOf(loan, rows), unpaid });
  const commission = ratio(principal, tariff.commissionPpm, "half_up");

  for (const movement of reversal(loan, replan, amount, loan.commission - commission)) post(tx, movement);
  const planned = new Map(replan.remaining.map((instalment) => [instalment.number, instalment]));
  for (const row of unpaid) {
    const left = planned.get(row.number) ?? ({ principal: 0n, fee: 0n, state: "canceled" } as const);
    tx.update(instalments, { ...row, ...left });
  }
  const settled = unpaid.filter(({ number }) => !planned.has(number));
  await countOverdue(tx, loan.customerId, -settled.filter(({ state }) => state === "overdue").length);
  return tx.update(loans, { ...loan, principal, fee: replan.fee, commission });
}

/** The postings of a return. `reclassified` is paid money that changes its name between principal and fee. */
function reversal(loan: Loan, replan: Replan, amount: bigint, commission: bigint): Movement[] {
  const { refund, reclassified } = replan;
  const feeCut = loan.fee - replan.fee;
  const balance = customerAccount(loan, "credit_balance");
  const principal = customerAccount(loan, "principal");
  const fees = customerAccount(loan, "fees");
  const payable = merchantPayable(loan);
  const deferred = lenderAccount(loan, "deferred_fees");
  const income = lenderAccount(loan, "fee_income");
  const subjectId = loan.paymentId;
  return [
    { reason: "goods returned", subjectId, debit: payable, credit: principal, amount },
    { reason: "overpayment recalculated", subjectId, debit: deferred, credit: fees, amount: feeCut },
    {
      reason: "commission returned",
      subjectId,
      debit: lenderAccount(loan, "commission_income"),
      credit: payable,
      amount: commission,
    },
    {
      reason: "paid principal returned",
      subjectId,
      debit: principal,
      credit: balance,
      amount: refund.principal,
    },
    { reason: "paid overpayment returned", subjectId, debit: fees, credit: balance, amount: refund.fee },
    {
      reason: "overpayment no longer earned",
      subjectId,
      debit: income,
      credit: deferred,
      amount: refund.fee,
    },
    ...reclassify(subjectId, reclassified, { principal, fees, deferred, income }),
  ];
}

function reclassify(
  subjectId: string,
  amount: bigint,
  accounts: Record<"principal" | "fees" | "deferred" | "income", AccountName>,
): Movement[] {
  const { principal, fees, deferred, income } = accounts;
  const [from, to, unearned, earned] =
    amount > 0n ? [principal, fees, deferred, income] : [fees, principal, income, deferred];
  const size = amount > 0n ? amount : -amount;
  return [
    { reason: "payment reclassified", subjectId, debit: from, credit: to, amount: size },
    { reason: "overpayment reclassified", subjectId, debit: unearned, credit: earned, amount: size },
  ];
}
