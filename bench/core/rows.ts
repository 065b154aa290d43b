import { randomUUID } from "node:crypto";
import { uuidAt } from "../../src/platform/ids/index.ts";

/** Rows by the table they go into. */
export type Rows = Readonly<Record<string, readonly object[]>>;

const [merchant_id, store_id, customer_id, debit_account_id, credit_account_id] = Array.from(
  { length: 5 },
  () => randomUUID(),
);
const currency = "PLN";
const expires_at = "2100-01-01T00:00:00Z";
const agreed = {
  number: 103,
  kind: "installments",
  term: 3,
  currency,
  minimum: "1000",
  maximum: "10000000",
  monthlyRatePpm: "10000",
  overpaymentStep: "1",
  instalmentStep: "1",
  commissionPpm: "30000",
  every: "month",
  weekends: "keep",
};

/** What a call that moves money writes, by table, as large as with a real order. */
export function rowsOfCall(): Rows {
  const now = Temporal.Now.instant();
  const [id, checkout_id, hold_id] = [uuidAt(now), uuidAt(now), uuidAt(now)];
  const reference = `order-${id}`;
  const between = { subject_id: id, debit_account_id, credit_account_id, currency, made_at: now };
  const held = { ...between, id: hold_id, kind: "pending", reason: "credit reserved", amount: "50000" };
  const fee = { ...between, id: uuidAt(now), kind: "posted", reason: "overpayment agreed", amount: "1500" };
  const payment = {
    ...{ id, merchant_id, store_id, customer_id, checkout_id, hold_id, reference, currency, expires_at },
    ...{ dialect: "mokka-online", amount: "50000", prepayment: "0", captured: "0", refunded: "0" },
    ...{ state: "authorized", decision: "approved", term: 3, phone: "48333000000", opened_at: now },
    callback_url: "http://127.0.0.1:9/callback",
    ...{ authorized_at: now, method: "credit", is_test: false, authorized: "0" },
    details: { items: [{ name: "Lamp", sku: "1", price: "500.00", quantity: 1 }], agreed },
  };
  const event = {
    ...{ id: uuidAt(now), merchant_id, subject_id: id, type: "payment.captured", occurred_at: now },
    data: { reference, currency, amount: "50000", prepayment: "0", captured: "50000", refunded: "0" },
  };
  const entry = {
    ...{ id: uuidAt(now), at: now, dialect: "mokka-online", store_id, operation: "finish", method: "POST" },
    ...{ path: "/factoring/v1/precheck/finish", status: 200, answer: "0", reference, duration_ms: 1.5 },
  };
  return { payments: [payment], transfers: [held, fee], events: [event], request_log: [entry] };
}
