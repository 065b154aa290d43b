import { type Payer, payers } from "../../core/payers/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { JsonObject } from "../toolkit/json.ts";
import type { Call, Setting } from "./call.ts";
import { faultOf, readable } from "./errors.ts";
import type { MethodPath } from "./methods.ts";
import { countAt, dateAt, integerAt, textAt } from "./read/index.ts";
import { type Customer, genders } from "./wire/customer.ts";

type Asked = Setting & Pick<Call, "path" | "request">;

/** How a dealer names a customer: by our number, or the dealer's own code. */
export type CustomerKey = { readonly number: bigint | undefined; readonly code: string | undefined };

/** Faults InvalidRequest. */
export function customerKeyOf(path: MethodPath, request: JsonObject): CustomerKey {
  return {
    number: readable(path, integerAt(request, "DealerCustomerId")),
    code: readable(path, textAt(request, "CustomerCode", 100)),
  };
}

/** The customer that a request names, who is not removed. Faults InvalidRequest,
 *  CustomerCodeOrDealerCustomerIdMustBeGiven, DealerCustomerNotFound, CustomerCodeDoesntMatchDealerCustomerId. */
export async function findCustomer(call: Asked): Promise<Payer> {
  return customerOf(call, call.path, requireKey(call));
}

/** Faults InvalidRequest, CustomerCodeOrDealerCustomerIdMustBeGiven. */
export function requireKey({ path, request }: Pick<Asked, "path" | "request">): CustomerKey {
  const key = customerKeyOf(path, request);
  if (key.number === undefined && key.code === undefined)
    throw faultOf(path, "CustomerCodeOrDealerCustomerIdMustBeGiven");
  return key;
}

/** Faults DealerCustomerNotFound, CustomerCodeDoesntMatchDealerCustomerId. */
export async function customerOf(
  { house, facts }: Setting,
  path: MethodPath,
  { number, code }: CustomerKey,
): Promise<Payer> {
  const merchantId = facts.merchant.id;
  const payer =
    number === undefined
      ? await house.reader.find(payers, { merchantId, reference: code ?? "" })
      : await house.reader.find(payers, { number });
  if (!payer || payer.merchantId !== merchantId || payer.state === "deleted")
    throw faultOf(path, "DealerCustomerNotFound");
  if (code !== undefined && payer.reference !== code)
    throw faultOf(path, "CustomerCodeDoesntMatchDealerCustomerId");
  return payer;
}

/** What a dealer tells of a customer beside the code. What is not told is left out; JSON. */
export type Person = {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly gender?: Customer["gender"];
  readonly bornOn?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly address?: string;
};

/** Faults InvalidRequest, InvalidGender, InvalidDateFormatBirthDate. */
export function readPerson(path: MethodPath, request: JsonObject, phone = "GsmNumber"): Person {
  const text = (name: string, longest: number) => readable(path, textAt(request, name, longest));
  const texts = {
    firstName: text("FirstName", 50),
    lastName: text("LastName", 50),
    phone: text(phone, 20),
    email: text("Email", 100),
    address: text("Address", 200),
  };
  const gender = countAt(request, "Gender", 0, 2);
  if (gender === null) throw faultOf(path, "InvalidGender");
  const bornOn = dateAt(request, "BirthDate");
  if (bornOn === null) throw faultOf(path, "InvalidDateFormatBirthDate");
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined)),
    ...(gender && { gender: gender === genders.male ? "male" : "female" }),
    ...(bornOn && { bornOn: String(bornOn) }),
  };
}

/** The payer with what is told anew; for `changePayer`. */
export function detailsWith(payer: Pick<Payer, "details">, person: Person): Payer["details"] {
  return { ...payer.details, person: { ...personOf(payer), ...person } };
}

function personOf({ details }: Pick<Payer, "details">): Person {
  return (details.person as Person | undefined) ?? {};
}

/** A payer as Moka tells of one; also one whom another dialect knows. */
export function customerFrom(payer: Payer, password = ""): Customer {
  const person = personOf(payer);
  return {
    number: payer.number,
    code: payer.reference ?? "",
    password,
    firstName: person.firstName ?? "",
    lastName: person.lastName ?? "",
    gender: person.gender ?? null,
    bornOn: person.bornOn ? Temporal.PlainDate.from(person.bornOn) : null,
    phone: person.phone ?? "",
    email: person.email ?? "",
    address: person.address ?? "",
  };
}

/** The payer held for change. Faults DealerCustomerNotFound. */
export async function holdCustomer(tx: Tx, path: MethodPath, { id }: Payer): Promise<Payer> {
  const payer = await tx.lock(payers, { id });
  if (payer?.state !== "active") throw faultOf(path, "DealerCustomerNotFound");
  return payer;
}
