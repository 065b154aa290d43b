import type { FastifyRequest } from "fastify";
import { publicUrl } from "./server.ts";

/** Whether a page is asked for by a frame. A redirect would put the shop into it, which many shops forbid: there the page
 *  itself leads the whole window back. */
export function isFramed({ headers }: FastifyRequest): boolean {
  return headers["sec-fetch-dest"] === "iframe" || headers["sec-fetch-dest"] === "frame";
}

/** A browser says where a form comes from; what says nothing is not a browser, and has no shopper to deceive. */
export function isFromOurPage(request: FastifyRequest, fixed: string | undefined): boolean {
  const { origin, "sec-fetch-site": site } = request.headers;
  if (site) return site === "same-origin" || site === "none";
  return origin === undefined || origin === new URL(publicUrl(request, fixed)).origin;
}
