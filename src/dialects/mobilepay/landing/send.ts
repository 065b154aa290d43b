import type { FastifyReply, FastifyRequest } from "fastify";
import { type LandingScreen, renderLanding } from "../../../pages/wallet/index.ts";
import { pageHeaders } from "../../../platform/http/index.ts";
import { frameOf } from "./screen.ts";
import { addressOf, localeOf, queryOf, type Visit } from "./visit.ts";

type ErrorKind = Extract<LandingScreen, { name: "error" }>["kind"];

export function sendScreen(visit: Visit, screen: LandingScreen): FastifyReply {
  const { reply, told } = visit;
  headersOf(reply, told.redirectFromMobilePayUrl);
  return reply.send(renderLanding(screen, frameOf(visit)));
}

export function sendError(request: FastifyRequest, reply: FastifyReply, kind: ErrorKind): FastifyReply {
  const statuses = { not_found: 404, busy: 503, bad_request: 400, forbidden: 403 } as const;
  const query = queryOf(request);
  const address = addressOf(query);
  if (request.note) request.note.answer = kind;
  headersOf(reply);
  const frame = { locale: localeOf(request, query), address, here: address };
  return reply.code(statuses[kind]).send(renderLanding({ name: "error", kind }, frame));
}

/** Any shop may frame the page. `backUrl`: where a form's answer may lead in the end. */
export function headersOf(reply: FastifyReply, backUrl?: string): void {
  const target = URL.parse(backUrl ?? "")?.protocol;
  pageHeaders(reply, { framedByAnyone: true, formTargets: target ? [target] : [] });
  const policy = "content-security-policy";
  // The page asks how the payment stands.
  reply.header(policy, `${reply.getHeader(policy)}; connect-src 'self'`);
}

/** A shop's app is opened by its link: a redirect to it may not be followed. */
export function isWeb(address: string): boolean {
  return /^https?:$/.test(URL.parse(address)?.protocol ?? "");
}
