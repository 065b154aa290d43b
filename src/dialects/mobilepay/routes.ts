import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../core/house.ts";
import { Refusal } from "../../core/refusal.ts";
import { publicUrl } from "../../platform/http/index.ts";
import type { Logger } from "../../platform/log/index.ts";
import { answerTo, correlationIdOf } from "./call.ts";
import { operations, sandboxOperations } from "./endpoints/index.ts";
import { prefixes } from "./endpoints/prefixes.ts";
import { Fault, faultBody, worded } from "./errors.ts";
import { registerKey } from "./keys.ts";
import { openApi } from "./openapi.ts";
import type { Operation } from "./operation.ts";
import { Problem, problemBody } from "./problem.ts";
import { RegisterKeyResponse } from "./schemas/keys.ts";

/** What mounting and answering need to know. */
type Route = Pick<Operation, "name" | "method" | "path" | "status" | "answer" | "refusals">;

const largestBody = 262_144;
const jsonType = "application/json; charset=utf-8";

/** Ours: the provider registers keys by hand. */
const keyRoute: Route = {
  name: "Register public key",
  method: "POST",
  path: "/sandbox/mobilepay/keys",
  answer: RegisterKeyResponse,
};

/** Mounts the API: three services under one host (facts 1.1), and their OpenAPI document. */
export function registerApi(server: FastifyInstance, house: House, log: Logger): void {
  const mounted = house.isSandbox ? [...operations, ...sandboxOperations] : operations;
  for (const operation of mounted) mount(operation, (request) => answerTo(operation, request, house));
  if (house.isSandbox) mount(keyRoute, (request) => registerKey(request, house));
  server.get(`${prefixes.main}/openapi.json`, (request, reply) =>
    reply.type(jsonType).send(JSON.stringify(openApi(mounted, publicUrl(request, house.publicUrl)))),
  );

  function mount(route: Route, work: (request: FastifyRequest) => Promise<unknown>): void {
    server.route({
      method: route.method,
      url: route.path,
      bodyLimit: largestBody,
      // What is too large to be read, or breaks off.
      errorHandler: ({ statusCode }: { statusCode?: number }, request, reply) =>
        refuse(new Problem(statusCode === 413 ? 413 : 400), request, reply, house),
      handler: async (request, reply) => {
        request.note = { dialect: "mobilepay", operation: route.name };
        try {
          return succeed(route, await work(request), request, reply);
        } catch (error) {
          return refuse(noOf(error, route, request), request, reply, house);
        }
      },
    });
  }

  function succeed(
    { status = 200, answer }: Route,
    json: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): FastifyReply {
    if (request.note) request.note.answer = String(status);
    reply.code(status).header("correlationid", correlationIdOf(request, house));
    return answer ? reply.type(jsonType).send(JSON.stringify(json)) : reply.send();
  }

  function noOf(error: unknown, route: Route, request: FastifyRequest): Fault | Problem {
    const no = error instanceof Refusal ? wordedFor(route, error, request) : error;
    if (no instanceof Fault || no instanceof Problem) return no;
    const correlationId = correlationIdOf(request, house);
    log.error({ err: error, requestId: request.id, correlationId }, "a MobilePay call failed");
    return new Problem(500);
  }
}

function wordedFor({ refusals = {} }: Route, refusal: Refusal, request: FastifyRequest) {
  if (request.note) request.note.refusal = refusal.code;
  const own = refusals[refusal.code];
  return own === undefined ? worded(refusal) : new Fault(own);
}

/** Domain errors have a form of their own, all others are problems (facts 2). */
function refuse(
  no: Fault | Problem,
  request: FastifyRequest,
  reply: FastifyReply,
  house: House,
): FastifyReply {
  const correlationId = correlationIdOf(request, house);
  const isFault = no instanceof Fault;
  const status = isFault ? 409 : no.status;
  const body = isFault ? faultBody(no, correlationId) : problemBody(no, correlationId);
  if (request.note) request.note.answer = String(isFault ? no.code : status);
  if (status === 503 || status === 429) reply.header("retry-after", "1");
  return reply
    .code(status)
    .header("correlationid", correlationId)
    .type(isFault ? jsonType : "application/problem+json; charset=utf-8")
    .send(JSON.stringify(body));
}
