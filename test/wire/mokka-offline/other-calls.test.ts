import { expect, test } from "vitest";
import { applications } from "../../../src/core/applications/index.ts";
import { expectEmpty, expectUnprocessable, filip, useTill } from "./till.ts";

const here = useTill();

function day(): string {
  const today = here.kassa.house.now().toZonedDateTimeISO("Europe/Warsaw").toPlainDate();
  return today.toString().split("-").reverse().join("-");
}

test("check_code tells whether a code is right and spends nothing", async () => {
  const path = await here.till.request(640);
  const check = async (code: unknown) => (await here.till.post(`${path}/client/check_code`, { code })).json;
  expect(await check("1111")).toEqual({ code: { valid: false } });
  await here.till.post(`${path}/client/confirmation`);
  expect(await check("0000")).toEqual({ code: { valid: false } });
  expect(await check(undefined)).toEqual({ code: { valid: false } });
  for (let i = 0; i < 3; i++) expect(await check(1111)).toEqual({ code: { valid: true } });
  expect((await here.till.post(`${path}/client`, { client: filip })).status).toBe(200);
});

test("self registration sends a code to a new phone, and tells a known one", async () => {
  const { json } = await here.till.post("/loan_requests", { loan_request: { store_id: 422, amount: "1" } });
  const path = `/loan_requests/${json.loan_request.token}/client/self_registration`;
  expectUnprocessable(await here.till.post(path), "mobile_phone", "blank");
  expectUnprocessable(await here.till.post(path, { mobile_phone: "x" }), "phone_number", "invalid");
  const phone = here.till.newPhone();
  expectEmpty(await here.till.post(`${path}?mobile_phone=${phone}`), 201);
  const { body } = await here.kassa.server.inject({ method: "GET", url: "/sandbox/messages" });
  expect(JSON.parse(body).messages[0]).toMatchObject({ channel: "sms", destination: phone });

  const known = await here.till.sell(100, 173);
  const answer = await here.till.post(path, { mobile_phone: known.phone });
  expect([answer.status, answer.json.client.first_name]).toEqual([422, "Filip"]);
});

test("the bill of a finalized loan is confirmed once", async () => {
  const path = await here.till.approved(640);
  const confirm = (loan: object) => here.till.call("PUT", `${path}/loan/bill`, { loan });
  expectUnprocessable(await confirm({}), "bill", "blank");
  expectUnprocessable(await confirm({ bill: true }), "loan_application", "not_approved");
  const { offer_id } = (await here.till.finalize(path)).json;
  const answers = await Promise.all([1, 2, 3].map(() => confirm({ bill: true })));
  expect(answers.map(({ status, json }) => `${status} ${json.status}`).toSorted()).toEqual([
    "201 already_confirmed",
    "201 already_confirmed",
    "201 confirmed",
  ]);
  for (const method of ["PUT", "GET"] as const) {
    const answer = await here.till.call(method, `${path}/loan/bill`, { loan: { bill: true } });
    expect(answer).toMatchObject({ status: 201, json: { status: "already_confirmed", offer_id } });
  }
});

test("a sales receipt is taken, under the path as clients spell it", async () => {
  const { token } = await here.till.sell(640);
  const send = (loan: object) =>
    here.till.call("PUT", `/loan_requests/${token}/loan/sales_reciept`, { loan });
  expectEmpty(await send({ input_text: "PAR/17/2026" }));
  expectUnprocessable(await send({}), "input_text", "blank");
});

test.each(["virtual_card", "virtual_card_loan", "card_loan"])("%s approves the loan", async (call) => {
  const path = await here.till.registered(640);
  expectUnprocessable(await here.till.post(`${path}/${call}`, {}), "term_id", "blank");
  expectEmpty(await here.till.post(`${path}/${call}`, { term_id: 176, force_approve: true }));
  expect((await here.till.finalize(path)).status).toBe(200);
});

test("the store's report counts what it sold", async () => {
  const report = (query: string) => here.till.get(`/stores/422/reports?${query}`);
  const before = (await report(`from=${day()}&to=${day()}`)).json.report;
  await here.till.sell(333.33, 173);
  await here.till.sell(66.67, 173);
  const { json, text } = await report(`from=${day()}&to=${day()}`);
  expect(json.report).toEqual({
    start_at: day(),
    end_at: day(),
    loans_count: before.loans_count + 2,
    amount: before.amount + 400,
  });
  expect(text).toMatch(/"amount":\d+\.\d/);
  expect((await report("from=01-06-2021&to=05-06-2021")).json.report).toMatchObject({ loans_count: 0 });
  expectUnprocessable(await report("to=05-06-2021"), "from", "blank");
  expectUnprocessable(await report("from=01-06-2021&to=2021-06-05"), "to", "invalid");
  expectUnprocessable(await here.till.get(`/stores/1/reports?from=${day()}&to=${day()}`), "store_id");
});

test("photos of documents are taken note of, by kind", async () => {
  const path = await here.till.registered(640);
  const send = (name: string, to = path) => {
    const head = `--kassa\r\nContent-Disposition: form-data; name="${name}"; filename="a.jpg"`;
    const body = `${head}\r\nContent-Type: image/jpeg\r\n\r\n\u0000\u0001\r\n--kassa--\r\n`;
    const headers = { "content-type": "multipart/form-data; boundary=kassa" };
    return here.till.send("PATCH", `/api/loans/v1${to}/client`, { body, headers });
  };
  const kinds = ["name", "client_with_passport", "living_addr"];
  for (const answer of await Promise.all(kinds.map((kind) => send(`client[documents][${kind}]`))))
    expectEmpty(answer);
  const token = path.split("/").at(-1) ?? "";
  const { details } = (await here.kassa.reader.find(applications, { token })) ?? {};
  expect(details?.files?.toSorted()).toEqual(kinds.toSorted());
  expectUnprocessable(await send("client[documents][selfie]"), "kind", "invalid");
  expectUnprocessable(await here.till.call("PATCH", `${path}/client`, {}), "kind", "invalid");
  const nobody = await here.till.request(640);
  expectUnprocessable(await send("client[documents][name]", nobody), "client", "not_found");
});

test("a code is sent once within half a minute", async () => {
  const path = await here.till.request(640);
  const sent = async () => {
    const { body } = await here.kassa.server.inject({ method: "GET", url: "/sandbox/messages?limit=1000" });
    return JSON.parse(body).messages.length;
  };
  const before = await sent();
  for (let i = 0; i < 3; i++) expectEmpty(await here.till.post(`${path}/client/confirmation`));
  expect(await sent()).toBe(before + 1);
  const { json } = await here.till.post("/loan_requests", { loan_request: { store_id: 422 } });
  const nowhere = `/loan_requests/${json.loan_request.token}/client/confirmation`;
  expectUnprocessable(await here.till.post(nowhere), "mobile_phone", "blank");
});

test("the barcode of an order is there as a picture", async () => {
  const { json } = await here.till.get("/orders?store_id=422");
  const { id } = json.orders[0];
  const svg = await here.till.get(`/orders/${id}/barcode.svg`);
  expect([svg.status, svg.type]).toEqual([200, "image/svg+xml"]);
  expect(svg.text).toMatch(/^<svg/);
  const png = await here.till.get(`/orders/${id}/barcode.png`);
  expect([png.status, png.type]).toEqual([200, "image/png"]);
  expect((await here.till.get("/orders/1/barcode.png")).status).toBe(404);
});

test("without an amount the answer tells the request's own beside the tariffs", async () => {
  const path = await here.till.request(640);
  const { json } = await here.till.get(path);
  expect(json.loan_request_attributes).toEqual({ amount: 640, prepayment_amount: 0 });
  expect(json.loan_request).toHaveLength(3);
  expect(Object.keys((await here.till.get(`${path}?amount=333`)).json)).toEqual(["loan_request"]);
});
