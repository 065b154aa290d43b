import { addPayer, changePayer, countPayers, type Payer, payerPage } from "../../../core/payers/index.ts";
import { isAbsent } from "../../toolkit/json.ts";
import type { Answer, Call } from "../call.ts";
import { page, readListQuery } from "../list.ts";
import type { Operation } from "../operation.ts";
import { readCustomerRef } from "../order.ts";
import { readMetadata } from "../read/index.ts";
import { payerJson } from "../wire.ts";
import { findPayer, listCards } from "./stored-cards.ts";

/** Facts 2.9. */
export const customers: readonly Operation[] = [
  { name: "create customer", method: "POST", path: "/customers", run: create },
  { name: "list customers", method: "GET", path: "/customers", run: list },
  {
    name: "get customer",
    method: "GET",
    path: "/customers/:id",
    run: async (call) => ({ json: payerJson(await findPayer(call, call.path.id)) }),
  },
  { name: "update customer", method: "PUT", path: "/customers/:id", run: update },
  { name: "delete customer", method: "DELETE", path: "/customers/:id", run: remove },
  { name: "list customer's cards", method: "GET", path: "/customers/:id/stored_cards", run: cardsOf },
];

/** A customer, also one of whom nothing is told. Refused with 171 when the reference is another's. */
async function create(call: Call): Promise<Answer> {
  const { house, facts, params } = call;
  const reference = referenceIn(call) || null;
  const details = { metadata: readMetadata(params.metadata) };
  const number = await house.numbers.next("payer");
  const merchantId = facts.merchant.id;
  const payer = await house.write((tx) => addPayer(tx, { merchantId, number, reference, details }));
  return { json: payerJson(payer) };
}

/** `ref`, or as payments call it. Faults 165. */
function referenceIn({ params }: Call): string {
  return readCustomerRef({ customer_ref: params.ref ?? params.customer_ref });
}

async function update(call: Call): Promise<Answer> {
  const { metadata } = call.params;
  const { id, details } = await findPayer(call, call.path.id);
  const reference = referenceIn(call);
  const changes: Partial<Pick<Payer, "reference" | "details">> = {
    ...(reference !== "" && { reference }),
    ...(!isAbsent(metadata) && { details: { ...details, metadata: readMetadata(metadata) } }),
  };
  return { json: payerJson(await call.house.write((tx) => changePayer(tx, { id, ...changes }))) };
}

/** Gone for the API, with the reference free for somebody else; payments keep what they were told. */
async function remove(call: Call): Promise<Answer> {
  const payer = await findPayer(call, call.path.id);
  const { id } = payer;
  await call.house.write((tx) => changePayer(tx, { id, reference: null, state: "deleted" }));
  return { json: { ...payerJson(payer), status: "deleted" } };
}

async function list(call: Call): Promise<Answer> {
  const query = readListQuery(call, { filters: ["ref"], orders: ["id", "created_at"] });
  const wanted = {
    merchantId: call.facts.merchant.id,
    reference: query.filter.ref,
    from: query.startId === null ? undefined : BigInt(query.startId),
  };
  const [rows, total] = await Promise.all([
    payerPage(call.house.reader, wanted, query),
    countPayers(call.house.reader, wanted, query),
  ]);
  return page(rows.map(payerJson), query, total);
}

async function cardsOf(call: Call): Promise<Answer> {
  const { id } = await findPayer(call, call.path.id);
  const query = readListQuery(call, {
    filters: ["status", "test", "currency"],
    orders: ["id", "created_at"],
  });
  return listCards(call, { query, payerId: id });
}
