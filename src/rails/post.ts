import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { AttemptOutcome } from "../core/deliveries/index.ts";
import { ForbiddenAddress, isPublicAddress, publicLookup } from "./addresses.ts";

export type Parcel = {
  /** POST unless told otherwise. */
  readonly method?: "POST" | "GET" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Posted = {
  readonly outcome: AttemptOutcome;
  readonly status: number | null;
  readonly answer: string;
};

export type PostOptions = {
  /** https only, and no address of a private network. */
  readonly publicOnly: boolean;
  readonly timeoutMs: number;
};

const agentOptions = { keepAlive: true, maxSockets: 64, maxFreeSockets: 16 };
const agents = { "http:": new HttpAgent(agentOptions), "https:": new HttpsAgent(agentOptions) };
const longestAnswer = 500;

/** Calls somebody else's server. A GET carries no body. Never throws: what goes wrong there is an outcome. Redirects are not
 *  followed; of the answer only the beginning is read. */
export async function post(parcel: Parcel, { publicOnly, timeoutMs }: PostOptions): Promise<Posted> {
  try {
    const url = new URL(parcel.url);
    if (publicOnly && !isPublicUrl(url))
      throw new ForbiddenAddress(`${url.origin} is no public https address`);
    return await exchange(url, parcel, { publicOnly, timeoutMs });
  } catch (error) {
    return {
      outcome: outcomeOf(error),
      status: null,
      answer: (error as Error).message.slice(0, longestAnswer),
    };
  }
}

/** Whether a callback may go to this address, as far as it tells by itself: names are looked up when it goes. */
export function isPublicUrl(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return url.protocol === "https:" && host !== "localhost" && (isIP(host) === 0 || isPublicAddress(host));
}

function exchange(
  url: URL,
  { method = "POST", headers, body }: Parcel,
  { publicOnly, timeoutMs }: PostOptions,
): Promise<Posted> {
  const isSecure = url.protocol === "https:";
  const agent = agents[isSecure ? "https:" : "http:"];
  const lookup = publicOnly ? { lookup: publicLookup } : {};
  return new Promise((resolve, reject) => {
    const request = (isSecure ? httpsRequest : httpRequest)(url, {
      method,
      agent,
      ...lookup,
      headers: { "user-agent": "Kassa", ...headers, ...(method !== "GET" && length(body)) },
    });
    const timer = setTimeout(
      () => request.destroy(new TimedOut(`no answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    request.on("close", () => clearTimeout(timer));
    request.on("error", reject);
    request.on("response", (response) => resolve(readAnswer(response)));
    request.end(method === "GET" ? undefined : body);
  });
}

function length(body: string) {
  return { "content-length": Buffer.byteLength(body) };
}

/** The status decides, also when the body breaks off or hangs: what got a 2xx is not sent again. */
function readAnswer(response: IncomingMessage): Promise<Posted> {
  const status = response.statusCode ?? 0;
  let answer = "";
  response.setEncoding("utf8");
  response.on("error", () => undefined);
  response.on("data", (chunk: string) => {
    answer += chunk.slice(0, longestAnswer - answer.length);
    if (answer.length >= longestAnswer) response.destroy();
  });
  return new Promise((resolve) => {
    response.on("close", () => {
      const outcome = status >= 200 && status < 300 ? "delivered" : "status";
      resolve({ outcome, status, answer: answer.replaceAll("\0", "").toWellFormed() });
    });
  });
}

class TimedOut extends Error {}

function outcomeOf(error: unknown): AttemptOutcome {
  if (error instanceof ForbiddenAddress) return "forbidden_address";
  return error instanceof TimedOut ? "timeout" : "connection";
}
