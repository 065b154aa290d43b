import type { FastifyReply } from "fastify";
import { windowPolicy } from "./policy.ts";

/** Headers of a page of ours at a payment window, or of one that `policy` is for. It may be shown in a frame: shops do. */
export function pageHeaders(policy = ownPolicy): Readonly<Record<string, string>> {
  return {
    "content-security-policy": policy,
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
  };
}

export function sendPage(reply: FastifyReply, html: string, policy?: string): FastifyReply {
  return reply.headers(pageHeaders(policy)).send(html);
}

const ownPolicy = windowPolicy({ merchants: false, frameAncestors: "*" });
