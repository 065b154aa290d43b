import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

type Asked = { path: string; request: Record<string, unknown>; body: string };

/** Stands between the shop and a provider: keeps what the shop asks, and loses what it is told to lose. */
export async function startTestWire(providerUrl: string) {
  const asked: Asked[] = [];
  const losses: { path: string; what: "request" | "answer" }[] = [];
  let isCut = false;

  const server = createServer(async (incoming, response) => {
    const path = incoming.url ?? "/";
    const body = await text(incoming);
    const at = losses.findIndex((loss) => path.endsWith(loss.path));
    const [loss] = at === -1 ? [] : losses.splice(at, 1);
    if (isCut || loss?.what === "request") return incoming.socket.destroy();
    if (!path.startsWith("/sandbox")) asked.push({ path, body, request: requestOf(path, body) });
    const answer = await fetch(providerUrl + path, {
      method: incoming.method ?? "GET",
      headers: { "content-type": "application/json" },
      ...(body && { body }),
    });
    const told = await answer.text();
    if (loss) return incoming.socket.destroy();
    return response.writeHead(answer.status, { "content-type": "application/json" }).end(told);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    paths: () => asked.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)),
    /** What was asked to change something, or to find out about it; pages look at the report whenever they are opened. */
    deeds() {
      return this.paths().filter((path) => path !== "GetPaymentPlanReport");
    },
    at: (path: string) => asked.filter((one) => one.path.endsWith(path)),
    forget: () => asked.splice(0),
    /** Once, for the next call of that name: the provider never hears it, or the shop never hears the answer. */
    lose(what: "request" | "answer", path: string) {
      losses.push({ path, what });
    },
    cut(yes: boolean) {
      isCut = yes;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function requestOf(path: string, body: string): Record<string, unknown> {
  const [, service = ""] = path.split("/");
  return JSON.parse(body || "{}")[`${service}Request`] ?? {};
}

async function text(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
