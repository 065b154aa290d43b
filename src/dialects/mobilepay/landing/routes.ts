import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { House } from "../../../core/house.ts";
import { Refusal } from "../../../core/refusal.ts";
import { done3dsPage, landingNews, leavesBySelf } from "../../../pages/wallet/index.ts";
import { isFramed, sendAway } from "../../../platform/http/index.ts";
import type { Logger } from "../../../platform/log/index.ts";
import { donePath, landingPath } from "../links.ts";
import { keepCookie } from "./cookies.ts";
import { frameOf, screenOf } from "./screen.ts";
import { headersOf, isWeb, sendError, sendScreen } from "./send.ts";
import { submit } from "./submit.ts";
import { localeOf, queryOf, type Visit, visitOf } from "./visit.ts";

/** Mounts the page that the shop sends its customer to, and the one that closes the bank's (facts 4.1, 3.5). */
export function registerLanding(server: FastifyInstance, house: House, log: Logger): void {
  const serve =
    (operation: string, go: (visit: Visit) => Promise<FastifyReply>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      request.note = { dialect: "mobilepay", operation };
      try {
        const visit = await visitOf(house, request, reply);
        if (!visit) return sendError(request, reply, "not_found");
        const { facts, payment } = visit;
        Object.assign(request.note, { storeId: facts.store.id, reference: payment.reference });
        return await go(visit);
      } catch (error) {
        if (!(error instanceof Refusal))
          log.error({ err: error, requestId: request.id }, "a landing page failed");
        return sendError(request, reply, "busy");
      }
    };
  server.get(landingPath, serve("landing page", show));
  server.post(landingPath, {
    errorHandler: (_error, request, reply) => sendError(request, reply, "bad_request"),
    handler: serve("landing page form", submit),
  });
  for (const method of ["GET", "POST"] as const) {
    server.route({
      method,
      url: donePath,
      handler: (request, reply) => {
        headersOf(reply);
        return reply.send(done3dsPage(localeOf(request, queryOf(request))));
      },
    });
  }
}

/** The page's script asks for JSON: what is new. */
async function show(visit: Visit): Promise<FastifyReply> {
  const { request, reply, query, house } = visit;
  const screen = await screenOf(visit);
  const frame = frameOf(visit);
  if (request.headers.accept === "application/json")
    return reply.header("cache-control", "no-store").send(landingNews(screen, frame));
  if (query.lang)
    keepCookie(request, reply, house, { name: "mobilepay_language", value: visit.locale, embedded: true });
  const leaves = screen.name === "over" && leavesBySelf(screen.outcome) && !isFramed(request);
  const { backUrl = "" } = frame.payment ?? {};
  if (leaves && isWeb(backUrl)) return sendAway(reply.header("cache-control", "no-store"), backUrl);
  return sendScreen(visit, screen);
}
