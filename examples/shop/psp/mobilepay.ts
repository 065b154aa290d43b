import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Answer } from "../answer.ts";

/** Where the wallet is, and who we are there. */
export type Account = { baseUrl: string; clientId: string; clientSecret: string };

export type Refused = Exclude<Answer<never, string>, { outcome: "accepted" }>;

/** How an authorization ended, or that it goes on with 3-D Secure. */
export type Result = {
  succeeded: boolean;
  reasonCode?: number;
  reasonMessage?: string;
  threeDSecureUrl?: string;
  acquirerVatNumber?: string;
  acquirerMerchantId?: string;
  acquirerPaymentReference?: string;
};

export type Deed = "capture" | "cancel" | "refund";

export type MobilePay = ReturnType<typeof createMobilePay>;

const prefix = "/cardpassthrough-restapi";
const attemptTimeoutMs = 2_000;
const attempts = 3;
const pauseMs = 1_000;

const merchantIds = z.object({ merchantId: z.string() });
const started = z.object({ paymentId: z.string(), redirectToMobilePayUrl: z.string() });
const nothing = z.undefined();

/** The wallet's API, one function for each call that this PSP needs. No answer in two seconds, or one that says "later",
 *  is asked again after a second, three times in all: every call here may come twice. */
export function createMobilePay(account: Account) {
  const call = <Body>(method: Method, path: string, shape: z.ZodType<Body>, body?: object) =>
    send(account, method, `${prefix}${path}`, shape, body && JSON.stringify(body));

  return {
    /** What the wallet encrypts card numbers with. In reality it goes by e-mail. */
    registerKey: (pem: string) =>
      send(account, "POST", "/sandbox/mobilepay/keys", z.object({ publicKeyId: z.number() }), pem),

    /** What time it is there: the sandbox's clock can be moved. */
    clock: () =>
      send(account, "GET", "/sandbox/clock", z.object({ now: z.string().transform(Temporal.Instant.from) })),

    merchants: () =>
      call(
        "GET",
        "/api/v1/merchants",
        z.object({ merchants: z.array(merchantIds.extend({ externalId: z.string().nullish() })) }),
      ),
    addMerchant: (sheet: object) => call("POST", "/api/v1/merchants", merchantIds, sheet),

    initiate: (order: object) => call("POST", "/api/v3/payments", started, order),
    update: (id: string, fields: object) => call("PATCH", `/api/v1/payments/${id}`, nothing, fields),
    invalidate: (id: string) => call("PUT", `/api/v1/payments/${id}/invalidate`, nothing),
    report: (id: string, attemptId: string, result: Result) =>
      call("PATCH", `/api/v1/payments/${id}/authorizationattempts/${attemptId}`, nothing, result),
    record: (deed: Deed, id: string, move: { amount: number; identifier: string; at: Temporal.Instant }) =>
      call("POST", `/api/v1/payments/${id}/${deed}s`, z.unknown(), {
        amount: move.amount,
        [`${deed}Identifier`]: move.identifier,
        timestamp: move.at.toString(),
      }),

    propose: (agreement: object) =>
      call("POST", "/api/v3/recurring", z.object({ recurringAgreementId: z.string() }), agreement),
    initiateFirst: (agreementId: string, order: object) =>
      call(
        "POST",
        `/api/v3/recurring/payments/customer-initiated?agreementId=${agreementId}`,
        started,
        order,
      ),
    initiateCharge: (agreementId: string, order: object) =>
      call(
        "POST",
        `/api/v3/recurring/payments/merchant-initiated?agreementId=${agreementId}`,
        z.object({ paymentId: z.string() }),
        order,
      ),
    reportCharge: (id: string, result: Result) =>
      call("PATCH", `/api/v3/recurring/payments/merchant-initiated/${id}`, nothing, result),
    reportCard: (agreementId: string, paymentId: string, result: Result) =>
      call("PATCH", `/api/v3/recurring/${agreementId}/card/${paymentId}`, nothing, result),
    terminate: (agreementId: string) =>
      call("DELETE", `/api/v3/recurring?agreementId=${agreementId}`, nothing),
  };
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

async function send<Body>(
  account: Account,
  method: Method,
  path: string,
  shape: z.ZodType<Body>,
  body?: string,
): Promise<Answer<Body, string>> {
  let reason = "";
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (attempt > 1) await pause(pauseMs);
    try {
      const response = await fetch(`${account.baseUrl}${path}`, {
        method,
        headers: {
          "x-ibm-client-id": account.clientId,
          "x-ibm-client-secret": account.clientSecret,
          "content-type": body?.startsWith("-----") ? "application/x-pem-file" : "application/json",
        },
        ...(body !== undefined && { body }),
        signal: AbortSignal.timeout(attemptTimeoutMs),
      });
      const text = await response.text();
      const isLater = response.status === 429 || response.status >= 500;
      if (!isLater) return read(response, text, shape);
      reason = `HTTP ${response.status}`;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  return { outcome: "unreachable", reason };
}

const problem = z.object({ code: z.string().optional(), message: z.string().optional() });

function read<Body>({ ok, status }: Response, text: string, shape: z.ZodType<Body>): Answer<Body, string> {
  const json = parse(text);
  if (ok) {
    const body = shape.safeParse(json);
    return body.success
      ? { outcome: "accepted", body: body.data }
      : { outcome: "unreachable", reason: "the answer could not be read" };
  }
  const told = problem.safeParse(json);
  const { code = String(status), message = text } = told.success ? told.data : {};
  return { outcome: "refused", code, message };
}

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
