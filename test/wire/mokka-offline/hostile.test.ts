import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { tillAgent } from "../../../src/sandbox/index.ts";
import { base, expectEmpty, expectUnprocessable, filip, useTill } from "./till.ts";

const here = useTill();
const signature = createHash("sha1").update(`470${tillAgent.traderToken}`).digest("hex");

test("whatever stands in a path, nothing of ours breaks", async () => {
  for (const odd of ["%00", "%ff", "a%00b", "..%2f..", "'", "-1", "1e3", "%F0%9F%98%80", "x".repeat(280)]) {
    for (const [method, path] of [
      ["GET", `/loan_requests/${odd}`],
      ["GET", `/loan_requests/${odd}/client`],
      ["POST", `/orders/${odd}/send_return_confirmation_code`],
      ["POST", `/returns/${odd}/confirm`],
      ["GET", `/stores/${odd}/reports?from=01-01-2021&to=01-01-2021`],
      ["GET", `/orders?store_id=${odd}`],
      ["GET", `/clients/${odd}`],
      ["GET", `/clients/${odd}/loans/${odd}`],
      ["GET", `/orders?store_id=422&filters[guid]=${odd}&filters[email]=${odd}`],
    ] as const) {
      const { status } = await here.till.call(method, path);
      expect([path, status < 500]).toEqual([path, true]);
    }
  }
});

test.each(["0000-01-01", "-200000-01-01", "+275760-09-13", "-271821-04-19", "9999-12-31"])(
  "the day %s breaks nothing",
  async (day) => {
    const headers = { "x-revo-body-signature": signature };
    const query = (from: string, to: string) =>
      `trader_id=470&date_from=${encodeURIComponent(from)}&date_to=${encodeURIComponent(to)}`;
    for (const asked of [query(day, day), query("2021-01-01", day), query(day, "2021-01-01")]) {
      const { status } = await here.till.send("GET", `/api/softicon/v1/reports/422?${asked}`, { headers });
      expect([asked, status < 500]).toEqual([asked, true]);
    }
    const dotted = day.split("-").reverse().join("-");
    const { status } = await here.till.get(`/stores/422/reports?from=01-01-2021&to=${dotted}`);
    expect(status).toBeLessThan(500);
    for (const hold_until of [day, `${day}T00:00:00Z`, dotted]) {
      const loan_request = { store_id: 422, amount: 640, hold_until };
      const answer = await here.till.post("/loan_requests", { loan_request });
      expect([hold_until, answer.status < 500]).toEqual([hold_until, true]);
    }
  },
);

test("values of the wrong kind are told, not tripped over", async () => {
  const path = await here.till.request(640);
  await here.till.post(`${path}/client/confirmation`);
  for (const odd of [null, true, [], {}, [[]], { number: {} }, 1e308, -0]) {
    const fields = Object.keys(filip).filter((name) => name !== "provider_data");
    for (const name of fields) {
      const { status } = await here.till.post(`${path}/client`, { client: { ...filip, [name]: odd } });
      expect([name, status < 500]).toEqual([name, true]);
    }
    for (const [method, url, body] of [
      ["POST", "/sessions", { user: odd }],
      ["POST", "/sessions", { user: { login: odd, password: odd } }],
      ["PUT", "/passwords", { user: { login: "x", confirmation_code: odd, password: odd } }],
      ["POST", `${path}/confirmation`, { code: odd }],
      ["POST", `${path}/client/check_code`, { code: odd }],
      ["POST", `${path}/loan`, { term_id: odd }],
      ["POST", `${path}/loan/finalization`, { loan: odd }],
      ["POST", "/returns", { return: odd }],
      ["POST", "/returns", { return: { order_id: odd, amount: odd, store_id: "422" } }],
      ["GET", "/orders", { store_id: "422", filters: odd }],
      ["PUT", path, { loan_request: { amount: odd, mobile_phone: odd } }],
    ] as const) {
      const { status } = await here.till.call(method, url, body);
      expect([url, status < 500]).toEqual([url, true]);
    }
  }
});

test("a tariff taken by several at the same moment holds the limit once", async () => {
  const phone = here.till.newPhone();
  const path = await here.till.registered(640, phone);
  const take = () => here.till.post(`${path}/loan`, { term_id: 176 });
  for (const answer of await Promise.all([take(), take(), take()])) expectEmpty(answer);
  const { json } = await here.till.get(`${path}/client`);
  expect(json.client.credit_limit).toBe("99360.0");
});

test("two tills cannot lend more than the limit at the same moment", async () => {
  const phone = here.till.newPhone();
  await here.till.sell(40_000, 191, phone);
  const paths = [];
  for (let i = 0; i < 3; i++) {
    const path = await here.till.request(50_000, phone);
    await here.till.post(`${path}/client/confirmation`);
    await here.till.post(`${path}/confirmation`, { code: "1111" });
    paths.push(path);
  }
  const answers = await Promise.all(paths.map((path) => here.till.post(`${path}/loan`, { term_id: 191 })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422, 422]);
  for (const answer of answers.filter(({ status }) => status === 422))
    expectUnprocessable(answer, "amount", "too_much");
});

test("a wrong code counts though the request is turned away", async () => {
  const { guid } = await here.till.sell(500);
  expectEmpty(await here.till.post(`/orders/${guid}/send_return_confirmation_code`));
  const attempt = (confirmation_code: string) =>
    here.till.send("POST", `${base}/returns`, {
      body: { return: { order_id: guid, confirmation_code, amount: 1, store_id: 422 } },
    });
  for (let i = 0; i < 4; i++) expectUnprocessable(await attempt("0000"), "confirmation_code", "wrong_code");
  expectUnprocessable(await attempt("0000"), "confirmation_code", "code_locked");
  expectUnprocessable(await attempt("1111"), "confirmation_code", "code_locked");
});
