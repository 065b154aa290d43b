import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { pageHeaders } from "../../platform/http/index.ts";
import { pickLocale } from "../locale.ts";
import { renderPage } from "../render.ts";
import { stylesheet } from "../theme/assets.ts";
import { modulePath, tillModules, tillStyle } from "./assets.ts";

const policy = "content-security-policy";

/** The till a salesperson uses in a browser: a client of the Mokka Offline API like any other. The server gives
 *  the page, its script and its styles; whatever happens, happens in calls to the API. For the sandbox only. */
export function registerTill(server: FastifyInstance): void {
  for (const { path, type, body } of [...tillModules, tillStyle]) {
    server.get(path, (_request, reply) =>
      reply.type(type).header("cache-control", "public, max-age=31536000, immutable").send(body),
    );
  }
  server.get("/till", (request, reply) => sendPage(request, reply, "main.js"));
  server.get("/till/document", (request, reply) => sendPage(request, reply, "document.js"));
}

function sendPage(request: FastifyRequest, reply: FastifyReply, start: string): FastifyReply {
  pageHeaders(reply, {});
  // The page calls the API, which other pages have no need to.
  reply.header(policy, `${reply.getHeader(policy)}; connect-src 'self'`);
  const acceptLanguage = request.headers["accept-language"];
  return reply.send(
    renderPage("till/till", {
      locale: pickLocale({ acceptLanguage, fallback: "en" }),
      styles: [stylesheet.path, tillStyle.path],
      modules: tillModules.map(({ path }) => path),
      start: modulePath(start),
    }),
  );
}
