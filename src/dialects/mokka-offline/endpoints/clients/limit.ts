import { creditLineOf } from "../../../../core/credit/index.ts";
import { unprocessable } from "../../errors.ts";
import { floatText } from "../../money.ts";
import type { Operation } from "../../operation.ts";
import { readPositive } from "../../read.ts";

/** What a customer was granted, and what of it is free. */
export const getLimit: Operation = {
  name: "get limit",
  method: "GET",
  path: "/clients/:id/limit",
  by: "client",
  async run({ house, customer, facts: { store } }) {
    const { granted, free } = await creditLineOf(house.reader, customer.id, store.currency);
    const [limit, available] = [granted, free].map((amount) => floatText(amount, store.currency));
    return { json: { status: "ok", limit, credit_limit: available } };
  },
};

/** Nobody at a till changes a limit: refused in the words that were recorded, on `client`. */
export const changeLimit: Operation = {
  name: "change limit",
  method: "PATCH",
  path: "/clients/:id/limit",
  by: "client",
  async run({ params, facts: { store } }) {
    readPositive(params.amount, store);
    throw unprocessable("client", "bureau_decides");
  },
};
