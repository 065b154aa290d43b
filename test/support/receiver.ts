import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished, vi } from "vitest";
import { secret } from "./kassa.ts";

export type Call = {
  readonly path: string;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test reads the callback as it expects it to be
  readonly json: any;
  readonly isSigned: boolean;
};

export type Answer = (call: Call, response: ServerResponse) => void;

export type Receiver = {
  readonly url: string;
  readonly calls: readonly Call[];
  /** How each call is answered from now on; at first with 200. */
  answer: Answer;
  /** Waits until that many calls have come. */
  received(count: number): Promise<void>;
  /** Answers nobody any more. */
  stop(): Promise<void>;
};

export const ok: Answer = (_call, response) => void response.end("ok");

export function status(code: number): Answer {
  return (_call, response) => void response.writeHead(code).end();
}

/** A merchant's server, which keeps what it is told. Gone when the test ends. */
export async function useReceiver(answer: Answer = ok, port = 0): Promise<Receiver> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const call = await readCall(request);
    calls.push(call);
    receiver.answer(call, response);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  onTestFinished(stop);
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    calls,
    answer,
    stop,
    received: (count) =>
      vi.waitFor(
        () => {
          if (calls.length < count) throw new Error(`${calls.length} of ${count} calls have come`);
        },
        { timeout: 8_000, interval: 10 },
      ),
  };
  return receiver;
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const url = new URL(request.url ?? "/", "http://receiver");
  const signature = createHash("sha1").update(body).update(secret).digest("hex");
  const isSigned = url.searchParams.get("signature") === signature;
  return { path: url.pathname, body, json: parsed(body), isSigned };
}

/** Not every provider calls back in JSON. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
