import type { FastifyRequest } from "fastify";
import type { House } from "../../core/house.ts";
import type { StoreFacts } from "../../core/merchants/index.ts";
import { sameText } from "../../platform/crypto/index.ts";
import { publicUrl, rawBody } from "../../platform/http/index.ts";
import { type JsonObject, plainText } from "../toolkit/json.ts";
import { readBasic } from "./basic-auth.ts";
import { decryptParams } from "./encrypted.ts";
import { Fault, type Locale, localeOf } from "./errors.ts";
import { lockoutOf } from "./lockout.ts";
import { parseRequest } from "./read/index.ts";

/** A request as it came: what it says, in query and body alike, and the parts of its path. */
export type Question = {
  readonly house: House;
  readonly request: FastifyRequest;
  readonly params: JsonObject;
  readonly path: Readonly<Record<string, string>>;
};

/** A request whose merchant is known. */
export type Call = Question & { readonly facts: StoreFacts; readonly locale: Locale };

/** Where something is done: the house, and the merchant's store. */
export type Setting = Pick<Call, "house" | "facts">;

/** What goes back; 200 unless told otherwise. */
export type Answer = {
  readonly json: unknown;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Reads what a request says. Faults: json.malformed, request.bad_format, encoding.invalid. */
export async function readQuestion(request: FastifyRequest, house: House): Promise<Question> {
  const params = await parseRequest({
    search: request.raw.url?.split("?")[1] ?? "",
    contentType: request.headers["content-type"] ?? "",
    body: rawBody(request),
  });
  return { house, request, params, path: request.params as Record<string, string> };
}

/** The merchant whose id and API password the request carries. Faults: authentication.failed, merchant.missing,
 *  password.missing, account.locked (for a while, after many wrong passwords). */
export async function authenticate(question: Question): Promise<Call> {
  const { house, request } = question;
  const given = readBasic(request.headers.authorization);
  if (!given) throw new Fault("errors.authentication.failed");
  if (given.user === "") throw new Fault("errors.merchant.missing");
  if (given.password === "") throw new Fault("errors.password.missing");
  const who = `${given.user.slice(0, 100)} ${request.ip}`;
  const lockout = lockoutOf(house);
  if (lockout.isLocked(who, house.now())) throw new Fault("errors.account.locked");
  const facts = await merchantOf(question, given.user);
  if (!facts?.keys || !sameText(given.password, facts.keys.password)) {
    lockout.count(who, house.now());
    throw new Fault("errors.authentication.failed");
  }
  return identified(question, facts);
}

/** Creating a payment is open to a shopper's browser too, which knows the merchant's id and a hash (facts 2.1): then
 *  the hash is the proof, and the endpoint checks it. Faults: authentication.failed, merchant_id.missing,
 *  merchant.not_found. */
export async function authenticateOrHash(question: Question): Promise<Call> {
  if (question.request.headers.authorization) return authenticate(question);
  const { merchant_id: id } = question.params;
  // A client that waits for the challenge sends its first request without credentials, and need not name the merchant.
  if (id === undefined) throw new Fault("errors.authentication.failed");
  return forMerchant(question, id);
}

/** The merchant that a form names. Faults: merchant_id.missing, merchant.invalid (no number), merchant.not_found,
 *  decryption.failed, encrypted_param.missing. */
export async function forMerchant(question: Question, id: unknown): Promise<Call> {
  if (id === undefined || id === null || id === "") throw new Fault("errors.merchant_id.missing");
  if (!/^\d{1,18}$/.test(plainText(id))) throw new Fault("errors.merchant.invalid");
  const facts = await merchantOf(question, plainText(id));
  if (!facts) throw new Fault("errors.merchant.not_found");
  return identified(question, facts);
}

export function identified(question: Question, facts: StoreFacts): Call {
  if (question.request.note) question.request.note.storeId = facts.store.id;
  const params = facts.keys ? decryptParams(question.params, facts.keys.privateKey) : question.params;
  return { ...question, params, facts, locale: localeFor(params, facts) };
}

/** What is asked for, else the merchant's, else English. */
export function localeFor(params: JsonObject, facts?: StoreFacts): Locale {
  return localeOf(params.locale) ?? localeOf(facts?.store.settings.locale) ?? "en";
}

function merchantOf({ house }: Question, number: string): Promise<StoreFacts | undefined> {
  return house.directory.byNumber("mondido", number);
}

/** Where the shopper and the merchant see this server. */
export function baseUrl({ request, house }: Pick<Question, "request" | "house">): string {
  return publicUrl(request, house.publicUrl);
}
