import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";

type Fields = Record<string, string>;
type Row = Record<string, unknown> & { id: number; payment_ref: string; status: string; amount: string };
type Asked = { method: string; path: string; fields: Fields };
type Answer = { status: number; body: object };

export const account = { merchantId: "1", password: "password", secret: "secret", isTest: true };
const authorization = `Basic ${Buffer.from("1:password").toString("base64")}`;

export const savedCard = {
  token: "aa11",
  card_number: "411111******1111",
  card_type: "VISA",
  status: "active",
};

/** Stands in for the remote Mondido: checks credentials and hashes, records, and answers from what it was told. */
export function createTestMondido(url: () => string) {
  const asked: Asked[] = [];
  const rows: Row[] = [];
  const subscription = { id: 14, status: "active", next_at: "2027-01-04T10:00:00Z" };
  const plan = {
    id: 1,
    name: "Coffee box",
    description: "Two bags",
    interval: 1,
    interval_unit: "months",
    trial_length: 0,
    prices: { sek: "99.0", pln: "39.0" },
    setup_fees: {} as Fields,
    status: "active",
  };
  let refusal: Answer | undefined;

  /** A payment as the window or the API leaves it. */
  const pay = (payment_ref: string, status: string, amount: string, more: object = {}): Row => {
    const row = {
      id: 500 + rows.length,
      payment_ref,
      status,
      amount,
      currency: "pln",
      href: `${url()}/v1/form/link${rows.length}`,
      card_number: "411111******1111",
      card_type: "VISA",
      mpi_ref: "",
      error: null,
      stored_card: null,
      subscription: null,
      refunds: [] as { amount: string }[],
      ...more,
    };
    rows.unshift(row);
    return row;
  };

  const create = (fields: Fields): Answer => {
    if (fields.hash !== orderHash(fields)) return refused(107, "Hash is invalid");
    const isPrepared = fields.process === "false";
    const status = isPrepared ? "pending" : fields.authorize ? "authorized" : "approved";
    const fee = fields.plan_id ? Number(plan.setup_fees[fields.currency ?? ""] ?? 0) : 0;
    const amount = (Number(fields.amount) + fee).toFixed(2);
    return { status: 200, body: pay(fields.payment_ref ?? "", status, amount) };
  };

  const refund = ({ transaction_id: id, amount = "" }: Fields): Answer => {
    const row = rows.find((one) => String(one.id) === id);
    if (!row) return refused(128, "Transaction not found");
    (row.refunds as object[]).push({ amount });
    return { status: 200, body: { id: 1, amount } };
  };

  const capture = (id: string, amount: string): Answer => {
    const row = rows.find((one) => String(one.id) === id);
    if (!row) return refused(128, "Transaction not found");
    const before = row.status === "approved" ? Number(row.amount) : 0;
    Object.assign(row, { status: "approved", amount: (before + Number(amount)).toFixed(2) });
    return { status: 200, body: row };
  };

  const answer = (method: string, path: string, query: URLSearchParams, fields: Fields): Answer => {
    const [, , resource, id = ""] = path.split("/");
    if (refusal && method !== "GET") return refusal;
    if (method === "GET" && resource === "plans") return { status: 200, body: plan };
    if (resource === "subscriptions") {
      if (method === "PUT") Object.assign(subscription, fields);
      return { status: 200, body: subscription };
    }
    if (resource === "refunds") return refund(fields);
    if (path.endsWith("/capture")) return capture(id, fields.amount ?? "");
    if (method === "POST") return create(fields);
    const wanted = query.get("filter[payment_ref]");
    return { status: 200, body: rows.filter((row) => row.payment_ref === wanted) };
  };

  return {
    asked,
    rows,
    plan,
    pay,
    at: (path: string) => asked.filter((one) => one.method !== "GET" && one.path.endsWith(path)),
    refuse(code: number, description: string) {
      refusal = refused(code, description);
    },
    receive({ method = "", headers }: IncomingMessage, target: URL, body: string): Answer {
      if (headers.authorization !== authorization) return refused(182, "HTTP Basic: Access denied.", 401);
      const fields = Object.fromEntries(new URLSearchParams(body));
      asked.push({ method, path: target.pathname, fields });
      return answer(method, target.pathname, target.searchParams, fields);
    },
  };
}

/** What the document says a request is signed with. */
export function orderHash({
  merchant_id,
  payment_ref,
  customer_ref,
  amount,
  currency,
  test,
}: Fields): string {
  const mode = test === "true" ? "test" : "";
  return md5([merchant_id, payment_ref, customer_ref, amount, currency, mode, account.secret].join(""));
}

/** What the document says an outcome is proven with. */
export function outcomeHash(
  { payment_ref, customer_ref, amount, currency }: Fields,
  status: string,
  secret = account.secret,
): string {
  return md5([account.merchantId, payment_ref, customer_ref, amount, currency, status, secret].join(""));
}

function refused(code: number, description: string, status = 400): Answer {
  return { status, body: { name: "errors.test", code, description } };
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
