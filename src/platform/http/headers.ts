import type { FastifyReply } from "fastify";

type PageOptions = {
  /** Where the page's forms may lead, and be redirected to. */
  readonly formTargets?: readonly string[];
  /** Whether any site may show the page in a frame; only for pages made for that. */
  readonly framedByAnyone?: boolean;
  readonly nonce?: string;
};

/** Headers of a page for a person: no scripts or styles but our own, nothing leaks, nothing is stored. */
export function pageHeaders(reply: FastifyReply, { formTargets, framedByAnyone, nonce }: PageOptions): void {
  const style = nonce ? `'self' 'nonce-${nonce}'` : "'self'";
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${style}`,
    "img-src 'self' https: http: data:",
    `form-action 'self' ${(formTargets ?? []).join(" ")}`.trim(),
    "base-uri 'none'",
    framedByAnyone ? "frame-ancestors *" : "frame-ancestors 'none'",
  ];
  reply.headers({
    "content-security-policy": policy.join("; "),
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    ...(framedByAnyone ? {} : { "x-frame-options": "DENY" }),
  });
}

/** Sends the browser to somebody else's address, a URL, as it was told where a header can carry it: other letters than
 *  ASCII's are escaped as browsers do. */
export function sendAway(reply: FastifyReply, address: string): FastifyReply {
  const isPlain = /^[!-~]*$/.test(address);
  return reply.redirect(isPlain ? address : new URL(address).href, 303);
}
