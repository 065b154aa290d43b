import { removePayer } from "../../../core/agreements/index.ts";
import { addPayer, changePayer, type Payer, payerPage } from "../../../core/payers/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { Call } from "../call.ts";
import { storedCard } from "../card.ts";
import {
  customerFrom,
  customerKeyOf,
  customerOf,
  detailsWith,
  findCustomer,
  type Person,
  readPerson,
  requireKey,
} from "../customer.ts";
import { readable } from "../errors.ts";
import type { MethodPath } from "../methods.ts";
import type { Endpoint, Endpoints } from "../operation.ts";
import { textAt } from "../read/index.ts";
import { customerJson, customerListJson } from "../wire/customer.ts";
import { prepareStoring, readCardToStore } from "./cards.ts";

const addCustomer: Endpoint<"DealerCustomer/AddCustomer"> = async (call) => {
  const told = readNew(call);
  const number = await call.house.numbers.next("payer");
  const payer = await call.house.write((tx) => add(tx, call, { ...told, number }));
  return customerJson(customerFrom(payer, told.password), []);
};

const addCustomerWithCard: Endpoint<"DealerCustomer/AddCustomerWithCard"> = async (call) => {
  const told = readNew(call);
  const store = await prepareStoring(call, readCardToStore(call));
  const number = await call.house.numbers.next("payer");
  const { payer, card } = await call.house.write(async (tx) => {
    const added = await add(tx, call, { ...told, number });
    return { payer: added, card: store(tx, added.id) };
  });
  return customerJson(customerFrom(payer, told.password), [storedCard(card)]);
};

type NewCustomer = { readonly code: string; readonly person: Person; readonly password: string };

/** Faults InvalidRequest, CustomerCodeIsRequired, FirstNameIsRequired, InvalidGender, InvalidDateFormatBirthDate. */
function readNew({
  path,
  request,
  refuse,
}: Pick<Call<"DealerCustomer/AddCustomer">, "refuse" | "request"> & { path: MethodPath }): NewCustomer {
  const { code } = customerKeyOf(path, request);
  const password = readPassword(path, request);
  if (code === undefined) throw refuse("CustomerCodeIsRequired");
  const firstName = readable(path, textAt(request, "FirstName", 50));
  if (firstName === undefined) throw refuse("FirstNameIsRequired");
  return { code, person: readPerson(path, request), password };
}

/** Said back once, and not kept. */
function readPassword(path: MethodPath, request: Call["request"]): string {
  return readable(path, textAt(request, "Password", 50)) ?? "";
}

function add(
  tx: Tx,
  { facts }: Pick<Call, "facts">,
  { code, person, number }: NewCustomer & { readonly number: bigint },
): Promise<Payer> {
  const details = detailsWith({ details: {} }, person);
  return addPayer(tx, { merchantId: facts.merchant.id, number, reference: code, details });
}

/** What is not told stays. Beside an id, the code is the new one. */
const updateCustomer: Endpoint<"DealerCustomer/UpdateCustomer"> = async (call) => {
  const { house, path, request } = call;
  const { number, code } = requireKey(call);
  const password = readPassword(path, request);
  const person = readPerson(path, request);
  const found = await customerOf(call, path, { number, code: number === undefined ? code : undefined });
  const payer = await house.write(async (tx) => {
    const { id } = found;
    const held = await changePayer(tx, { id, ...(code !== undefined && { reference: code }) });
    return changePayer(tx, { id, details: detailsWith(held, person) });
  });
  return customerJson(customerFrom(payer, password), []);
};

/** Without cards, as documented (facts 2.2). */
const getCustomer: Endpoint<"DealerCustomer/GetCustomer"> = async (call) =>
  customerJson(customerFrom(await findCustomer(call)), []);

const mostListed = 100_000;

const getCustomerList: Endpoint<"DealerCustomer/GetCustomerList"> = async ({ house, facts, refuse }) => {
  const page = { isDescending: false, limit: mostListed, offset: 0 };
  const found = await payerPage(house.reader, { merchantId: facts.merchant.id }, page);
  if (found.length === 0) throw refuse("NoDataFound");
  return customerListJson(found.map((payer) => customerFrom(payer)));
};

/** With the cards, and the sales' steps that wait; the code is free again. */
const removeCustomer: Endpoint<"DealerCustomer/RemoveCustomer"> = async (call) => {
  const { id, merchantId } = await findCustomer(call);
  await call.house.write((tx) => removePayer(tx, { id, merchantId }));
  return {};
};

export const customers: Endpoints = {
  "DealerCustomer/AddCustomer": addCustomer,
  "DealerCustomer/UpdateCustomer": updateCustomer,
  "DealerCustomer/GetCustomer": getCustomer,
  "DealerCustomer/GetCustomerList": getCustomerList,
  "DealerCustomer/RemoveCustomer": removeCustomer,
  "DealerCustomer/AddCustomerWithCard": addCustomerWithCard,
};
