import type { FastifyRequest } from "fastify";
import type { House } from "../../core/house.ts";
import { publicUrl, rawBody } from "../../platform/http/index.ts";
import { uuidAt } from "../../platform/ids/index.ts";
import { doorkeeperOf } from "./auth/doorkeeper.ts";
import type { Call, Operation, Question } from "./operation.ts";
import { Problem } from "./problem.ts";
import { readBody, readIds } from "./read/body.ts";

/** Runs an operation for a request: who asks, about what, with which words, in this order. Problems: 401, 403, 400. */
export async function answerTo(
  operation: Operation,
  request: FastifyRequest,
  house: House,
): Promise<unknown> {
  if (operation.by === "anybody") return operation.run(readQuestion(operation, request, house));
  const client = await identify(request, house);
  if (client.state !== "active" && operation.by !== "waiting client")
    throw new Problem(403, { detail: "The client is not active yet." });
  const question = readQuestion(operation, request, house);
  return operation.run({ ...question, client, merchantId: client.merchantId } satisfies Call);
}

/** The integrator whose credentials the request carries. Problems: as the doorkeeper's. */
export function identify({ headers, ip }: FastifyRequest, house: House) {
  const credentials = {
    id: headerOf(headers["x-ibm-client-id"]),
    secret: headerOf(headers["x-ibm-client-secret"]),
  };
  return doorkeeperOf(house).identify(credentials, ip);
}

function readQuestion(operation: Operation, request: FastifyRequest, house: House): Question {
  const names = [...operation.path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
  const told = { ...queryOf(request), ...(request.params as Record<string, unknown>) };
  const ids = readIds([...names, ...(operation.query ?? [])], told);
  const [about] = Object.values(ids);
  if (request.note && about !== undefined) request.note.reference = about;
  return {
    house,
    ids,
    body: operation.body ? readBody(operation.body, rawBody(request), house) : undefined,
    baseUrl: publicUrl(request, house.publicUrl),
    ip: request.ip,
  };
}

/** The query, whose names are known in any case. */
function queryOf({ query }: FastifyRequest): Record<string, unknown> {
  const agreementId = Object.entries(query as Record<string, unknown>).find(
    ([name]) => name.toLowerCase() === "agreementid",
  );
  return agreementId ? { agreementId: agreementId[1] } : {};
}

const longestCorrelationId = 200;

/** What the client calls this request, or a new name. */
export function correlationIdOf({ headers }: FastifyRequest, house: Pick<House, "now">): string {
  const told = headerOf(headers.correlationid).trim().slice(0, longestCorrelationId);
  return /^[\x20-\x7e]+$/.test(told) ? told : uuidAt(house.now());
}

function headerOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? "";
}
