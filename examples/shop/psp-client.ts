import { z } from "zod";
import { type Answer, unreadable } from "./answer.ts";

/** Our payment service provider, and what it lets us in by. */
export type PspConnection = { baseUrl: string; key: string };

export type PspRefusal = Exclude<Answer<never, string>, { outcome: "accepted" }>;

const card = z.object({ type: z.string(), lastFour: z.string() });
const decline = z.object({ code: z.number(), text: z.string() });

const payment = z.object({
  id: z.string(),
  payUrl: z.url({ protocol: /^https?$/ }),
  state: z.enum(["open", "approved", "expired", "withdrawn"]),
  captured: z.number(),
  canceled: z.number(),
  refunded: z.number(),
  card: card.optional(),
  isSecured: z.boolean(),
  decline: decline.optional(),
  recipient: z
    .object({
      firstName: z.string(),
      surname: z.string(),
      email: z.string(),
      phone: z.string(),
      delivery: z.array(z.string()),
    })
    .optional(),
});

export type PspPayment = z.infer<typeof payment>;

const agreement = z.object({
  id: z.string(),
  state: z.enum(["proposed", "active", "ended"]),
  card: card.optional(),
  needsCard: z.boolean(),
  first: payment,
  charges: z.array(
    z.object({
      orderId: z.string(),
      state: z.enum(["open", "paid", "declined"]),
      decline: decline.optional(),
    }),
  ),
});

export type PspAgreement = z.infer<typeof agreement>;

/** What is to be paid; amounts are whole minor units. */
export type PspOrder = {
  orderId: string;
  amount: number;
  currency: string;
  returnUrl: string;
  isCheckout?: boolean;
  isTaken?: boolean;
};

export function startPayment(psp: PspConnection, order: PspOrder) {
  return call(psp, "POST", "/payments", payment, order);
}

export function getPayment(psp: PspConnection, id: string) {
  return call(psp, "GET", `/payments/${id}`, payment);
}

export function withdraw(psp: PspConnection, id: string) {
  return call(psp, "POST", `/payments/${id}/withdrawal`, payment);
}

/** `key`: the same key is the same deed, however often it is asked for. */
export function move(
  psp: PspConnection,
  deed: "captures" | "cancels" | "refunds",
  id: string,
  body: { amount: number; key: string },
) {
  return call(psp, "POST", `/payments/${id}/${deed}`, payment, body);
}

export function proposeAgreement(psp: PspConnection, order: PspOrder & { websiteUrl: string }) {
  return call(psp, "POST", "/agreements", agreement, order);
}

export function getAgreement(psp: PspConnection, id: string) {
  return call(psp, "GET", `/agreements/${id}`, agreement);
}

export function charge(psp: PspConnection, id: string, order: { orderId: string; amount: number }) {
  return call(psp, "POST", `/agreements/${id}/charges`, agreement, order);
}

export function endAgreement(psp: PspConnection, id: string) {
  return call(psp, "POST", `/agreements/${id}/end`, agreement);
}

/** The PSP's own calls to the wallet may be repeated, and its key takes some seconds to be made. */
const timeoutMs = 25_000;
const problem = z.object({ code: z.string(), message: z.string() });

async function call<Body>(
  { baseUrl, key }: PspConnection,
  method: "GET" | "POST",
  path: string,
  shape: z.ZodType<Body>,
  body?: object,
): Promise<Answer<Body, string>> {
  try {
    const response = await fetch(baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const json: unknown = await response.json();
    if (response.ok) {
      const told = shape.safeParse(json);
      return told.success ? { outcome: "accepted", body: told.data } : unreadable();
    }
    const refused = problem.safeParse(json);
    if (!refused.success || response.status === 502) return unreadable();
    return { outcome: "refused", ...refused.data };
  } catch (error) {
    return { outcome: "unreachable", reason: error instanceof Error ? error.message : String(error) };
  }
}
