import { expect, test } from "vitest";
import { expectEmpty, expectUnprocessable, filip, useTill } from "./till.ts";

const here = useTill();

/** A PESEL of somebody born on that day, with the right check digit. */
function peselOf(birth: Temporal.PlainDate): string {
  const month = birth.month + (birth.year >= 2000 ? 20 : 0);
  const parts = [birth.year % 100, month, birth.day].map((part) => String(part).padStart(2, "0"));
  const digits = `${parts.join("")}1234`;
  const weights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return digits + ((10 - (sum % 10)) % 10);
}

function written(day: Temporal.PlainDate): string {
  return day.toString().split("-").reverse().join("-");
}

const papers = (polishId: string, pesel: string) => ({
  polish_id: { number: polishId },
  polish_pesel: { number: pesel },
});
const right = filip.id_documents;
const id = "id_documents.polish_id.number";
const pesel = "id_documents.polish_pesel.number";

async function create(client: object) {
  const path = await here.till.request(640);
  await here.till.post(`${path}/client/confirmation`);
  const answer = await here.till.post(`${path}/client`, { client: { ...filip, ...client } });
  expect((await here.till.get(`${path}/client`)).json).toEqual({ client: {} });
  return answer;
}

test.each([
  [pesel, "check_digit", { id_documents: papers("OWK104876", "20070942508") }],
  [pesel, "check_digit", { id_documents: papers("OWK104876", "2007094250") }],
  [pesel, "check_digit", { id_documents: papers("OWK104876", "20139942507") }],
  [pesel, "blank", { id_documents: { polish_id: right.polish_id } }],
  [id, "check_digit", { id_documents: papers("OWK204876", "20070942507") }],
  [id, "check_digit", { id_documents: papers("OWK10487", "20070942507") }],
  [id, "blank", { id_documents: { polish_pesel: right.polish_pesel } }],
  ["birth_date", "contradicts", { birth_date: "10-07-1920" }],
  ["birth_date", "contradicts", { birth_date: "09-07-1999" }],
  ["birth_date", "invalid", { birth_date: "31-02-1920" }],
  ["birth_date", "blank", { birth_date: "" }],
  ["first_name", "blank", { first_name: " " }],
  ["last_name", "blank", { last_name: null }],
  ["email", "blank", { email: undefined }],
  ["email", "invalid", { email: "test" }],
  ["confirmation_code", "blank", { confirmation_code: "" }],
  ["confirmation_code", "wrong_code", { confirmation_code: "0000" }],
  [
    "gdpr_acceptance.credit_bureaus",
    "accepted",
    { gdpr_acceptance: { regulations: "1", personal_data: "1" } },
  ],
])("create client: %s %s", async (attribute, type, client) => {
  expectUnprocessable(await create(client), attribute, type);
});

test("somebody is 18 on their birthday and not the day before", async () => {
  const today = here.kassa.house.now().toZonedDateTimeISO("Europe/Warsaw").toPlainDate();
  const birthday = today.subtract({ years: 18 });
  const born = (day: Temporal.PlainDate) => ({
    birth_date: written(day),
    id_documents: papers("OWK104876", peselOf(day)),
  });
  expectUnprocessable(await create(born(birthday.add({ days: 1 }))), "birth_date", "too_young");
  const path = await here.till.request(640);
  await here.till.post(`${path}/client/confirmation`);
  const answer = await here.till.post(`${path}/client`, { client: { ...filip, ...born(birthday) } });
  expect(answer.status).toBe(200);
});

test("all that is wrong is told at once", async () => {
  const { status, json } = await create({
    first_name: "",
    email: "x",
    id_documents: {},
    gdpr_acceptance: {},
  });
  expect(status).toBe(422);
  expect(json.errors.map(({ attribute }: { attribute: string }) => attribute)).toEqual([
    "first_name",
    "email",
    id,
    pesel,
    "gdpr_acceptance.credit_bureaus",
    "gdpr_acceptance.regulations",
    "gdpr_acceptance.personal_data",
  ]);
});

test("papers that another customer has shown make no second customer", async () => {
  const day = Temporal.PlainDate.from("1990-05-17");
  const client = { ...filip, birth_date: written(day), id_documents: papers("ABA300000", peselOf(day)) };
  const answers = [];
  for (const phone of ["48600100201", "48600100202"]) {
    const path = await here.till.request(640, phone);
    await here.till.post(`${path}/client/confirmation`);
    answers.push(await here.till.post(`${path}/client`, { client }));
  }
  const [first, second] = answers;
  expect(first?.status).toBe(200);
  if (second) expectUnprocessable(second, "id_documents", "taken");
});

test.each([
  ["store_id", "blank", { store_id: null }],
  ["store_id", "not_found", { store_id: "111" }],
  ["store_id", "not_found", { store_id: { id: 422 } }],
  ["phone_number", "invalid", { mobile_phone: "12" }],
  ["phone_number", "invalid", { mobile_phone: { number: "48333306323" } }],
  ["amount", "invalid", { amount: "much" }],
  ["amount", "invalid", { amount: 0 }],
  ["amount", "invalid", { amount: -1 }],
  ["amount", "invalid", { amount: "1.001" }],
  ["amount", "invalid", { amount: [640] }],
  ["amount", "invalid", { amount: "99999999999999999999999" }],
  ["prepayment_amount", "invalid", { prepayment_amount: 640 }],
  ["prepayment_amount", "invalid", { prepayment_amount: "x" }],
  ["hold_until", "invalid", { hold_until: "tomorrow" }],
  ["hold_until", "past", { hold_until: "2021-07-01T00:00:00+02:00" }],
  ["hold_until", "past", { hold_until: "01-07-2021" }],
])("create loan request: %s %s", async (attribute, type, wrong) => {
  const loan_request = { store_id: "422", mobile_phone: "48333306323", amount: 640, ...wrong };
  expectUnprocessable(await here.till.post("/loan_requests", { loan_request }), attribute, type);
});

test("a request without its object lacks the store", async () => {
  for (const body of [undefined, {}, { loan_request: null }, { loan_request: "x" }]) {
    expectUnprocessable(await here.till.post("/loan_requests", body), "store_id", "blank");
  }
});

test("an update wants a phone or an amount, and right ones", async () => {
  const path = await here.till.request(640);
  const update = (loan_request: object) => here.till.call("PUT", path, { loan_request });
  expectUnprocessable(await update({}), "amount", "blank");
  expectUnprocessable(await update({ amount: "x" }), "amount", "invalid");
  expectUnprocessable(await update({ mobile_phone: "x" }), "phone_number", "invalid");
});

test("a loan needs a customer, a tariff that is offered, and an amount within it", async () => {
  const path = await here.till.request(60);
  expectUnprocessable(await here.till.post(`${path}/loan`, { term_id: 173 }), "client", "no_client");
  await here.till.post(`${path}/client/confirmation`);
  await here.till.post(`${path}/client`, { client: filip });
  expectUnprocessable(await here.till.post(`${path}/loan`, {}), "term_id", "blank");
  for (const term_id of [999, "x", -1, [173, 176], { id: 173 }])
    expectUnprocessable(await here.till.post(`${path}/loan`, { term_id }), "term_id", "unknown");
  expectUnprocessable(await here.till.post(`${path}/loan`, { term_id: 176 }), "amount", "outside_tariff");
  expectUnprocessable(await here.till.finalize(path), "loan_application", "not_approved");
  expectEmpty(await here.till.post(`${path}/loan`, { term_id: 173 }));
});

test("nobody borrows more than the limit, also in two requests", async () => {
  const phone = here.till.newPhone();
  const above = await here.till.registered(100_000.01, phone);
  expectUnprocessable(await here.till.post(`${above}/loan`, { term_id: 191 }), "amount", "too_much");
  await here.till.sell(60_000, 191, here.till.newPhone());
  const known = async (amount: number) => {
    const path = await here.till.request(amount, phone);
    await here.till.post(`${path}/client/confirmation`);
    await here.till.post(`${path}/confirmation`, { code: "1111" });
    return path;
  };
  const [first, second] = [await known(60_000), await known(40_000.01)];
  expectEmpty(await here.till.post(`${first}/loan`, { term_id: 191 }));
  expectUnprocessable(await here.till.post(`${second}/loan`, { term_id: 191 }), "amount", "too_much");
  expect((await here.till.finalize(first)).status).toBe(200);
});

test("finalization wants the consent and the code", async () => {
  const path = await here.till.approved(640);
  const finalize = (loan: object) => here.till.finalize(path, loan);
  expectUnprocessable(await finalize({ agree_processing: "0" }), "agree_processing", "accepted");
  expectUnprocessable(await finalize({ confirmation_code: undefined }), "confirmation_code", "blank");
  expectUnprocessable(await finalize({ confirmation_code: "0000" }), "confirmation_code", "wrong_code");
  const { json } = await here.till.post(`${path}/loan/finalization`, {});
  expect(json.errors).toHaveLength(2);
  expect((await finalize({})).status).toBe(200);
});

test("a loan is finalized once, even by two at the same moment", async () => {
  const path = await here.till.approved(640);
  const answers = await Promise.all([1, 2, 3].map(() => here.till.finalize(path)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422, 422]);
  expectUnprocessable(await here.till.finalize(path), "loan_application", "finalized");
  expectUnprocessable(
    await here.till.post(`${path}/loan`, { term_id: 173 }),
    "loan_application",
    "finalized",
  );
  const update = { loan_request: { amount: 1 } };
  expectUnprocessable(await here.till.call("PUT", path, update), "loan_application", "finalized");
});
