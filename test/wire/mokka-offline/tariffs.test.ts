import { expect, test } from "vitest";
import { expectUnprocessable, useTill } from "./till.ts";

const here = useTill();

/** The day at the store, so many days or months after today, as the document writes days. */
function day(duration: Temporal.DurationLike): string {
  const [year, month, date] = here.kassa.house
    .now()
    .toZonedDateTimeISO("Europe/Warsaw")
    .toPlainDate()
    .add(duration)
    .toString()
    .split("-");
  return `${date}-${month}-${year}`;
}

const schedule = (amount: string, steps: Temporal.DurationLike[]) =>
  steps.map((step) => `{"date":"${day(step)}","amount":${amount}}`).join();
const months = (count: number) => Array.from({ length: count }, (_, i) => ({ months: i + 1 }));

/** The document's answer for 333.00, byte for byte but for the days; blanks between tokens left out. */
function documented(): string {
  const bnpl = `{"max_amount":0.0,"min_amount":50.0,"monthly_payment":126.0,"product_code":"","schedule":[${schedule(
    "126.0",
    [{ days: 30 }, { days: 60 }, { days: 90 }],
  )}],"sum_with_discount":333.0,"tariff_product_kind":"installments_pl","term":3,"term_id":173,"total_of_payments":378.0,"total_overpayment":45.0,"bnpl":{"term":30,"date_of_first_payment":"${day({ days: 30 })}"}}`;
  const three = `{"max_amount":0.0,"min_amount":65.0,"monthly_payment":121.0,"product_code":"","schedule":[${schedule(
    "121.0",
    months(3),
  )}],"sum_with_discount":333.0,"tariff_product_kind":"installments_pl","term":3,"term_id":176,"total_of_payments":363.0,"total_overpayment":30.0}`;
  const twelve = `{"max_amount":0.0,"min_amount":50.0,"monthly_payment":27.75,"product_code":"","schedule":[${schedule(
    "27.75",
    months(12),
  )}],"sum_with_discount":333.0,"tariff_product_kind":"installments_pl","term":12,"term_id":191,"total_of_payments":333.0,"total_overpayment":0.0}`;
  return `{"loan_request":[${bnpl},${three},${twelve}]}`;
}

test("333.00 costs what the document says, to the cent and the day", async () => {
  const path = await here.till.request(640);
  expect(await here.till.get(`${path}?amount=333`)).toMatchObject({ status: 200, text: documented() });
});

test("without an amount it is the request's own; without a customer it is told as well", async () => {
  const asked = { loan_request: { store_id: 422, amount: "333.00" } };
  const { json } = await here.till.post("/loan_requests", asked);
  const { text } = await here.till.get(`/loan_requests/${json.loan_request.token}`);
  expect(text).toBe(withAttributes("333.0", "0.0"));
});

/** What is answered when no amount is asked for: the request's own is told too. */
function withAttributes(amount: string, prepayment: string): string {
  const attributes = `{"amount":${amount},"prepayment_amount":${prepayment}}`;
  return `${documented().slice(0, -1)},"loan_request_attributes":${attributes}}`;
}

test("asking about another amount does not change the request", async () => {
  const path = await here.till.request(333);
  await here.till.get(`${path}?amount=1000`);
  expect((await here.till.get(path)).text).toBe(withAttributes("333.0", "0.0"));
});

test("a tariff is offered from its minimum on; what nothing fits is an empty list", async () => {
  const path = await here.till.request(640);
  const terms = async (amount: string) =>
    (await here.till.get(`${path}?amount=${amount}`)).json.loan_request.map(
      ({ term_id }: { term_id: number }) => term_id,
    );
  expect(await terms("49.99")).toEqual([]);
  expect(await terms("50")).toEqual([173, 191]);
  expect(await terms("64.99")).toEqual([173, 191]);
  expect(await terms("65.00")).toEqual([173, 176, 191]);
});

test("what was paid before counts for nothing", async () => {
  const path = await here.till.request(433, undefined, { prepayment_amount: "100.00" });
  expect((await here.till.get(path)).text).toBe(withAttributes("433.0", "100.0"));
});

test.each(["much", "0", "-1", "1.001", "1e3x"])("the amount %s is none", async (amount) => {
  const path = await here.till.request(640);
  expectUnprocessable(await here.till.get(`${path}?amount=${amount}`), "amount", "invalid");
});

test("no amount anywhere is told", async () => {
  const { json } = await here.till.post("/loan_requests", { loan_request: { store_id: 422 } });
  const answer = await here.till.get(`/loan_requests/${json.loan_request.token}`);
  expectUnprocessable(answer, "amount", "blank");
});
