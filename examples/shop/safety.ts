import type { FastifyInstance, FastifyRequest } from "fastify";

/** Plain HTML forms. A name that comes twice counts once. */
export function acceptForms(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
}

/** A form on somebody else's page must not act for our visitor. Browsers say where a form comes from;
 *  programs say nothing, and have no cookie of anybody's either. */
export function refuseForeignForms(app: FastifyInstance): void {
  app.addHook("onRequest", async (request, reply) => {
    if (request.method === "POST" && !isCallback(request) && isForeign(request))
      return reply.status(403).type("text/plain").send("This form did not come from this shop.");
    return undefined;
  });
}

/** The signatures of the first two say where they come from; the third is only a hint to ask. */
const callbacks = ["/mokka/callback", "/mondido/webhook", "/moka/notification"];

function isCallback(request: FastifyRequest): boolean {
  return callbacks.includes(request.routeOptions.url ?? "");
}

function isForeign(request: FastifyRequest): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site) return site !== "same-origin" && site !== "none";
  const { origin, host } = request.headers;
  if (!origin) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

export function sendSecurityHeaders(app: FastifyInstance, kassaUrls: string[]): void {
  const kassa = [...new Set(kassaUrls.map((url) => new URL(url).origin))].join(" ");
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${kassa}`,
    `style-src 'self' ${kassa}`,
    "img-src 'self'",
    "connect-src 'self'",
    `frame-src 'self' ${kassa}`,
    // Mondido's window is opened by a form of ours.
    `form-action 'self' ${kassa}`,
    "base-uri 'none'",
    // Mokka's form may come back to us while it is still inside the popup of our own page.
    "frame-ancestors 'self'",
  ].join("; ");
  app.addHook("onSend", async (_request, reply) => {
    reply.headers({
      "content-security-policy": policy,
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
    });
  });
}
