import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createTestMondido } from "./test-mondido.ts";

type Json = Record<string, unknown>;
type Received = { path: string; body: string; json: Json; contentType: string; file?: string };

export const storeId = "1";
export const secretKey = "9fff8c602b08b00323567be0001480f6";

/** Stands in for the remote provider: checks every signature over the raw bytes, records, and answers from a table. */
export async function startTestProvider() {
  const received: Received[] = [];
  const order = { status: "pending", decision: null as string | null, amount: 0, term: 3, expired: false };
  const accepted = { status: 0, message: "Payload valid" };
  let delayMs = 0;

  const answers: Record<string, (json: Json) => object> = {
    "/factoring/v1/limit/auth": () => ({ ...accepted, iframe_url: `${url()}/factoring/v1/limit/form/aa` }),
    "/factoring/v1/precheck/auth": (json) => {
      order.amount = (json.current_order as { amount: number }).amount;
      return { ...accepted, iframe_url: `${url()}/factoring/v1/form/bb` };
    },
    "/factoring/v1/precheck/finish": () => accepted,
    "/factoring/v1/precheck/change": () => ({ ...accepted, schedule: [{ date: "2027-01-04", amount: 45 }] }),
    "/factoring/v1/precheck/cancel": () => accepted,
    "/factoring/v1/return": () => accepted,
    "/factoring/v1/status": (json) => ({ ...accepted, current_order: { order_id: json.order_id, ...order } }),
    "/factoring/v1/schedule": ({ amount }) => ({
      ...accepted,
      payment_schedule: [3, 6].map((term) => ({
        total: amount,
        monthly_payment: Math.ceil(Number(amount) / term),
        monthly_overpayment: 1.5,
        term,
        payment_dates: [{ date: "04.01.2027", amount: 15 }],
      })),
    }),
    "/api/external/v1/client/limit": () => ({
      meta: accepted,
      client: { mobile_phone: "333111222", limit_amount: "2500.50", status: "active" },
    }),
  };

  const server = createServer(async (request, response) => {
    const target = new URL(request.url ?? "/", "http://provider");
    const { pathname, searchParams } = target;
    const raw = await bytes(request);
    if (pathname.startsWith("/v1/")) {
      const { status, body } = mondido.receive(request, target, raw);
      return response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    }
    const one = signedPart(raw, request.headers["content-type"] ?? "");
    if (delayMs) await new Promise((resolve) => setTimeout(resolve, delayMs));
    const right = createHash("sha1")
      .update(one.body + secretKey)
      .digest("hex");
    response.setHeader("content-type", "application/json");
    if (searchParams.get("store_id") !== storeId)
      return response.end(JSON.stringify({ status: 51, message: "Store not found" }));
    if (searchParams.get("signature") !== right)
      return response.end(JSON.stringify({ status: 61, message: "Signature wrong" }));
    const json = JSON.parse(one.body);
    received.push({ path: pathname, json, ...one });
    return response.end(JSON.stringify(answers[pathname]?.(json) ?? { status: 404, message: "Not found" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const mondido = createTestMondido(url);

  return {
    url: url(),
    mondido,
    received,
    order,
    answers,
    at: (path: string) => received.filter((one) => one.path.endsWith(path)),
    refuse(path: string, status: number, message: string) {
      answers[path] = () => ({ status, message });
    },
    answerAfter(milliseconds: number) {
      delayMs = milliseconds;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bytes(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function signedPart(raw: string, contentType: string): Pick<Received, "body" | "contentType" | "file"> {
  const boundary = /boundary=(.+)$/.exec(contentType)?.[1];
  if (!boundary) return { body: raw, contentType };
  const parts = raw.split(`--${boundary}`);
  const part = (name: string) => parts.find((one) => one.includes(`name="${name}"`));
  const content = (one = "") => one.slice(one.indexOf("\r\n\r\n") + 4, -2);
  return { body: content(part("body")), file: part("check"), contentType };
}
