import { expect, test } from "vitest";
import { base, expectEmpty, filip, useTill } from "./till.ts";

const here = useTill();

test("a JSON body on a GET is read, and does no harm", async () => {
  for (const path of ["/agent", `/orders?store_id=422`]) {
    expect(await here.till.call("GET", path, {})).toMatchObject({ status: 200 });
  }
  const path = await here.till.request(640);
  const { json } = await here.till.call("GET", path, { amount: "333.00" });
  expect(json.loan_request[0]).toMatchObject({ sum_with_discount: 333 });
});

test("orders are filtered by the body alone too", async () => {
  const { guid, phone } = await here.till.sell(500);
  await here.till.sell(500);
  for (const filters of [{ guid }, { mobile_phone: phone }, { mobile_phone: phone.slice(2) }]) {
    for (const store_id of ["422", 422]) {
      const { json } = await here.till.call("GET", "/orders", { store_id, filters });
      expect(json.orders.map((order: { guid: string }) => order.guid)).toEqual([guid]);
    }
  }
});

test("every filter of orders finds its order and no other", async () => {
  const phone = here.till.newPhone();
  const order_id = `A/1 ${phone}`;
  const path = await here.till.request(500, phone, { order_id });
  await here.till.post(`${path}/client/confirmation`);
  const email = `zażółć-${phone}@Example.com`;
  const papers = { polish_id: { number: "ABA300000" }, polish_pesel: { number: "44051401359" } };
  const client = { ...filip, birth_date: "14-05-1944", email, id_documents: papers };
  expect((await here.till.post(`${path}/client`, { client })).status).toBe(200);
  await here.till.post(`${path}/loan`, { term_id: 173 });
  const { offer_id: guid } = (await here.till.finalize(path)).json;
  const found = async (filters: Partial<Record<string, string>>) => {
    const query = new URLSearchParams({ store_id: "422" });
    for (const [name, value] of Object.entries(filters)) query.set(`filters[${name}]`, String(value));
    const { json } = await here.till.get(`/orders?${query}`);
    return json.orders.map((order: { guid: string }) => order.guid);
  };
  for (const filters of [
    { mobile_phone: phone },
    { id_document_no: "44051401359" },
    { id_document_no: "aba300000" },
    { order_id },
    { guid },
    { email: email.toLowerCase() },
    { mobile_phone: phone, guid, email },
  ])
    expect(await found(filters)).toEqual([guid]);
  for (const filters of [
    { mobile_phone: "333999999" },
    { id_document_no: "00000000000" },
    { order_id: "another" },
    { guid: "1" },
    { email: "nobody@example.com" },
    { mobile_phone: phone, guid: "1" },
  ])
    expect(await found(filters)).toEqual([]);
});

test("`.json` behind a path changes nothing", async () => {
  const { json: session } = await here.till.post("/sessions.json", {
    user: { login: "Kontakt@test.pl", password: 1111 },
  });
  expect(session.user.authentication_token).toMatch(/^[0-9a-f]{20}$/);
  expect((await here.till.get("/orders.json?store_id=422")).json.orders).toEqual(expect.any(Array));
  expect((await here.till.get("/agent.json")).json.agent.first_name).toBe("Test");
  const path = await here.till.request(640);
  expect((await here.till.get(`${path}.json?amount=333`)).json.loan_request).toHaveLength(3);
  expect((await here.till.get(`${path}/client.json`)).json).toEqual({ client: {} });
});

test("returns come as a form, in parts or as JSON, numbers or text, and may skip the code", async () => {
  const { guid } = await here.till.sell(500);
  const id = Number(guid);
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" };
  const form = `return[order_id]=${id}&return[confirmation_code]=skip&return[amount]=100.00&return[store_id]=422`;
  const parts = [...new URLSearchParams(form)].map(
    ([name, value]) => `--cut\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const answers = [
    await here.till.send("POST", `${base}/returns`, {
      body: `${parts.join("")}--cut--\r\n`,
      headers: { "content-type": "multipart/form-data; boundary=cut" },
    }),
    await here.till.send("POST", `${base}/returns`, { body: form, headers }),
    await here.till.send("POST", `${base}/returns`, { body: encodeURI(form), headers }),
    await here.till.post("/returns", {
      return: { order_id: id, confirmation_code: "skip", amount: 100, store_id: 422 },
    }),
    await here.till.post("/returns", {
      return: { order_id: guid, confirmation_code: "skip", amount: "100", store_id: "422" },
    }),
  ];
  for (const { status, json } of answers) {
    expect([status, json.return.barcode.slice(0, 12)]).toEqual([200, "200002010000"]);
    expectEmpty(await here.till.post(`/returns/${json.return.id}/confirm`));
  }
  expect(await here.till.order(guid)).toMatchObject({ remaining_amount: 0 });
});

test.each([
  ["422", "640", "176"],
  [422, 640, 176],
  ["422", "640.00", 176],
  [422, 640.0, "176"],
])("store %j, amount %j, term %j", async (store_id, amount, term_id) => {
  const loan_request = { store_id, mobile_phone: Number(here.till.newPhone()), amount, kind: "merch_app" };
  const { json } = await here.till.post("/loan_requests", { loan_request });
  const path = `/loan_requests/${json.loan_request.token}`;
  await here.till.post(`${path}/client/confirmation`, {});
  await here.till.post(`${path}/client`, { client: filip });
  expectEmpty(await here.till.post(`${path}/loan`, { term_id, term: 3 }));
  expect((await here.till.finalize(path)).status).toBe(200);
});

test.each(["1", 1, true, "true"])("%j is a yes", async (yes) => {
  const path = await here.till.request(640);
  await here.till.post(`${path}/client/confirmation`);
  const gdpr_acceptance = { credit_bureaus: yes, regulations: yes, personal_data: yes };
  expect((await here.till.post(`${path}/client`, { client: { ...filip, gdpr_acceptance } })).status).toBe(
    200,
  );
  await here.till.post(`${path}/loan`, { term_id: 176 });
  expect((await here.till.finalize(path, { agree_processing: yes, agree_sms_info: yes })).status).toBe(200);
});

test("the phone may come with +48, with blanks, or without a country", async () => {
  for (const [typed, national] of [
    ["+48 333 777 001", "333777001"],
    ["333-777-002", "333777002"],
    ["48333777003", "333777003"],
  ] as const) {
    await here.till.sell(100, 191, typed);
    const { json } = await here.till.get(`/orders?store_id=422&filters[mobile_phone]=${national}`);
    expect(json.orders).toMatchObject([{ mobile_phone: national }]);
  }
});

test("phone and amount may come later", async () => {
  const { json } = await here.till.post("/loan_requests", { loan_request: { store_id: "422", amount: "1" } });
  const path = `/loan_requests/${json.loan_request.token}`;
  expect((await here.till.get(`${path}/client`)).json).toEqual({ client: {} });
  expectEmpty(
    await here.till.call("PUT", path, {
      loan_request: { mobile_phone: here.till.newPhone(), amount: "500.00" },
    }),
  );
  await here.till.post(`${path}/client/confirmation`);
  await here.till.post(`${path}/client`, { client: filip });
  await here.till.post(`${path}/loan`, { term_id: 173 });
  expect((await here.till.finalize(path)).json.loan_application.barcode).toMatch(/^100002050000/);
});

test("skip_confirmation stands for the code of the loan", async () => {
  const path = await here.till.approved(500);
  const loan = { agree_processing: true, skip_confirmation: true, agree_sms_info: 0, employee_id: "17" };
  expect((await here.till.post(`${path}/loan/finalization`, { loan })).status).toBe(200);
});

test("one code proves the phone and the loan; a header of older clients is taken", async () => {
  const path = await here.till.request(500);
  await here.till.post(`${path}/client/confirmation`);
  const headers = { "application-source": "merch_app", "content-type": "text/plain" };
  const body = { client: filip };
  expect(await here.till.send("POST", `${base}${path}/client`, { body, headers })).toMatchObject({
    status: 200,
  });
  await here.till.post(`${path}/loan`, { term_id: 173 });
  expect((await here.till.finalize(path)).status).toBe(200);
});

test("only the last tariff and amount that were chosen hold the limit", async () => {
  const phone = here.till.newPhone();
  const path = await here.till.approved(1000, 176, phone);
  expectEmpty(await here.till.post(`${path}/loan`, { term_id: 191 }));
  const free = async () => (await here.till.get(`${path}/client`)).json.client.credit_limit;
  expect(await free()).toBe("99000.0");
  expectEmpty(await here.till.call("PUT", path, { loan_request: { amount: 700 } }));
  expect(await free()).toBe("100000.0");
  expectEmpty(await here.till.post(`${path}/loan`, { term_id: 191 }));
  expect((await here.till.finalize(path)).json.loan_application.barcode).toMatch(/^100002070000/);
  expect(await free()).toBe("99300.0");
});
