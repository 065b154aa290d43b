import type { Tx } from "../../platform/db/index.ts";
import { type Hold, hold, type Movement, post, postHold, voidHold } from "../ledger/index.ts";
import { ratio } from "../money/index.ts";
import { instalments, type Loan, loans, storeTariff } from "./loan.ts";
import { customerAccount, lenderAccount, merchantPayable, type Parties } from "./parties.ts";
import { planSchedule } from "./schedule.ts";
import type { Tariff } from "./tariff.ts";

/** Reserves `principal` (minor units) of the customer's limit for the merchant. Refuses: insufficient_limit. */
export function reserve(tx: Tx, parties: Parties, principal: bigint): Promise<Hold> {
  return hold(tx, lending(parties, principal));
}

/** Gives the reserved limit back. */
export function release(tx: Tx, parties: Parties, holdId: string, principal: bigint): void {
  voidHold(tx, { ...lending(parties, principal), id: holdId }, "credit released");
}

/** Turns a reservation into a loan: the merchant is owed the principal less commission, the customer owes
 *  principal and fee by the tariff's schedule, which starts `startOn`. */
export function lend(
  tx: Tx,
  parties: Parties,
  terms: { holdId: string; principal: bigint; tariff: Tariff; startOn: Temporal.PlainDate },
): Loan {
  const { tariff, principal, startOn } = terms;
  const schedule = planSchedule(tariff, principal, startOn);
  const commission = ratio(principal, tariff.commissionPpm, "half_up");
  postHold(tx, { ...lending(parties, principal), id: terms.holdId }, "credit granted");
  post(tx, feeAgreed(parties, schedule.fee));
  post(tx, commissionTaken(parties, commission));

  const loan: Loan = {
    ...parties,
    id: tx.id(),
    tariff: storeTariff(tariff),
    principal,
    fee: schedule.fee,
    commission,
    startedOn: startOn,
  };
  for (const instalment of schedule.instalments) {
    const { id: loanId, lenderId, customerId, currency } = loan;
    tx.insert(instalments, {
      ...instalment,
      loanId,
      lenderId,
      customerId,
      state: "scheduled",
      paidAt: null,
      currency,
    });
  }
  return tx.insert(loans, loan);
}

function lending(parties: Parties, amount: bigint): Movement {
  return {
    reason: "credit reserved",
    subjectId: parties.paymentId,
    debit: customerAccount(parties, "principal"),
    credit: merchantPayable(parties),
    amount,
  };
}

function feeAgreed(parties: Parties, amount: bigint): Movement {
  return {
    reason: "overpayment agreed",
    subjectId: parties.paymentId,
    debit: customerAccount(parties, "fees"),
    credit: lenderAccount(parties, "deferred_fees"),
    amount,
  };
}

function commissionTaken(parties: Parties, amount: bigint): Movement {
  return {
    reason: "commission taken",
    subjectId: parties.paymentId,
    debit: merchantPayable(parties),
    credit: lenderAccount(parties, "commission_income"),
    amount,
  };
}
