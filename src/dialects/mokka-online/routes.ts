import { readFileSync } from "node:fs";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { House } from "../../core/house.ts";
import { Refusal } from "../../core/refusal.ts";
import { publicUrl, rawBody } from "../../platform/http/index.ts";
import type { Logger } from "../../platform/log/index.ts";
import { isObject, parseJsonObject, textAt } from "../toolkit/json.ts";
import { parseMultipart } from "../toolkit/multipart.ts";
import { authenticate, WrongSignature } from "./auth.ts";
import { cancel } from "./endpoints/cancel.ts";
import { change } from "./endpoints/change.ts";
import { checkout, oneStepCheckout } from "./endpoints/checkout.ts";
import { finish } from "./endpoints/finish.ts";
import { limit } from "./endpoints/limit.ts";
import { registration } from "./endpoints/registration.ts";
import { returnOrder } from "./endpoints/return.ts";
import { schedule } from "./endpoints/schedule.ts";
import { status } from "./endpoints/status.ts";
import { Fault, type Reply, refusals, replies } from "./errors.ts";
import type { Call, Operation } from "./operation.ts";

export const operations: readonly Operation[] = [
  registration,
  checkout,
  oneStepCheckout,
  finish,
  limit,
  status,
  schedule,
  change,
  cancel,
  returnOrder,
];

const maxBody = { finish: 12_000_000, others: 1_048_576 };
const script = readFileSync(new URL("./assets/revoiframe.js", import.meta.url), "utf8");

/** Mounts the methods. Every answer, also a refusal, is HTTP 200 with `status` and `message` (facts 2.1). */
export function register(server: FastifyInstance, house: House, log: Logger): void {
  void server.register(async (scope) => {
    for (const operation of operations) {
      for (const path of operation.paths) {
        const bodyLimit = operation === finish ? maxBody.finish : maxBody.others;
        scope.post(path, { bodyLimit }, async (request, reply) => {
          const answer = await answerTo(request, operation, house, log);
          return reply.header("content-type", "application/json; charset=utf-8").send(answer);
        });
      }
    }
    scope.setErrorHandler((error: { statusCode?: number }, request, reply) => {
      const isClientError = (error.statusCode ?? 500) < 500;
      if (!isClientError) log.error({ err: error, requestId: request.id }, "a Mokka Online call failed");
      const operation = operations.find(({ paths }) => paths.includes(request.routeOptions.url ?? ""));
      const unread = operation === finish ? replies.fileError : replies.jsonError;
      const told = isClientError ? unread : replies.serverError;
      if (operation) request.note ??= { dialect: "mokka-online", operation: operation.name };
      note(request, told);
      const answer = refusal(operation, told);
      void reply.code(200).type("application/json; charset=utf-8").send(answer);
    });
    scope.get("/javascripts/iframe/v2/revoiframe.js", (_request, reply) =>
      reply
        .type("text/javascript; charset=utf-8")
        .header("cache-control", "public, max-age=300")
        .send(script),
    );
  });
}

async function answerTo(
  request: FastifyRequest,
  operation: Operation,
  house: House,
  log: Logger,
): Promise<string> {
  request.note = { dialect: "mokka-online", operation: operation.name };
  try {
    const call = await readCall(request, house);
    const result = await operation.run(call);
    note(request, replies.valid);
    const meta = operation === limit ? { meta: replies.valid } : replies.valid;
    return JSON.stringify({ ...meta, ...result });
  } catch (error) {
    const reply = replyTo(error, request, log);
    note(request, reply);
    return refusal(operation, reply);
  }
}

/** The Limit method has its status inside `meta` (facts 2.3). */
function refusal(operation: Operation | undefined, reply: Reply): string {
  return JSON.stringify(operation === limit ? { meta: reply, client: null } : reply);
}

async function readCall(request: FastifyRequest, house: House): Promise<Call> {
  const query = request.query as Record<string, string | string[] | undefined>;
  const { signed, check } = await readParts(request);
  const credentials = { storeId: first(query.store_id), signature: first(query.signature) };
  const facts = await authenticate(house, credentials, signed);
  const body = parseJsonObject(signed);
  if (request.note) {
    request.note.storeId = facts.store.id;
    request.note.reference = referenceOf(body);
  }
  if (!body) throw new Fault(replies.jsonError);
  return { house, facts, body, check, baseUrl: publicUrl(request, house.publicUrl) };
}

/** The signed bytes: the whole body, or the part `body` of a multipart one (facts 1.1, 2.6). What only says that
 *  it is multipart is taken as it came. */
async function readParts(request: FastifyRequest): Promise<{ signed: Buffer; check: Call["check"] }> {
  const contentType = request.headers["content-type"] ?? "";
  if (!/^multipart\/form-data/i.test(contentType)) return { signed: rawBody(request), check: undefined };
  const form = await parseMultipart(contentType, rawBody(request));
  const signed = form?.fields.get("body") ?? form?.files.get("body")?.content ?? rawBody(request);
  return { signed, check: form?.fields.has("check") ? "not a file" : form?.files.get("check") };
}

function referenceOf(body: Record<string, unknown> | undefined): string | undefined {
  const order = body?.current_order ?? body;
  return isObject(order) ? textAt(order, "order_id", 255) : undefined;
}

function replyTo(error: unknown, request: FastifyRequest, log: Logger): Reply {
  if (error instanceof WrongSignature) {
    if (request.note) request.note.storeId = error.facts.store.id;
    const { number } = error.facts.store;
    log.warn({ store: number, madeFrom: error.recipe, requestId: request.id }, "a signature is wrong");
  }
  if (error instanceof Fault) return error.reply;
  if (error instanceof Refusal) {
    if (request.note) request.note.refusal = error.code;
    return refusals[error.code];
  }
  log.error({ err: error, requestId: request.id }, "a Mokka Online call failed");
  return replies.serverError;
}

function note(request: FastifyRequest, reply: Reply): void {
  if (request.note) request.note.answer = String(reply.status);
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
