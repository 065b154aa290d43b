import type { FastifyRequest } from "fastify";
import type { House } from "../../core/house.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import { publicUrl, rawBody } from "../../platform/http/index.ts";
import type { JsonObject } from "../toolkit/json.ts";
import { accountOf } from "./account.ts";
import type { ReasonOf } from "./codes/index.ts";
import { type Fault, refused } from "./envelope.ts";
import type { MethodPath } from "./methods.ts";
import { parseRequest, readEnvelope } from "./read/index.ts";

/** Where something is done: the house, and the dealer's store. */
export type Setting = { readonly house: House; readonly facts: StoreFacts };

/** A request of a method, whose dealer is known. */
export type Call<Path extends MethodPath = MethodPath> = Setting & {
  readonly path: Path;
  /** What is asked for. */
  readonly request: JsonObject;
  /** Where the client sees this server. */
  readonly baseUrl: string;
  /** From where it came. */
  readonly address: string;
  /** For `throw refuse("AmountIsRequired")`. */
  readonly refuse: (reason: ReasonOf<Path>) => Fault;
};

/** Reads who asks and what for. Faults: InvalidRequest, InvalidAccount, each as the method words it. */
export async function readCall<Path extends MethodPath>(
  request: FastifyRequest,
  path: Path,
  house: House,
): Promise<Call<Path>> {
  const contentType = request.headers["content-type"] ?? "";
  const told = readEnvelope(parseRequest({ contentType, body: rawBody(request) }), path);
  const facts = await accountOf(house, told.auth, path);
  if (request.note) request.note.storeId = facts.store.id;
  return {
    house,
    facts,
    path,
    request: told.request,
    baseUrl: publicUrl(request, house.publicUrl),
    address: request.ip,
    refuse: (reason) => refused(path, reason),
  };
}
