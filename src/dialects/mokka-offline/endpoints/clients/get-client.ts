import { knownAs } from "../../known.ts";
import { floatText } from "../../money.ts";
import type { Operation } from "../../operation.ts";
import { writeDecision } from "../../wire.ts";
import { writePerson } from "./person.ts";

/** Who a customer is, and how they stand. */
export const getClient: Operation = {
  name: "get client",
  method: "GET",
  path: "/clients/:id",
  by: "client",
  async run(call) {
    const { house, customer, facts } = call;
    const known = await knownAs(call, customer);
    const client = {
      ...writePerson(customer, facts.store, house.now()),
      credit_limit: floatText(known.freeLimit, known.currency),
      ...writeDecision(known),
    };
    return { json: { client } };
  },
};
