import { expect, test } from "vitest";
import { expectEmpty, filip, type Method, useTill } from "./till.ts";

const here = useTill();
const float = (value: string) => expect.stringContaining(value);

/** One step of the document: its name is the heading there. */
function step(method: Method, path: string, body?: unknown) {
  return here.till.call(method, path, body);
}

const login = { user: { login: "kontakt@test.pl", password: "1111" } };

test("create agent session, obtaining information about the agent", async () => {
  const session = await step("POST", "/sessions", login);
  expect(session).toMatchObject({ status: 200, type: "application/json; charset=utf-8" });
  expect(session.json).toEqual({ user: { authentication_token: expect.stringMatching(/^[0-9a-f]{20}$/) } });

  const { status, json, text } = await step("GET", "/agent");
  expect(status).toBe(200);
  expect(json.agent).toMatchObject({
    first_name: "Test",
    last_name: "Testsur",
    avatar: expect.stringMatching(/^https?:\/\/[^/]+\/avatars\/original\/missing\.png$/),
    stores: [
      {
        store: {
          id: 422,
          name: "Test",
          name_by_trader: expect.any(String),
          address: ", , Warszawa, Warszawa",
          tariff_min: 0,
          tariff_max: 9999.99,
        },
      },
    ],
  });
  expect(text).toEqual(float('"tariff_min":0.0,"tariff_max":9999.99'));

  const picture = await here.till.send("GET", new URL(json.agent.avatar).pathname);
  expect(picture).toMatchObject({ status: 200, type: "image/png" });
});

test("the new customer, step by step", async () => {
  const loan_request = { store_id: "422", mobile_phone: "48333306323", amount: 640 };
  const created = await step("POST", "/loan_requests", { loan_request });
  expect(created.status).toBe(200);
  expect(created.json.loan_request.token).toMatch(/^[0-9a-f]{40}$/);
  const path = `/loan_requests/${created.json.loan_request.token}`;

  expect(await step("GET", `${path}/client`)).toMatchObject({ status: 200, text: '{"client":{}}' });

  for (const kind of ["credit_bureaus", "regulations", "personal_data", "personal_data_marketing_email"]) {
    const page = await step("GET", `${path}/documents/${kind}`);
    expect(page).toMatchObject({ status: 200, type: expect.stringMatching(/^text\/html/) });
    expect(page.text).toContain("<html");
  }

  expectEmpty(await step("POST", `${path}/client/confirmation`));

  const address = {
    area: "Warszawa",
    settlement: "Warszawa",
    street: "Grzybowska",
    house: "2",
    apartment: "27",
    postal_code: "03-137",
  };
  const client = await step("POST", `${path}/client`, { client: { ...filip, ...address } });
  expect(client.status).toBe(200);
  expect(client.json.client).toMatchObject({
    email: "test@revo.pl",
    apartment: "27",
    area: "Warszawa",
    birth_date: "09-07-1920",
    building: null,
    credit_limit: "100000.0",
    first_name: "Filip",
    house: "2",
    id_documents: { polish_id: { number: "OWK104876" }, polish_pesel: { number: "20070942507" } },
    is_repeated: false,
    kyc_passed: true,
    last_name: "TestRevo",
    middle_name: "",
    missing_documents: [],
    postal_code: "03-137",
    rcl_accepted: false,
    settlement: "Warszawa",
    street: "Grzybowska",
    decision: "approved",
    credit_decision: "approved",
    decision_code: 210,
    decision_message: "Gratulacje! Twój limit na zakupy z Mokka wynosi 100000.0",
  });

  const tariffs = await step("GET", `${path}?amount=333`);
  expect(tariffs.json.loan_request.map(({ term_id }: { term_id: number }) => term_id)).toEqual([
    173, 176, 191,
  ]);

  const update = { mobile_phone: "48333306323", amount: "1399.00", agree_insurance: 1 };
  expectEmpty(await step("PUT", path, { loan_request: update }));
  expectEmpty(await step("POST", `${path}/loan`, { term_id: 173 }));
  expectEmpty(await step("POST", `${path}/client/confirmation`));

  const loan = { agree_processing: "1", confirmation_code: "1111", agree_sms_info: true };
  const { status, json } = await step("POST", `${path}/loan/finalization`, { loan });
  expect(status).toBe(200);
  expect(json.loan_application.barcode).toMatch(/^100002139900\d{9}\d$/);
});

test("an answer about the client comes with its fields in the document's order", async () => {
  const path = await here.till.request(640);
  await here.till.post(`${path}/client/confirmation`);
  const { json } = await here.till.post(`${path}/client`, { client: filip });
  const ours = Object.keys(json.client).filter((key) => key !== "guid" && key !== "mobile_phone");
  const documented =
    "email apartment area birth_date building credit_limit first_name house id_documents is_repeated " +
    "kyc_passed last_name middle_name missing_documents postal_code rcl_accepted settlement street " +
    "decision credit_decision decision_code decision_message";
  expect(ours.join(" ")).toBe(documented);
  // The provider's app reads a client's `id` as a whole number.
  expect(json.client.id).toBeUndefined();
});

test("the existing customer, step by step", async () => {
  const { phone } = await here.till.sell(440);
  const path = await here.till.request(640, phone);
  const known = await step("GET", `${path}/client`);
  expect(known.json.client).toMatchObject({
    first_name: "Filip",
    is_repeated: true,
    credit_limit: "99560.0",
  });

  expectEmpty(await step("POST", `${path}/client/confirmation`));
  const confirmed = await step("POST", `${path}/confirmation`, { code: "1111" });
  expect(confirmed.status).toBe(200);
  expect(confirmed.text).toBe(
    JSON.stringify({
      client: {
        first_name: "Filip",
        middle_name: "",
        last_name: "TestRevo",
        credit_limit: "99560.0",
        kyc_passed: true,
        decision: "approved",
        decision_code: 210,
        decision_message: "Gratulacje! Twój limit na zakupy z Mokka wynosi 99560.0",
      },
    }),
  );

  expect((await step("GET", `${path}?amount=333`)).json.loan_request).toHaveLength(3);
  const update = { mobile_phone: phone, amount: "1399.00", agree_insurance: 1 };
  expectEmpty(await step("PUT", path, { loan_request: update }));
  expectEmpty(await step("POST", `${path}/loan`, { term_id: "173" }));
  expectEmpty(await step("POST", `${path}/client/confirmation`));
  const { json } = await here.till.finalize(path);
  expect(json.loan_application.barcode).toMatch(/^100002139900\d{10}$/);
});

test("the return, step by step", async () => {
  const { phone, barcode, guid } = await here.till.sell(1383);
  const national = phone.slice(2);
  const listed = await step("GET", `/orders?store_id=422&filters[mobile_phone]=${national}`);
  expect(listed.status).toBe(200);
  expect(listed.json).toEqual({
    orders: [
      {
        id: expect.any(Number),
        client_name: "TestRevo Filip",
        mobile_phone: national,
        barcode,
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/),
        amount: 1383,
        remaining_amount: 1383,
        guid,
      },
    ],
  });
  expect(listed.text).toEqual(float('"amount":1383.0,"remaining_amount":1383.0'));
  expect(barcode).toMatch(new RegExp(`^100002138300${guid}\\d$`));

  const { id } = listed.json.orders[0];
  expectEmpty(await step("POST", `/orders/${id}/send_return_confirmation_code`));
  const body = new URLSearchParams({
    "return[order_id]": String(id),
    "return[confirmation_code]": "1111",
    "return[amount]": "383",
    "return[store_id]": "422",
  }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const made = await here.till.send("POST", "/api/loans/v1/returns", { body, headers });
  expect(made.status).toBe(200);
  expect(made.json).toEqual({
    return: { id: expect.any(Number), barcode: `200002038300${guid}${barcode.at(-1)}` },
  });
  expect(made.json.return.id).toBeGreaterThan(0);

  expect(await here.till.order(guid)).toMatchObject({ remaining_amount: 1383 });
  expectEmpty(await step("POST", `/returns/${made.json.return.id}/confirm`));
  expect(await here.till.order(guid)).toMatchObject({ amount: 1383, remaining_amount: 1000, barcode });
});

test("finalization answers in the forms of all clients at once", async () => {
  const { json } = await here.till.finalize(await here.till.approved(640));
  const { barcode } = json.loan_application;
  expect(json).toEqual({
    offer_id: barcode.slice(12, 21),
    loan_application: {
      barcode,
      barcodes: { image: expect.stringMatching(/^data:image\/svg\+xml;base64,/), text: barcode },
    },
  });
  const [, image = ""] = json.loan_application.barcodes.image.split(",");
  expect(Buffer.from(image, "base64").toString()).toContain("<svg");
});
