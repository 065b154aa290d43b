import { amountOf, type OwedInstalment, owedBy } from "../../../../core/credit/index.ts";
import { writeFloat } from "../../money.ts";
import type { Operation } from "../../operation.ts";
import { writeDay } from "../../read.ts";
import { writePerson } from "./person.ts";

/** What a customer should be told of: the next day to pay, and what is overdue, over all they owe to the lender. */
export const getInformers: Operation = {
  name: "get informers",
  method: "GET",
  path: "/clients/:id/informers",
  by: "client",
  async run({ house, customer, facts: { store } }) {
    const owed = await owedBy(house.reader, customer.id, store.currency);
    const overdue = owed.filter(({ state }) => state === "overdue");
    const next = owed.find(({ state }) => state !== "overdue")?.dueOn;
    const onNext = owed.filter(({ state, dueOn }) => state !== "overdue" && next?.equals(dueOn));
    const write = (instalments: readonly OwedInstalment[]) =>
      writeFloat(
        instalments.reduce((sum, instalment) => sum + amountOf(instalment), 0n),
        store.currency,
      );
    const informers = {
      overdue_count: overdue.length,
      overdue_amount: write(overdue),
      next_payment: next ? { date: writeDay(next), amount: write(onNext) } : null,
    };
    return { json: { client: writePerson(customer, store, house.now()), informers } };
  },
};
