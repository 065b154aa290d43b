import type { FastifyRequest } from "fastify";
import type { House } from "../../core/house.ts";
import { publicUrl, rawBody } from "../../platform/http/index.ts";
import { isObject, parseJsonObject, textAt } from "../toolkit/json.ts";
import { parseMultipart } from "../toolkit/multipart.ts";
import { authenticate } from "./auth.ts";
import { Fault, replies } from "./errors.ts";
import type { Call } from "./operation.ts";

/** What a request asks, once it is known who sent it. Faults 50, 51, 60, 61, 10; notes whose it is. */
export async function readCall(request: FastifyRequest, house: House): Promise<Call> {
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

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
