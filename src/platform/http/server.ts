import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { randomToken } from "../ids/index.ts";

/** What a route tells of a request for the journal and the metrics. */
export type Note = {
  dialect: string;
  operation: string;
  storeId?: string;
  answer?: string;
  refusal?: string;
  reference?: string;
};

declare module "fastify" {
  interface FastifyRequest {
    note: Note | undefined;
  }
}

const maxBodyBytes = 1_048_576;
/** Of a request's head with its address: shops of Magento update an order with all its lines in the query. */
const maxHeadBytes = 65_536;

/** What a Content-Type begins with. Fastify refuses a body that comes with another one; without any it takes it. */
const mediaType = /^\s*[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;|$)/;

/** An HTTP server that hands every body to its route as the bytes that came: signatures are made over bytes, and
 *  what clients say about the type of a body is often wrong. Doubled and trailing slashes are forgiven. */
export function createServer(log: FastifyBaseLogger): FastifyInstance {
  const server = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // Those who log name the request; a logger for each costs more than what else becomes of most requests.
    childLoggerFactory: (logger) => logger,
    genReqId: requestIds(),
    bodyLimit: maxBodyBytes,
    requestTimeout: 30_000,
    // Shorter than requestTimeout, or Node exchanges the two; and looked after more often than every 30 s.
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5_000, maxHeaderSize: maxHeadBytes },
    frameworkErrors: (_error, _request, reply: FastifyReply) => sendNotFound(reply),
    return503OnClosing: true,
    routerOptions: { ignoreDuplicateSlashes: true, ignoreTrailingSlash: true, maxParamLength: 300 },
  });
  // Clients of the till send what they ask in the body of a GET.
  server.addHttpMethod("GET", { hasBody: true, overrideExisting: true });
  server.decorateRequest("note", undefined);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  server.addHook("onRequest", (request, _reply, done) => {
    const { headers } = request.raw;
    if (!mediaType.test(headers["content-type"] ?? "")) delete headers["content-type"];
    done();
  });
  server.addHook("onSend", (request, reply, payload, done) => {
    reply.header("x-request-id", request.id).header("x-content-type-options", "nosniff");
    done(null, payload);
  });
  closeConnectionsOnceAnswered(server);
  return server;
}

/** The answer for an address that nobody is at, or that cannot be read. */
export function sendNotFound(reply: FastifyReply): void {
  void reply
    .code(404)
    .type("application/json")
    .send(JSON.stringify({ status: 404, message: "Not found" }));
}

/** Ids that no other process makes: a random beginning, then a count. */
function requestIds(): () => string {
  const process = randomToken(4);
  let count = 0;
  return () => `${process}-${(++count).toString(36)}`;
}

const hangUpEveryMs = 50;

/** A client that keeps its connection after an answer that was under way at the close would hold the close up. */
function closeConnectionsOnceAnswered(server: FastifyInstance): void {
  server.addHook("preClose", async () => {
    if (!server.server.listening) return;
    const timer = setInterval(() => server.server.closeIdleConnections(), hangUpEveryMs);
    server.server.once("close", () => clearInterval(timer));
  });
}

/** The body as it came; empty when there was none. */
export function rawBody(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/** Where the client sees this server: the fixed public address, the one it asked for, or, when it names none that
 *  could be (HTTP/1.0 does without), the one it reached. */
export function publicUrl(request: FastifyRequest, fixed: string | undefined): string {
  if (fixed !== undefined) return fixed;
  const asked = `${request.protocol}://${request.host}`;
  if (URL.canParse(asked)) return asked;
  const { localAddress, localPort, localFamily } = request.socket;
  const host = localFamily === "IPv6" ? `[${localAddress}]` : localAddress;
  return `${request.protocol}://${host}:${localPort}`;
}
