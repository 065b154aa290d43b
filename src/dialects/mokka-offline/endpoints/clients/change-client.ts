import { type Customer, changeEmail } from "../../../../core/customers/index.ts";
import type { Store } from "../../../../core/merchants/index.ts";
import { isAbsent, type JsonObject, objectAt } from "../../../toolkit/json.ts";
import { empty } from "../../call.ts";
import { type Problem, problem } from "../../errors.ts";
import type { Operation } from "../../operation.ts";
import { readDay, readEmail, readPhone, refuse } from "../../read.ts";

/** Changes where a customer is written to. Who they are stays as it was proved. */
export const changeClient: Operation = {
  name: "change client",
  method: "PATCH",
  path: "/clients/:id",
  by: "client",
  async run({ house, params, customer, facts: { store } }) {
    const told = objectAt(params, "client");
    const problems: Problem[] = [];
    const email = readEmail(told, problems);
    problems.push(...differences(told, customer, store));
    refuse(problems);
    await house.write((tx) => changeEmail(tx, { id: customer.id, email }));
    return empty;
  },
};

/** What is told otherwise than it is known. Clients send the phone along. */
function differences(told: JsonObject, customer: Customer, store: Store): Problem[] {
  const isSame: Readonly<Record<string, (value: unknown) => boolean>> = {
    mobile_phone: (value) => readPhone(value, store) === customer.phone,
    first_name: (value) => value === customer.firstName,
    last_name: (value) => value === customer.surname,
    middle_name: (value) => value === customer.patronymic,
    birth_date: (value) => customer.birthOn !== null && readDay(value)?.equals(customer.birthOn) === true,
  };
  return Object.entries(isSame)
    .filter(([name, same]) => !isAbsent(told[name]) && !same(told[name]))
    .map(([name]) => problem(name, "kept"));
}
