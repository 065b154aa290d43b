import { STATUS_CODES } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../core/house.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Logger } from "../../platform/log/index.ts";
import type { JsonObject } from "../toolkit/json.ts";
import { type Answer, authenticate, localeFor, type Question, readQuestion } from "./call.ts";
import { currencyList } from "./endpoints/currencies.ts";
import { customers } from "./endpoints/customers.ts";
import { plans } from "./endpoints/plans.ts";
import { refunds } from "./endpoints/refunds.ts";
import { storedCards } from "./endpoints/stored-cards.ts";
import { subscriptions } from "./endpoints/subscriptions.ts";
import { templates } from "./endpoints/templates.ts";
import { transactions } from "./endpoints/transactions.ts";
import { webhooks } from "./endpoints/webhooks.ts";
import { errorBody, Fault, type Locale } from "./errors.ts";
import type { Operation } from "./operation.ts";
import { saysOrderId } from "./order.ts";
import { nameOf } from "./refusals.ts";

export const operations: readonly Operation[] = [
  ...transactions,
  ...refunds,
  ...storedCards,
  ...customers,
  ...templates,
  ...plans,
  ...subscriptions,
  ...currencyList,
  ...webhooks,
];

/** Clients of all ages: the newest plugin updates through v2. */
const bases = ["/v1", "/v2"];

/** What browsers of shoppers may do from a shop's page (facts 2.1). */
const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "POST, OPTIONS",
  "access-control-allow-headers": "*",
  "access-control-max-age": "1728000",
};

/** Old plugins read the status there (facts 2.1). */
function headersOf(status: number): Readonly<Record<string, string>> {
  return { ...cors, status: `${status} ${STATUS_CODES[status] ?? ""}`.trim() };
}

/** Mounts the REST API. */
export function registerApi(server: FastifyInstance, house: House, log: Logger): void {
  for (const base of bases) {
    for (const operation of operations) {
      server.route({
        method: operation.method,
        url: `${base}${operation.path}`,
        errorHandler: (error: { statusCode?: number }, request, reply) =>
          refuse(
            faultOf(error.statusCode === 413 ? new Fault("errors.request.bad_format") : error, request),
            "en",
            reply,
          ),
        handler: (request, reply) => run(operation, request, reply),
      });
    }
    server.route({
      method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
      url: `${base}/*`,
      handler: (request, reply) => refuse(new Fault("errors.not_found"), localeFor(askedIn(request)), reply),
    });
    server.options(`${base}/*`, (_request, reply) => reply.headers(cors).code(200).send());
  }

  async function run(
    operation: Operation,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    request.note = { dialect: "mondido", operation: operation.name };
    let question: Question | undefined;
    try {
      question = await readQuestion(request, house);
      const given =
        operation.by === "anybody"
          ? await operation.run(question)
          : await operation.run(await authenticate(question));
      return send(given, request, reply);
    } catch (error) {
      const facts = request.note.storeId ? await house.directory.byId(request.note.storeId) : undefined;
      return refuse(
        faultOf(error, request, question?.params),
        localeFor(question?.params ?? askedIn(request), facts),
        reply,
      );
    }
  }

  function faultOf(error: unknown, request: FastifyRequest, params: JsonObject = {}): Fault {
    const fault = error instanceof Refusal ? worded(error, params) : error;
    if (error instanceof Refusal && request.note) request.note.refusal = error.code;
    if (fault instanceof Fault) {
      if (request.note) request.note.answer = fault.error;
      return fault;
    }
    log.error({ err: error, requestId: request.id }, "a Mondido call failed");
    return new Fault("errors.unexpected");
  }
}

/** What can be told of the language when the rest cannot be read. */
function askedIn({ raw }: FastifyRequest): JsonObject {
  return { locale: new URLSearchParams(raw.url?.split("?")[1]).get("locale") };
}

function worded(refusal: Refusal, params: JsonObject): Fault {
  const isOfOrderId = refusal.code === "reference_processed" && saysOrderId(params);
  return new Fault(isOfOrderId ? "errors.order_id.processed" : nameOf(refusal));
}

function send(
  { json, status = 200, headers = {} }: Answer,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (request.note) request.note.answer = String(status);
  return reply
    .code(status)
    .headers({ ...headersOf(status), ...headers, "cache-control": "max-age=0, private, must-revalidate" })
    .type("application/json; charset=utf-8")
    .send(JSON.stringify(json));
}

/** Some clients only send credentials once they are asked for them. */
function refuse(fault: Fault, locale: Locale, reply: FastifyReply): FastifyReply {
  const isChallenge = fault.status === 401;
  if (isChallenge) reply.header("www-authenticate", 'Basic realm="Application"');
  const detail = isChallenge ? "HTTP Basic: Access denied." : fault.detail;
  return reply
    .code(fault.status)
    .headers(headersOf(fault.status))
    .type("application/json; charset=utf-8")
    .send(JSON.stringify(errorBody(fault.error, locale, detail)));
}
