import type { Reader } from "../../platform/db/index.ts";
import { instalments, type LoanInstalment, loans } from "./loan.ts";

/** Whether an instalment is still to be paid. */
export function isOwed({ state }: Pick<LoanInstalment, "state">): boolean {
  return state !== "paid" && state !== "canceled";
}

/** What a customer has still to pay in a currency, over all loans of the lender, the earliest day first. */
export async function owedBy(
  reader: Reader,
  customerId: string,
  currency: string,
): Promise<readonly LoanInstalment[]> {
  const active = (await reader.list(loans, { customerId })).filter(
    (loan) => loan.state === "active" && loan.currency === currency,
  );
  const rows = await Promise.all(active.map(({ id }) => reader.list(instalments, { loanId: id })));
  return rows
    .flat()
    .filter(isOwed)
    .toSorted((a, b) => Temporal.PlainDate.compare(a.dueOn, b.dueOn));
}
