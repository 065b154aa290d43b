import { amountOf, loanOf, type OwedInstalment, paidOf, standingOf } from "../../../../core/credit/index.ts";
import { notFound } from "../../errors.ts";
import { findOrder } from "../../find-order.ts";
import { writeFloat } from "../../money.ts";
import type { Operation } from "../../operation.ts";
import { writeDay } from "../../read.ts";

/** The loan of a customer's order in one of the agent's stores, by the order's id. */
export const getLoan: Operation = {
  name: "get loan",
  method: "GET",
  path: "/clients/:id/loans/:loan_id",
  by: "client",
  async run(call) {
    const { house, customer, path } = call;
    const order = await findOrder(call, path.loan_id);
    if (order?.payment.customerId !== customer.id) throw notFound();
    const { reference, captured, refunded, id: paymentId } = order.payment;
    const found = await loanOf(house.reader, paymentId);
    if (!found) throw notFound();
    const { loan, rows } = found;
    const write = (amount: bigint) => writeFloat(amount, loan.currency);
    return {
      json: {
        id: Number.parseInt(reference, 10),
        guid: reference,
        documents: {},
        status: standingOf(loan, rows),
        amount: write(captured),
        remaining_amount: write(captured - refunded),
        term: loan.tariff.term,
        term_id: loan.tariff.number,
        total_of_payments: write(loan.principal + loan.fee),
        total_overpayment: write(loan.fee),
        paid_amount: write(amountOf(paidOf(loan, rows))),
        schedule: rows
          .filter(({ state }) => state !== "canceled")
          .map((instalment) => writeInstalment(instalment, write)),
      },
    };
  },
};

function writeInstalment(instalment: OwedInstalment, write: (amount: bigint) => unknown) {
  const { dueOn, state } = instalment;
  return { date: writeDay(dueOn), amount: write(amountOf(instalment)), status: state };
}
