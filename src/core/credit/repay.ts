import type { Tx } from "../../platform/db/index.ts";
import { emit } from "../events/index.ts";
import { type Movement, post } from "../ledger/index.ts";
import { Refusal } from "../refusal.ts";
import { instalments, type Loan, type LoanInstalment, loans } from "./loan.ts";
import { countOverdue } from "./overdue.ts";
import { customerAccount, lenderAccount } from "./parties.ts";
import { amountOf } from "./schedule.ts";

/** Books that the customer was charged `charged` (minor units) for an instalment: the debt falls, the limit is
 *  free again, the fee is earned. What a return meanwhile made too much, or too little, goes to the customer's
 *  credit balance. Paying what is paid changes nothing. Refuses: loan_not_found. */
export async function repay(
  tx: Tx,
  { loanId, number, charged }: { loanId: string; number: number; charged: bigint },
): Promise<LoanInstalment> {
  const { loan, instalment } = await lockInstalment(tx, loanId, number);
  if (instalment.paidAt) return instalment;
  const excess = charged - amountOf(instalment);
  if (excess !== 0n) post(tx, difference(loan, excess));
  const paid = { ...instalment, paidAt: tx.now };
  if (instalment.state === "canceled") return tx.update(instalments, paid);

  for (const movement of repayment(loan, instalment)) post(tx, movement);
  emitInstalment(tx, "instalment.paid", loan, instalment);
  if (instalment.state === "overdue") await countOverdue(tx, loan.customerId, -1);
  return tx.update(instalments, { ...paid, state: "paid" });
}

/** The customer did not pay on the due day. Does nothing to an instalment that is not to be paid any more, or is
 *  overdue. Refuses: loan_not_found. */
export async function markOverdue(tx: Tx, due: { loanId: string; number: number }): Promise<LoanInstalment> {
  const { loan, instalment } = await lockInstalment(tx, due.loanId, due.number);
  if (instalment.state !== "scheduled") return instalment;
  emitInstalment(tx, "instalment.overdue", loan, instalment);
  await countOverdue(tx, loan.customerId, 1);
  return tx.update(instalments, { ...instalment, state: "overdue" });
}

async function lockInstalment(tx: Tx, loanId: string, number: number) {
  const [loan, instalment] = await Promise.all([
    tx.lock(loans, { id: loanId }),
    tx.lock(instalments, { loanId, number }),
  ]);
  if (!loan || !instalment) throw new Refusal("loan_not_found");
  return { loan, instalment };
}

/** A return may recalculate an instalment while it is being charged, mostly to less. */
function difference(loan: Loan, excess: bigint): Movement {
  const cash = lenderAccount(loan, "cash");
  const balance = customerAccount(loan, "credit_balance");
  const subjectId = loan.paymentId;
  return excess > 0n
    ? { reason: "paid too much", subjectId, debit: cash, credit: balance, amount: excess }
    : { reason: "paid too little", subjectId, debit: balance, credit: cash, amount: -excess };
}

function repayment(loan: Loan, { principal, fee }: LoanInstalment): Movement[] {
  const subjectId = loan.paymentId;
  const cash = lenderAccount(loan, "cash");
  return [
    {
      reason: "principal repaid",
      subjectId,
      debit: cash,
      credit: customerAccount(loan, "principal"),
      amount: principal,
    },
    {
      reason: "overpayment paid",
      subjectId,
      debit: cash,
      credit: customerAccount(loan, "fees"),
      amount: fee,
    },
    {
      reason: "overpayment earned",
      subjectId,
      debit: lenderAccount(loan, "deferred_fees"),
      credit: lenderAccount(loan, "fee_income"),
      amount: fee,
    },
  ];
}

function emitInstalment(
  tx: Tx,
  type: "instalment.paid" | "instalment.overdue",
  loan: Loan,
  instalment: LoanInstalment,
): void {
  emit(tx, {
    merchantId: loan.merchantId,
    type,
    subjectId: loan.id,
    data: { number: instalment.number, amount: String(amountOf(instalment)), currency: loan.currency },
  });
}
