import { z } from "zod";
import { type Answer, amount, unreadable } from "./answer.ts";
import { decimalNumber } from "./money.ts";
import { signature } from "./signature.ts";

export type MokkaConnection = { baseUrl: string; storeId: string; secretKey: string };

export type CheckoutOrder = {
  order_id: string;
  amount: unknown;
  tax_amount: unknown;
  discount_amount: unknown;
  prepayment_amount: unknown;
  valid_till?: string;
};

export type Person = { first_name: string; surname: string; patronymic: string };

export type CartItem = {
  SKU: string;
  name: string;
  price: unknown;
  tax_price: unknown;
  quantity: number;
  quantity_unit: string;
  category: string;
};

export type RegistrationRequest = {
  terms_url: string;
  callback_url: string;
  redirect_url: string;
  authorized_client: boolean;
  primary_phone?: string;
  primary_email?: string;
  current_order: { order_id: string };
  person?: Person;
  additional_data: { previous_url: string };
};

export type CheckoutRequest = {
  terms_url: string;
  callback_url: string;
  checkout_url: string;
  redirect_url: string;
  authorized_client: boolean;
  primary_phone: string;
  primary_email: string;
  skip_result_page: boolean;
  current_order: CheckoutOrder;
  person: Person;
  cart_items: CartItem[];
  delivery_info: Person & { phone: string; email: string; type: string; address: string };
  additional_data: {
    previous_url: string;
    returning_customer: boolean;
    bank_card: boolean;
    last_orders: number;
    sum_orders: unknown;
    same_address: boolean;
  };
  client: Person & {
    phone: string;
    email: string;
    client_id: string;
    purchases_value: number;
    purchases_sum: unknown;
    first_purchase_date?: string;
    last_purchase_date?: string;
    uniq_user_phone: number;
  };
  purchase: { product_name: string; number: number; product_price: unknown }[];
};

const instalment = z.object({ date: z.string(), amount });
const formLink = z.object({ iframe_url: z.url({ protocol: /^https?$/ }) });
const nothingMore = z.object({});

const orderStatus = z.object({
  current_order: z.object({
    order_id: z.coerce.string(),
    expired: z.boolean(),
    status: z.enum(["pending", "hold", "finished", "canceled", "declined", "refunded", "expired"]),
    decision: z.string().nullish(),
    amount,
    term: z.number().nullish(),
  }),
});

const paymentSchedules = z.object({
  payment_schedule: z.array(
    z.object({
      total: amount,
      monthly_payment: amount,
      monthly_overpayment: amount,
      term: z.number(),
      payment_dates: z.array(instalment),
    }),
  ),
});

const limitAnswer = z.object({
  meta: z.object({ status: z.number(), message: z.string() }),
  client: z
    .object({ mobile_phone: z.string(), limit_amount: amount, status: z.enum(["active", "inactive", "new"]) })
    .nullable(),
});

/** The body of a callback about an order. Amounts arrive as minor units. */
export const orderCallback = z.object({
  order_id: z.coerce.string(),
  payment_id: z.coerce.string().optional(),
  decision: z.enum(["approved", "declined"]),
  amount,
  term: z.number().nullish(),
  schedule: z
    .array(instalment)
    .nullish()
    .catch([])
    .transform((schedule) => schedule ?? []),
});

/** The body of a callback about a registration: the amount is the customer's limit. */
export const registrationCallback = z.object({
  order_id: z.coerce.string(),
  decision: z.enum(["approved", "declined"]),
  amount,
  mobile_phone: z.string().nullish(),
});

export type Instalment = z.infer<typeof instalment>;
export type PaymentSchedule = z.infer<typeof paymentSchedules>["payment_schedule"][number];
export type OrderStatus = z.infer<typeof orderStatus>["current_order"];
export type OrderCallback = z.infer<typeof orderCallback>;
export type RegistrationCallback = z.infer<typeof registrationCallback>;

const timeoutMs = 10_000;
const uploadTimeoutMs = 30_000;

export function register(mokka: MokkaConnection, request: RegistrationRequest) {
  return call(mokka, "/factoring/v1/limit/auth", request, formLink);
}

export function checkout(mokka: MokkaConnection, request: CheckoutRequest) {
  return call(mokka, "/factoring/v1/precheck/auth", request, formLink);
}

/** Sends the receipt along: a form with the signed JSON as `body` and the file as `check`. */
export async function finish(
  mokka: MokkaConnection,
  request: { order_id: string; amount: number; check_number: string },
  receipt: { fileName: string; contentType: string; bytes: Uint8Array<ArrayBuffer> },
): Promise<Answer<object>> {
  const body = JSON.stringify({ ...request, amount: decimalNumber(request.amount) });
  const form = new FormData();
  form.set("body", body);
  form.set("check", new Blob([receipt.bytes], { type: receipt.contentType }), receipt.fileName);
  const url = signedUrl(mokka, "/factoring/v1/precheck/finish", body);
  return flatAnswer(await post(url, { body: form }, uploadTimeoutMs), nothingMore);
}

export function status(mokka: MokkaConnection, orderId: string) {
  return call(mokka, "/factoring/v1/status", { order_id: orderId }, orderStatus);
}

export function schedule(mokka: MokkaConnection, amountMinor: number) {
  return call(mokka, "/factoring/v1/schedule", { amount: decimalNumber(amountMinor) }, paymentSchedules);
}

/** The answer may carry the new schedule. */
export function change(
  mokka: MokkaConnection,
  request: { order_id: string; amount: number; cart_items: CartItem[] },
) {
  const answer = z.object({ schedule: z.array(instalment).nullish() });
  const body = { ...request, amount: decimalNumber(request.amount) };
  return call(mokka, "/factoring/v1/precheck/change", body, answer);
}

export function cancel(mokka: MokkaConnection, orderId: string) {
  return call(mokka, "/factoring/v1/precheck/cancel", { order_id: orderId }, nothingMore);
}

export function returnGoods(mokka: MokkaConnection, request: { order_id: string; amount: number }) {
  const body = { ...request, amount: decimalNumber(request.amount) };
  return call(mokka, "/factoring/v1/return", body, nothingMore);
}

export type Limit = { limit: number; status: "active" | "inactive" | "new" };

/** The one method whose status sits inside `meta`. */
export async function limit(mokka: MokkaConnection, mobilePhone: string): Promise<Answer<Limit>> {
  const body = JSON.stringify({ client: { mobile_phone: mobilePhone } });
  const url = signedUrl(mokka, "/api/external/v1/client/limit", body);
  const answer = await post(url, json(body), timeoutMs);
  if (answer.outcome !== "accepted") return answer;
  const read = limitAnswer.safeParse(answer.body);
  if (!read.success) return unreadable();
  const { meta, client } = read.data;
  if (meta.status !== 0 || !client) return { outcome: "refused", code: meta.status, message: meta.message };
  return { outcome: "accepted", body: { limit: client.limit_amount, status: client.status } };
}

async function call<Body>(
  mokka: MokkaConnection,
  path: string,
  request: object,
  shape: z.ZodType<Body>,
): Promise<Answer<Body>> {
  const body = JSON.stringify(request);
  return flatAnswer(await post(signedUrl(mokka, path, body), json(body), timeoutMs), shape);
}

function signedUrl({ baseUrl, storeId, secretKey }: MokkaConnection, path: string, body: string): string {
  const query = new URLSearchParams({ store_id: storeId, signature: signature(body, secretKey) });
  return `${baseUrl}${path}?${query}`;
}

function json(body: string): RequestInit {
  return { body, headers: { "content-type": "application/json; charset=utf-8" } };
}

async function post(url: string, init: RequestInit, withinMs: number): Promise<Answer<unknown>> {
  try {
    const response = await fetch(url, { ...init, method: "POST", signal: AbortSignal.timeout(withinMs) });
    return { outcome: "accepted", body: await response.json() };
  } catch (error) {
    return { outcome: "unreachable", reason: error instanceof Error ? error.message : String(error) };
  }
}

function flatAnswer<Body>(answer: Answer<unknown>, shape: z.ZodType<Body>): Answer<Body> {
  if (answer.outcome !== "accepted") return answer;
  const head = z.object({ status: z.number(), message: z.string() }).safeParse(answer.body);
  if (!head.success) return unreadable();
  const { status: code, message } = head.data;
  if (code !== 0) return { outcome: "refused", code, message };
  const body = shape.safeParse(answer.body);
  return body.success ? { outcome: "accepted", body: body.data } : unreadable();
}
