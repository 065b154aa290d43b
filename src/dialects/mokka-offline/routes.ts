import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../core/house.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Logger } from "../../platform/log/index.ts";
import { avatar, avatarPath } from "./avatar.ts";
import { type Answer, findApplication, findClient, identify, readCall, sendAnswer } from "./call.ts";
import { languageFor } from "./codes.ts";
import { agent } from "./endpoints/agent.ts";
import { clients } from "./endpoints/client.ts";
import { backOffice } from "./endpoints/clients/index.ts";
import { confirmations } from "./endpoints/confirmations.ts";
import { documents } from "./endpoints/documents.ts";
import { loans } from "./endpoints/loan.ts";
import { loanRequests } from "./endpoints/loan-requests.ts";
import { orders } from "./endpoints/orders.ts";
import { returns } from "./endpoints/returns.ts";
import { sessions } from "./endpoints/sessions.ts";
import { storeReport } from "./endpoints/store-report.ts";
import { Fault, failed, notFound, refusals, tooLarge, writeFault } from "./errors.ts";
import type { Operation } from "./operation.ts";
import { inquiries } from "./softicon/inquiries.ts";

export const operations: readonly Operation[] = [
  ...sessions,
  agent,
  ...loanRequests,
  ...clients,
  ...confirmations,
  ...loans,
  ...documents,
  ...orders,
  ...returns,
  storeReport,
  ...backOffice,
];

const base = "/api/loans/v1";
/** The document describes the reports' API without a version and calls it with one. */
const softiconBases = ["/api/softicon", "/api/softicon/v1"];
/** Photos of documents. */
const maxUploadBytes = 12_000_000;

/** Mounts the till's API and the reports' API. */
export function register(server: FastifyInstance, house: House, log: Logger): void {
  for (const operation of operations) {
    const path = `${base}${operation.path}`;
    const paths = /\/:\w+$/.test(path) ? [path] : [path, `${path}.json`];
    for (const url of paths) mount(server, operation.method, url, operation.name, runOperation(operation));
  }
  for (const inquiry of inquiries) {
    for (const prefix of softiconBases)
      mount(server, inquiry.method, `${prefix}${inquiry.path}`, inquiry.name, async (request) =>
        inquiry.run(await readCall(request, house)),
      );
  }
  server.get(avatarPath, (_request, reply) =>
    reply.type("image/png").header("cache-control", "public, max-age=86400").send(avatar),
  );
  for (const url of [base, `${base}/*`, "/api/softicon", "/api/softicon/*"])
    server.all(url, (request, reply) => refuse(notFound(), request, reply));

  function runOperation(operation: Operation): (request: FastifyRequest) => Promise<Answer> {
    return async (request) => {
      const call = await readCall(request, house);
      if (operation.by === "anybody") return operation.run(call);
      const known = await identify(call);
      if (operation.by === "agent") return operation.run(known);
      if (operation.by === "client") return operation.run(await findClient(known));
      return operation.run(await findApplication(known));
    };
  }

  function mount(
    scope: FastifyInstance,
    method: Operation["method"],
    url: string,
    name: string,
    run: (request: FastifyRequest) => Promise<Answer>,
  ): void {
    scope.route({
      method,
      url,
      bodyLimit: maxUploadBytes,
      errorHandler: (error: { statusCode?: number }, request, reply) =>
        refuse(error.statusCode === 413 ? tooLarge() : faultOf(error, request, name), request, reply),
      handler: async (request, reply) => {
        request.note = { dialect: "mokka-offline", operation: name };
        try {
          const answer = await run(request);
          request.note.answer = String(answer.status ?? 200);
          return sendAnswer(reply, answer);
        } catch (error) {
          return refuse(faultOf(error, request, name), request, reply);
        }
      },
    });
  }

  function faultOf(error: unknown, request: FastifyRequest, name: string): Fault {
    if (error instanceof Fault) return error;
    if (error instanceof Refusal) {
      if (request.note) request.note.refusal = error.code;
      const worded = refusals[error.code];
      if (worded) return worded();
    }
    log.error({ err: error, requestId: request.id, operation: name }, "a Mokka Offline call failed");
    return failed();
  }

  /** In the words and the form of the store that was asked about, as far as that is known. */
  async function refuse(fault: Fault, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (request.note) request.note.answer = String(fault.status);
    const facts = request.note?.storeId ? await house.directory.byId(request.note.storeId) : undefined;
    const body = writeFault(fault, languageFor(request, facts), facts?.store.settings.errorMap === true);
    return reply.code(fault.status).type("application/json; charset=utf-8").send(JSON.stringify(body));
  }
}
