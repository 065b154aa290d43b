import { z } from "zod";
import { type Answer, amount, unreadable } from "./answer.ts";
import { decimalText } from "./money.ts";

/** Where the API is and who we are there: the password is for the API, the secret for hashes. */
export type MondidoAccount = {
  baseUrl: string;
  merchantId: string;
  password: string;
  secret: string;
  /** Test mode takes test cards only, and moves no money. */
  isTest: boolean;
};

export type Fields = Record<string, string>;

const transaction = z.object({
  id: z.number(),
  payment_ref: z.string(),
  status: z.enum(["pending", "authorized", "approved", "declined", "failed"]),
  /** What was asked for; once something is captured, what was. */
  amount,
  currency: z.string(),
  href: z.url({ protocol: /^https?$/ }),
  card_number: z.string().nullish(),
  card_type: z.string().nullish(),
  transaction_type: z.string().nullish(),
  mpi_ref: z.string().nullish(),
  error: z.object({ code: z.number(), description: z.string() }).nullish(),
  stored_card: z
    .object({ token: z.string(), card_number: z.string(), card_type: z.string(), status: z.string() })
    .nullish(),
  subscription: z.object({ id: z.number() }).nullish(),
  refunds: z.array(z.object({ amount })),
});

const plan = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string().nullish(),
  interval: z.number(),
  interval_unit: z.enum(["days", "months"]),
  trial_length: z.number(),
  prices: z.record(z.string(), amount),
  setup_fees: z.record(z.string(), amount),
  status: z.string(),
});

const subscription = z.object({ id: z.number(), status: z.string(), next_at: z.string().nullish() });

export type Transaction = z.infer<typeof transaction>;
export type Plan = z.infer<typeof plan>;
export type Subscription = z.infer<typeof subscription>;

/** Opens a payment that the shopper pays at its `href`. */
export function prepare(mondido: MondidoAccount, fields: Fields) {
  return call(mondido, "POST", `/transactions?${extended}`, transaction, { ...fields, process: "false" });
}

/** Charges a card that was stored before; nobody has to be there. */
export function payWithSavedCard(mondido: MondidoAccount, fields: Fields, token: string) {
  const card = { card_number: token, card_type: "STORED_CARD" };
  return call(mondido, "POST", `/transactions?${extended}`, transaction, { ...fields, ...card });
}

/** All tries to pay one order, the newest first. */
export function transactionsOf(mondido: MondidoAccount, reference: string) {
  const query = new URLSearchParams({ "filter[payment_ref]": reference });
  return call(mondido, "GET", `/transactions?${query}&${extended}`, z.array(transaction));
}

/** Takes what is reserved, all of it or a part. */
export function capture(mondido: MondidoAccount, id: number, minor: number) {
  const path = `/transactions/${id}/capture?${extended}`;
  return call(mondido, "PUT", path, transaction, { amount: decimalText(minor) });
}

/** Gives back what was taken, all of it or a part; lets a reservation go, whatever the amount. */
export function refund(mondido: MondidoAccount, id: number, minor: number, reason: string) {
  const fields = { transaction_id: String(id), amount: decimalText(minor), reason };
  return call(mondido, "POST", "/refunds", z.object({ amount }), fields);
}

export function getPlan(mondido: MondidoAccount, id: string) {
  return call(mondido, "GET", `/plans/${encodeURIComponent(id)}`, plan);
}

export function getSubscription(mondido: MondidoAccount, id: number) {
  return call(mondido, "GET", `/subscriptions/${id}`, subscription);
}

export function stopSubscription(mondido: MondidoAccount, id: number) {
  return call(mondido, "PUT", `/subscriptions/${id}`, subscription, { status: "cancelled" });
}

/** Without it, a stored card is only told by its number. */
const extended = "extend=stored_card";
const timeoutMs = 10_000;
const problem = z.object({ code: z.number(), description: z.string() });

async function call<Body>(
  { baseUrl, merchantId, password }: MondidoAccount,
  method: "GET" | "POST" | "PUT",
  path: string,
  shape: z.ZodType<Body>,
  fields?: Fields,
): Promise<Answer<Body>> {
  const authorization = `Basic ${Buffer.from(`${merchantId}:${password}`).toString("base64")}`;
  try {
    const response = await fetch(`${baseUrl}/v1${path}`, {
      method,
      headers: { authorization },
      ...(fields && { body: new URLSearchParams({ ...fields, locale: "en" }) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return read(response.ok, await response.json(), shape);
  } catch (error) {
    return { outcome: "unreachable", reason: error instanceof Error ? error.message : String(error) };
  }
}

function read<Body>(isAccepted: boolean, json: unknown, shape: z.ZodType<Body>): Answer<Body> {
  if (isAccepted) {
    const body = shape.safeParse(json);
    return body.success ? { outcome: "accepted", body: body.data } : unreadable();
  }
  const refusal = problem.safeParse(json);
  if (!refusal.success) return unreadable();
  return { outcome: "refused", code: refusal.data.code, message: refusal.data.description };
}
