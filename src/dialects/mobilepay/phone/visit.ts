import type { FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../../core/house.ts";
import type { WalletUser } from "../../../core/wallet/index.ts";
import {
  type PhoneFrame,
  type PhoneScreen,
  phoneNews,
  renderPhone,
  type WalletLocale,
  walletLocale,
} from "../../../pages/wallet/index.ts";
import { sameText } from "../../../platform/crypto/index.ts";
import { pageHeaders } from "../../../platform/http/index.ts";
import { cookieOf } from "../landing/cookies.ts";
import { fieldsOf, type Query, queryOf } from "../landing/visit.ts";
import { userOf } from "../users.ts";

/** Somebody at the phone. */
export type Visit = {
  readonly house: House;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly query: Query;
  readonly params: Readonly<Record<string, string | undefined>>;
  /** What a form has posted; empty otherwise. */
  readonly fields: Readonly<Record<string, string | undefined>>;
  readonly locale: WalletLocale;
  /** Of the session: forms carry it. */
  readonly token: string;
  readonly user: WalletUser | undefined;
};

/** The same once they have signed in. */
export type UserVisit = Visit & { readonly user: WalletUser };

/** What a route does with it. */
export type Serve<V extends Visit = Visit> = (visit: V) => Promise<FastifyReply>;

export async function visitOf(house: House, request: FastifyRequest, reply: FastifyReply): Promise<Visit> {
  const [, token = "", phone = ""] =
    /^([\da-f]{32})\.(\+\d{5,15})$/.exec(cookieOf(request, "mobilepay_session") ?? "") ?? [];
  const user = phone === "" ? undefined : await userOf(house, phone);
  const wishes = [cookieOf(request, "mobilepay_language"), user?.language];
  return {
    house,
    request,
    reply,
    query: queryOf(request),
    params: request.params as Visit["params"],
    fields: fieldsOf(request),
    locale: walletLocale(wishes),
    token: user ? token : "",
    user,
  };
}

/** Whether a form was made for this session. */
export function isOwnForm({ fields, token }: Visit): boolean {
  return sameText(fields.token ?? "", token);
}

/** The screen as a page; to the page's script, whether there is anything new. */
export function sendScreen(visit: Visit, screen: PhoneScreen, status = 200): FastifyReply {
  const { request, reply } = visit;
  const frame = frameOf(visit);
  if (wantsNews(request)) return reply.header("cache-control", "no-store").send(phoneNews(screen, frame));
  headersOf(reply);
  return reply.code(status).send(renderPhone(screen, frame));
}

const statuses = { not_found: 404, busy: 503, bad_request: 400, forbidden: 403 } as const;

export function sendError(visit: Visit, kind: keyof typeof statuses): FastifyReply {
  if (visit.request.note) visit.request.note.answer = kind;
  return sendScreen(visit, { name: "error", kind }, statuses[kind]);
}

/** On to another page; to the page's script, that there is something new. */
export function goTo({ request, reply }: Visit, path: string): FastifyReply {
  reply.header("cache-control", "no-store");
  return wantsNews(request) ? reply.send({ stamp: "elsewhere" }) : reply.redirect(path, 303);
}

/** A page of the phone that a form or a link names to go on to; undefined: it names none. */
export function nextOf(next: string | undefined): string | undefined {
  return next && /^\/phone(\/[\w/-]*)?$/.test(next) && !next.includes("//") ? next : undefined;
}

/** Where a page is. Doubled slashes are forgiven, and would lead to another host. */
export function addressOf({ url }: Pick<FastifyRequest, "url">): string {
  return url.replace(/^\/+/, "/");
}

function wantsNews({ headers, method }: FastifyRequest): boolean {
  return method === "GET" && headers.accept === "application/json";
}

function frameOf({ request, locale, token, user }: Visit): PhoneFrame {
  return { locale, here: addressOf(request), token, isSignedIn: user !== undefined };
}

/** The pages ask what is new, and frame the bank's. */
function headersOf(reply: FastifyReply): void {
  pageHeaders(reply, {});
  const policy = "content-security-policy";
  reply.header(policy, `${reply.getHeader(policy)}; connect-src 'self'; frame-src https: http:`);
}
