import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished } from "vitest";

/** A callback as it arrived. */
export type Received = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly contentType: string | undefined;
  readonly body: string;
};

/** A shop's web server that takes callbacks, for one test. `statuses` are answered in turn, the last one again. */
export async function useReceiver(statuses: readonly number[] = [200]) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://shop");
      received.push({
        method: request.method ?? "",
        path: pathname,
        query: searchParams,
        contentType: request.headers["content-type"],
        body: Buffer.concat(chunks).toString(),
      });
      response.statusCode = statuses[received.length - 1] ?? statuses.at(-1) ?? 200;
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** The n-th callback, once it has come. */
    async callback(n = 1): Promise<Received> {
      await expect.poll(() => received.length, { interval: 5, timeout: 5_000 }).toBeGreaterThanOrEqual(n);
      return received[n - 1] as Received;
    },
  };
}
