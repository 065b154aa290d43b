import type { FastifyReply, FastifyRequest } from "fastify";
import { findOnDuty, type OnDuty } from "../../core/agents/index.ts";
import { type Application, applications } from "../../core/applications/index.ts";
import { type Customer, customers } from "../../core/customers/index.ts";
import type { House } from "../../core/house.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import { rawBody } from "../../platform/http/index.ts";
import { isAbsent, type JsonObject } from "../toolkit/json.ts";
import { type Form, parseMultipart } from "../toolkit/multipart.ts";
import { parseBrackets, parseParams } from "../toolkit/params.ts";
import { Fault, notFound, problem, unauthorized } from "./errors.ts";

/** A request of the till: what it says, in query and body alike, and the parts of its path. */
export type Call = {
  readonly house: House;
  readonly params: JsonObject;
  readonly path: Readonly<Record<string, string>>;
  readonly request: FastifyRequest;
  /** A multipart body. */
  readonly form: Form | undefined;
};

/** A call of an agent who has logged in. */
export type AgentCall = Call & { readonly token: string; readonly onDuty: OnDuty };

/** What goes back: JSON, a page or file, or nothing at all. */
export type Answer =
  | { readonly status?: number; readonly json?: object }
  | {
      readonly status?: number;
      readonly type: string;
      readonly content: string | Buffer;
      readonly file?: string;
    };

export const empty: Answer = {};

/** Reads what a request says; the fields of a multipart body are form fields. Faults 422 when another is neither JSON nor
 *  form fields. */
export async function readCall(request: FastifyRequest, house: House): Promise<Call> {
  const search = request.raw.url?.split("?")[1] ?? "";
  const contentType = request.headers["content-type"] ?? "";
  const body = rawBody(request);
  const isMultipart = /^multipart\//i.test(contentType);
  const form = isMultipart ? await parseMultipart(contentType, body) : undefined;
  const params = isMultipart
    ? { ...parseBrackets(search), ...fieldsOf(form) }
    : parseParams({ search, contentType, body });
  if (!params) throw new Fault(422, problem("base", "bad_request"));
  return { house, params, path: withoutSuffix(request.params as Record<string, string>), request, form };
}

function fieldsOf(form: Form | undefined): JsonObject {
  const fields = [...(form?.fields ?? [])].map(([name, value]) => [name, value.toString()]);
  return parseBrackets(new URLSearchParams(fields).toString());
}

/** Older clients put `.json` behind a path. */
function withoutSuffix(path: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(path).map(([name, value]) => [name, value.replace(/\.json$/, "")]),
  );
}

/** The agent whose token the header carries, bare (facts 4.1). Faults 401. */
export async function identify(call: Call): Promise<AgentCall> {
  const token = call.request.headers.authorization?.trim().replace(/^(Bearer|Token) /i, "");
  const onDuty = token ? await findOnDuty(call.house, token, call.house.now()) : undefined;
  if (!token || !onDuty) throw unauthorized();
  const [first] = onDuty.stores;
  if (call.request.note && first) call.request.note.storeId = first.store.id;
  return { ...call, token, onDuty };
}

/** A store of the agent's, by the number that clients know. Faults 422. */
export function storeOf({ onDuty }: AgentCall, number: unknown): StoreFacts {
  if (isAbsent(number)) throw new Fault(422, problem("store_id", "blank"));
  const facts = onDuty.stores.find(({ store }) => store.number === String(number));
  if (!facts) throw new Fault(422, problem("store_id", "not_found"));
  return facts;
}

export type ApplicationCall = AgentCall & {
  readonly application: Application;
  readonly facts: StoreFacts;
};

/** The loan request of the path, if a store of the agent's has it. Faults 404. */
export async function findApplication(call: AgentCall): Promise<ApplicationCall> {
  const application = await call.house.reader.find(applications, { token: call.path.token ?? "" });
  const facts = call.onDuty.stores.find(({ store }) => store.id === application?.storeId);
  if (!application || !facts) throw notFound();
  if (call.request.note) call.request.note.storeId = facts.store.id;
  return { ...call, application, facts };
}

export type ClientCall = AgentCall & {
  readonly customer: Customer;
  /** The agent's store that speaks of the customer: its currency, its language. */
  readonly facts: StoreFacts;
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The customer of the path, if the agent's merchant sells on the credit of the customer's lender. Faults 404. */
export async function findClient(call: AgentCall): Promise<ClientCall> {
  const { id = "" } = call.path;
  const customer = uuid.test(id) ? await call.house.reader.find(customers, { id }) : undefined;
  const facts = call.onDuty.stores.find(({ merchant }) => merchant.lenderId === customer?.lenderId);
  if (!customer || !facts) throw notFound();
  return { ...call, customer, facts };
}

export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.code(answer.status ?? 200);
  if ("content" in answer) {
    if (answer.file) reply.header("content-disposition", `attachment; filename="${answer.file}"`);
    return reply.type(answer.type).send(answer.content);
  }
  if (answer.json === undefined) return reply.type("text/html; charset=utf-8").send("");
  return reply.type("application/json; charset=utf-8").send(JSON.stringify(answer.json));
}
