import { readFileSync } from "node:fs";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { House } from "../../core/house.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Logger } from "../../platform/log/index.ts";
import { WrongSignature } from "./auth.ts";
import { readCall } from "./call.ts";
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
import type { Operation } from "./operation.ts";

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

const json = "application/json; charset=utf-8";
const script = readFileSync(new URL("./assets/revoiframe.js", import.meta.url), "utf8");

/** Mounts the methods. Every answer, also a refusal, is HTTP 200 with `status` and `message` (facts 2.1). */
export function register(server: FastifyInstance, house: House, log: Logger): void {
  for (const operation of operations)
    void server.register(async (scope) => mount(scope, operation, house, log));
  server.get("/javascripts/iframe/v2/revoiframe.js", (_request, reply) =>
    reply.type("text/javascript; charset=utf-8").header("cache-control", "public, max-age=300").send(script),
  );
}

function mount(scope: FastifyInstance, operation: Operation, house: House, log: Logger): void {
  const { upload } = operation;
  for (const path of operation.paths) {
    scope.post(path, upload ? { bodyLimit: upload.maxBytes } : {}, async (request, reply) =>
      reply.type(json).send(await answerTo(request, operation, house, log)),
    );
  }
  scope.setErrorHandler((error: { statusCode?: number }, request, reply) => {
    const isTheirs = (error.statusCode ?? 500) < 500;
    if (!isTheirs) log.error({ err: error, requestId: request.id }, "a Mokka Online call failed");
    const told = isTheirs ? (upload?.unreadable ?? replies.jsonError) : replies.serverError;
    request.note ??= { dialect: "mokka-online", operation: operation.name };
    void reply
      .code(200)
      .type(json)
      .send(worded(request, operation, told));
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
    const result = await operation.run(await readCall(request, house));
    return worded(request, operation, replies.valid, result);
  } catch (error) {
    return worded(request, operation, replyTo(error, request, log));
  }
}

/** The answer's text; the journal is told its status. */
function worded(request: FastifyRequest, operation: Operation, reply: Reply, result?: object): string {
  if (request.note) request.note.answer = String(reply.status);
  const frame = operation.frame ?? atTheTop;
  return JSON.stringify(frame(reply, result));
}

function atTheTop(reply: Reply, result?: object): object {
  return { ...reply, ...result };
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
    const worded = refusals[error.code];
    if (worded) return worded;
  }
  log.error({ err: error, requestId: request.id }, "a Mokka Online call failed");
  return replies.serverError;
}
