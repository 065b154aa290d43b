import { noteFile, registerCustomer } from "../../../core/applications/index.ts";
import { birthOfPesel, customers, isPesel, isPolishId, mayBorrow } from "../../../core/customers/index.ts";
import { dayAt, type Store } from "../../../core/merchants/index.ts";
import { type JsonObject, objectAt, textAt } from "../../toolkit/json.ts";
import { empty } from "../call.ts";
import { guessProblems } from "../codes.ts";
import { type Problem, problem, unprocessable } from "../errors.ts";
import { knownAs } from "../known.ts";
import type { Operation } from "../operation.ts";
import { isYes, readDay, readEmail, refuse, required } from "../read.ts";
import { writeClient } from "../wire.ts";
import { assessIfNew } from "./confirmations.ts";

/** Get client information: empty for somebody the lender does not know by the phone. */
const find: Operation = {
  name: "client",
  method: "GET",
  path: "/loan_requests/:token/client",
  by: "application",
  async run(call) {
    const { house, application, facts } = call;
    const { phone, lenderId } = application;
    const customer = phone ? await house.reader.find(customers, { lenderId, phone }) : undefined;
    if (!customer) return { json: { client: {} } };
    const known = await knownAs(call, customer);
    return { json: { client: writeClient(known, facts.store.country, { isRepeated: true }) } };
  },
};

/** Create client: who they are, their papers and consents, and the code. Whom the bureau refuses is answered with
 *  452 (facts 4.2). */
const create: Operation = {
  name: "create client",
  method: "POST",
  path: "/loan_requests/:token/client",
  by: "application",
  async run(call) {
    const { house, params, application, facts } = call;
    const { store } = facts;
    const told = readClient(objectAt(params, "client"), store, dayAt(store, house.now()));
    const { token, phone } = application;
    const mayHaveOtherPhones = house.isTestPhone(phone ?? "");
    const registered = await house.write((tx) =>
      registerCustomer(tx, { ...told, token, mayHaveOtherPhones }),
    );
    if (registered.guess !== "confirmed") throw guessProblems("confirmation_code", registered.guess);
    const customer = await assessIfNew({ house, token, currency: store.currency }, registered.customer);
    const client = writeClient(await knownAs(call, customer), store.country);
    return { status: mayBorrow(customer) ? 200 : refusedStatus, json: { client } };
  },
};

const refusedStatus = 452;
const adultAt = Temporal.Duration.from({ years: 18 });
const neededConsents = ["credit_bureaus", "regulations", "personal_data"];

/** Faults 422 with everything that is missing or wrong. */
function readClient(client: JsonObject, { country }: Store, today: Temporal.PlainDate) {
  const problems: Problem[] = [];
  const firstName = required(client, "first_name", problems);
  const surname = required(client, "last_name", problems);
  const email = readEmail(client, problems);
  const birthOn = readDay(client.birth_date);
  if (!birthOn) problems.push(problem("birth_date", client.birth_date ? "invalid" : "blank"));
  else if (Temporal.PlainDate.compare(birthOn.add(adultAt), today) > 0)
    problems.push(problem("birth_date", "too_young"));
  const code = required(client, "confirmation_code", problems, 20);
  const papers = country === "PL" ? readPolishPapers(client, birthOn, problems) : {};
  const consents = Object.entries(objectAt(client, "gdpr_acceptance"))
    .filter(([, value]) => isYes(value))
    .map(([kind]) => kind);
  for (const kind of neededConsents) {
    if (!consents.includes(kind)) problems.push(problem(`gdpr_acceptance.${kind}`, "accepted"));
  }
  refuse(problems);
  const patronymic = textAt(client, "middle_name", 150) ?? "";
  return {
    code,
    person: { firstName, surname, patronymic, email, birthOn: birthOn ?? null },
    papers: Object.values(papers),
    details: { ...papers, consents, address: readAddress(client) },
  };
}

function readPolishPapers(client: JsonObject, birthOn: Temporal.PlainDate | undefined, problems: Problem[]) {
  const papers = objectAt(client, "id_documents");
  const polishId = textAt(objectAt(papers, "polish_id"), "number", 20)?.replace(/\s/g, "").toUpperCase();
  const pesel = textAt(objectAt(papers, "polish_pesel"), "number", 20)?.replace(/\s/g, "");
  const idAttribute = "id_documents.polish_id.number";
  const peselAttribute = "id_documents.polish_pesel.number";
  if (!polishId) problems.push(problem(idAttribute, "blank"));
  else if (!isPolishId(polishId)) problems.push(problem(idAttribute, "check_digit"));
  if (!pesel) problems.push(problem(peselAttribute, "blank"));
  else if (!isPesel(pesel)) problems.push(problem(peselAttribute, "check_digit"));
  else if (birthOn && birthOfPesel(pesel)?.equals(birthOn) === false)
    problems.push(problem("birth_date", "contradicts"));
  return { ...(polishId ? { polishId } : {}), ...(pesel ? { pesel } : {}) };
}

const addressParts = {
  area: "area",
  settlement: "settlement",
  street: "street",
  house: "house",
  building: "building",
  apartment: "apartment",
  postal_code: "postalCode",
} as const;

function readAddress(client: JsonObject): Record<string, string> {
  const parts = Object.entries(addressParts).map(([key, name]) => [name, textAt(client, key, 100)] as const);
  return Object.fromEntries(parts.filter((part): part is [never, string] => part[1] !== undefined));
}

const kinds = [
  "name",
  "client_with_passport",
  "living_addr",
  "previous_passport",
  "issued_by",
  "first_two_pages",
];

/** A photo of a document: taken note of, the picture itself is not kept. */
const upload: Operation = {
  name: "upload document",
  method: "PATCH",
  path: "/loan_requests/:token/client",
  by: "application",
  async run({ house, form, application }) {
    const given = [...(form?.files.keys() ?? []), ...(form?.fields.keys() ?? [])];
    const [, kind = ""] = /^client\[documents\]\[(\w+)\]$/.exec(given[0] ?? "") ?? [];
    if (!kinds.includes(kind)) throw unprocessable("kind", "invalid");
    const { token, customerId } = application;
    if (!customerId) throw unprocessable("client", "not_found");
    await house.write((tx) => noteFile(tx, { token, kind }));
    return empty;
  },
};

export const clients = [find, create, upload] as const;
